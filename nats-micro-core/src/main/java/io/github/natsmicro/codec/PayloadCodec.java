// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.codec;

import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns objects into the bytes of a payload and back. Bytes and text never come here; they are payloads already. A codec
 * is safe for use by several threads.
 */
public interface PayloadCodec {

    /**
     * Writes an object.
     *
     * @param value the object, or {@code null}
     * @return the bytes
     * @throws PayloadCodecException if the object can not be written
     */
    byte[] encode(@Nullable Object value);

    /**
     * Reads an object.
     *
     * @param data the bytes
     * @param type what to read, generics included
     * @return the object; {@code null} if that is what the bytes say
     * @throws PayloadCodecException if the bytes are not such an object
     */
    @Nullable
    Object decode(byte[] data, Type type);

    /**
     * The content types that the codec reads and writes.
     *
     * @return at least one; the first is the one to declare
     */
    default List<String> contentTypes() {
        return List.of("application/json", "application/*+json");
    }

    /**
     * Whether the codec can read and write a type. One that is for certain types only, and so says no to {@code Object},
     * comes before others for these.
     *
     * @param type the type
     * @return whether it can
     */
    default boolean supports(Type type) {
        return true;
    }
}
