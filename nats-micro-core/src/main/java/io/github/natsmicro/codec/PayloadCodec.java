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
     * The content types that it reads and writes, as {@code Content-Type} and {@code Accept} name them: type and subtype, in
     * lower case, without parameters. The subtype may begin with {@code *}, as in {@code application/*+json}.
     *
     * @return the content types, of which the first has no {@code *}: it is the one to declare for what was written; by
     *     default those of JSON
     */
    default List<String> contentTypes() {
        return List.of("application/json", "application/*+json");
    }

    /**
     * Whether it is made for objects of a type. That a given object can be written is not said by that. A codec for certain
     * types only, which so says no to {@code Object}, comes before others for these where nobody names a content type.
     *
     * @param type the type, generics included
     * @return whether it may be asked to read and write it; by default whatever the type is
     */
    default boolean supports(Type type) {
        return true;
    }
}
