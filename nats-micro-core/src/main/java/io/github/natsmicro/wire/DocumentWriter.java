// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;

/** Writes the documents of ADR-32 with a JSON mapper of its own, so that no setting of an application changes them. */
public final class DocumentWriter {

    private final JsonMapper mapper = JsonMapper.builder()
            .addModule(new SimpleModule().addSerializer(Instant.class, new InstantSerializer()))
            .build();

    /** Creates a writer. It is safe for use by several threads. */
    public DocumentWriter() {}

    /**
     * Writes a document as it goes over the wire.
     *
     * @param document a {@link PingResponse}, {@link InfoResponse} or {@link StatsResponse}
     * @return the JSON in UTF-8
     */
    public byte[] write(Record document) {
        try {
            return mapper.writeValueAsBytes(document);
        } catch (JsonProcessingException ex) {
            throw new UncheckedIOException(
                    "The document " + document.getClass().getSimpleName() + " could not be written as JSON.", ex);
        }
    }

    /**
     * The same document as a tree of maps, lists, texts, numbers and booleans, for those who show it elsewhere.
     *
     * @param document a {@link PingResponse}, {@link InfoResponse} or {@link StatsResponse}
     * @return the fields in the order and with the names that they have on the wire
     */
    public Map<String, Object> toMap(Record document) {
        return mapper.convertValue(document, new TypeReference<>() {});
    }

    /** ADR-32 wants RFC 3339 in UTC; {@link Instant#toString()} is just that. */
    private static final class InstantSerializer extends StdSerializer<Instant> {

        private static final long serialVersionUID = 1L;

        InstantSerializer() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(value.toString());
        }
    }
}
