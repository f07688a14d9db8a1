// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import org.jspecify.annotations.Nullable;

/** Thrown when a request has no good reply; the subclasses say why. */
public class RequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RequestException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
