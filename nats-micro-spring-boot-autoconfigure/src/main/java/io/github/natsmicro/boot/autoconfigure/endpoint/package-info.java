// SPDX-License-Identifier: Apache-2.0
/** The actuator endpoint that shows the services with their statistics. */
@NullMarked
package io.github.natsmicro.boot.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
