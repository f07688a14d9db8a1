// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.codec;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.exc.InvalidDefinitionException;

/** JSON by a mapper of Jackson 3, which is optional on the class path. */
public final class Jackson3PayloadCodec implements PayloadCodec {

    private final ObjectMapper mapper;
    private final String description;

    /**
     * Creates a codec.
     *
     * @param mapper the mapper, with its settings as they are
     * @param description how to call it in a log, for example whose mapper it is
     */
    public Jackson3PayloadCodec(ObjectMapper mapper, String description) {
        this.mapper = mapper;
        this.description = description;
    }

    @Override
    public byte[] encode(@Nullable Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JacksonException ex) {
            throw PayloadCodecException.notWritten("JSON", value, ex);
        }
    }

    @Override
    public @Nullable Object decode(byte[] data, Type type) {
        try {
            return mapper.readValue(data, mapper.constructType(type));
        } catch (InvalidDefinitionException ex) {
            throw new UnsupportedTypeException("JSON", type, ex);
        } catch (JacksonException ex) {
            throw PayloadCodecException.notRead("JSON", type, field(ex), ex);
        }
    }

    private static String field(JacksonException exception) {
        FieldPath path = new FieldPath();
        exception.getPath().forEach(step -> path.add(step.getPropertyName(), step.getIndex()));
        return path.toString();
    }

    @Override
    public String toString() {
        return description;
    }
}
