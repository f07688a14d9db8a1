// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo.orders;

import io.github.natsmicro.spring.annotation.NatsResponseStatus;

/** Thrown when there is no order of an id. */
@NatsResponseStatus(code = 404, description = "No such order")
class UnknownOrderException extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
