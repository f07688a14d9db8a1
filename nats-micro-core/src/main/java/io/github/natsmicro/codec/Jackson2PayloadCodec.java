// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import java.io.IOException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** JSON by a mapper of Jackson 2. */
public final class Jackson2PayloadCodec implements PayloadCodec {

    private final ObjectMapper mapper;
    private final String description;

    /**
     * Creates a codec.
     *
     * @param mapper the mapper, with its settings as they are
     * @param description how to call it in a log, for example whose mapper it is
     */
    public Jackson2PayloadCodec(ObjectMapper mapper, String description) {
        this.mapper = mapper;
        this.description = description;
    }

    @Override
    public byte[] encode(@Nullable Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException ex) {
            throw PayloadCodecException.notWritten("JSON", value, ex);
        }
    }

    @Override
    public @Nullable Object decode(byte[] data, Type type) {
        try {
            return mapper.readValue(data, mapper.constructType(type));
        } catch (InvalidDefinitionException ex) {
            throw new UnsupportedTypeException("JSON", type, ex);
        } catch (JsonMappingException ex) {
            throw PayloadCodecException.notRead("JSON", type, field(ex), ex);
        } catch (IOException ex) {
            throw PayloadCodecException.notRead("JSON", type, "", ex);
        }
    }

    private static String field(JsonMappingException exception) {
        FieldPath path = new FieldPath();
        exception.getPath().forEach(step -> path.add(step.getFieldName(), step.getIndex()));
        return path.toString();
    }

    @Override
    public String toString() {
        return description;
    }
}
