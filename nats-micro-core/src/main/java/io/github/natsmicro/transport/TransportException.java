// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import org.jspecify.annotations.Nullable;

/** Thrown when the connection could not do what was asked of it. */
public class TransportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message a sentence saying what could not be done
     * @param cause why, or {@code null}
     */
    public TransportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
