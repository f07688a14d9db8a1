// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.codec;

import org.jspecify.annotations.Nullable;

/** Thrown when an object can not be written as bytes, or bytes are not the object that was asked for. */
public class PayloadCodecException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message a sentence saying what could not be read or written
     * @param cause why, or {@code null}
     */
    public PayloadCodecException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
