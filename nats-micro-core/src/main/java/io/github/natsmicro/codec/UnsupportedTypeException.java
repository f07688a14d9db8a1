// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.codec;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Thrown when a codec can not read objects of a type at all, whatever the payload says: no mistake of who sent it. */
public class UnsupportedTypeException extends PayloadCodecException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param format what the codec reads, for example {@code JSON}
     * @param type the type
     * @param cause why, or {@code null}
     */
    public UnsupportedTypeException(String format, Type type, @Nullable Throwable cause) {
        super("No %s can be read as %s.".formatted(format, type.getTypeName()), cause);
    }
}
