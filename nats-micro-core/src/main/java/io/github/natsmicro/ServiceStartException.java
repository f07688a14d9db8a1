// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

/** Thrown when a service could not be started, because the server did not confirm its subscriptions. */
public class ServiceStartException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    ServiceStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
