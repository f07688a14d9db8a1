// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.codec;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Thrown when an object can not be written as bytes, or bytes are not the object that was asked for. */
public class PayloadCodecException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * Creates an exception.
     *
     * @param message a sentence saying what could not be read or written
     * @param cause why, or {@code null}
     */
    public PayloadCodecException(String message, @Nullable Throwable cause) {
        this(message, "", cause);
    }

    /**
     * Creates an exception.
     *
     * @param message a sentence saying what could not be read or written
     * @param field where in the payload: a path such as {@code items[0].quantity}, empty if that is not known
     * @param cause why, or {@code null}
     */
    public PayloadCodecException(String message, String field, @Nullable Throwable cause) {
        super(message, cause);
        this.field = field;
    }

    /**
     * Where in the payload it is.
     *
     * @return a path such as {@code items[0].quantity}, made of the payload's own names; empty if it is not known
     */
    public String field() {
        return field;
    }

    static PayloadCodecException notWritten(String format, @Nullable Object value, @Nullable Exception cause) {
        String type = value == null ? "null" : value.getClass().getName();
        return new PayloadCodecException(
                "An object of type %s could not be written as %s.".formatted(type, format), cause);
    }

    static PayloadCodecException notRead(String format, Type type, String field, @Nullable Exception cause) {
        return new PayloadCodecException(
                "The payload is not %s that can be read as %s.".formatted(format, type.getTypeName()), field, cause);
    }
}
