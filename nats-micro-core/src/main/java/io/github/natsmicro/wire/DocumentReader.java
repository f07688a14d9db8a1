// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the documents of services in any language. What an implementation leaves out, or writes as {@code null}, is read
 * as empty or zero; what nobody could mean as such a document is refused.
 */
public final class DocumentReader {

    private final JsonMapper mapper = JsonMapper.builder().build();

    /** Creates a reader. It is safe for use by several threads. */
    public DocumentReader() {}

    /**
     * Reads the answer to {@code PING}.
     *
     * @param data the JSON
     * @return the document
     * @throws IllegalArgumentException if it is no such document
     */
    public PingResponse ping(byte[] data) {
        JsonNode json = read(data, PingResponse.TYPE);
        return new PingResponse(text(json, "name"), text(json, "id"), text(json, "version"), metadata(json));
    }

    /**
     * Reads the answer to {@code INFO}.
     *
     * @param data the JSON
     * @return the document
     * @throws IllegalArgumentException if it is no such document
     */
    public InfoResponse info(byte[] data) {
        JsonNode json = read(data, InfoResponse.TYPE);
        List<EndpointInfo> endpoints = new ArrayList<>();
        for (JsonNode endpoint : json.path("endpoints")) {
            endpoints.add(new EndpointInfo(
                    text(endpoint, "name"),
                    text(endpoint, "subject"),
                    text(endpoint, "queue_group"),
                    metadata(endpoint)));
        }
        return new InfoResponse(
                text(json, "name"),
                text(json, "id"),
                text(json, "version"),
                metadata(json),
                text(json, "description"),
                endpoints);
    }

    /**
     * Reads the answer to {@code STATS}.
     *
     * @param data the JSON
     * @return the document; the {@code data} of its endpoints are trees of maps, lists, texts, numbers and booleans
     * @throws IllegalArgumentException if it is no such document
     */
    public StatsResponse stats(byte[] data) {
        JsonNode json = read(data, StatsResponse.TYPE);
        List<EndpointStats> endpoints = new ArrayList<>();
        for (JsonNode endpoint : json.path("endpoints")) {
            endpoints.add(new EndpointStats(
                    text(endpoint, "name"),
                    text(endpoint, "subject"),
                    text(endpoint, "queue_group"),
                    endpoint.path("num_requests").asLong(),
                    endpoint.path("num_errors").asLong(),
                    text(endpoint, "last_error"),
                    endpoint.path("processing_time").asLong(),
                    endpoint.path("average_processing_time").asLong(),
                    endpoint.hasNonNull("data") ? mapper.convertValue(endpoint.get("data"), Object.class) : null));
        }
        return new StatsResponse(
                text(json, "name"),
                text(json, "id"),
                text(json, "version"),
                metadata(json),
                instant(text(json, "started")),
                endpoints);
    }

    private JsonNode read(byte[] data, String type) {
        JsonNode json;
        try {
            json = mapper.readTree(data);
        } catch (IOException ex) {
            throw new IllegalArgumentException("The document is not JSON.", ex);
        }
        if (!json.path("type").asText().equals(type)) {
            throw new IllegalArgumentException("The document has the type \"%s\" and not \"%s\"."
                    .formatted(json.path("type").asText(), type));
        }
        if (text(json, "name").isEmpty() || text(json, "id").isEmpty()) {
            throw new IllegalArgumentException("The document does not name a service and its id.");
        }
        return json;
    }

    /** A text, or the text of whatever else stands there, as some wrote an error as an object. */
    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private static Map<String, String> metadata(JsonNode json) {
        Map<String, String> metadata = new LinkedHashMap<>();
        json.path("metadata").properties().forEach(entry -> {
            if (!entry.getKey().isEmpty() && !entry.getValue().isNull()) {
                metadata.put(entry.getKey(), entry.getValue().asText());
            }
        });
        return metadata;
    }

    private static Instant instant(String text) {
        if (text.isEmpty()) {
            return Instant.EPOCH;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException ex) {
            throw new IllegalArgumentException("The time \"%s\" is not one of RFC 3339.".formatted(text), ex);
        }
    }
}
