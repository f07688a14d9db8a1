// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads replies as they came over the wire. */
final class Replies {

    static final String ERROR = "Nats-Service-Error";
    static final String ERROR_CODE = "Nats-Service-Error-Code";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Replies() {}

    static String text(Message reply) {
        return new String(reply.getData(), StandardCharsets.UTF_8);
    }

    static JsonNode json(Message reply) {
        try {
            return JSON.readTree(reply.getData());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    static List<String> values(JsonNode array, String field) {
        List<String> values = new ArrayList<>();
        array.forEach(element -> values.add(element.path(field).asText()));
        return values;
    }

    static @Nullable String header(Message reply, String name) {
        Headers headers = reply.getHeaders();
        return headers == null ? null : headers.getLast(name);
    }

    static @Nullable String error(Message reply) {
        return header(reply, ERROR);
    }

    static @Nullable String errorCode(Message reply) {
        return header(reply, ERROR_CODE);
    }

    static void assertError(Message reply, int code, String description) {
        assertThat(reply.isStatusMessage()).as("status instead of a reply").isFalse();
        assertThat(errorCode(reply)).isEqualTo(String.valueOf(code));
        assertThat(error(reply)).isEqualTo(description);
    }

    static void assertNoError(Message reply) {
        assertThat(reply.isStatusMessage()).as("status instead of a reply").isFalse();
        assertThat(error(reply)).isNull();
        assertThat(errorCode(reply)).isNull();
    }

    static void assertNoResponders(Message reply) {
        assertThat(reply.isStatusMessage()).as("status of the server").isTrue();
        assertThat(reply.getStatus().getCode()).isEqualTo(503);
    }

    /** To be called when nothing more can be on its way: a reply that came is in the queue already. */
    static void assertNoMore(Subscription replies) throws InterruptedException {
        assertThat(replies.nextMessage(Duration.ofMillis(20)))
                .as("further reply")
                .isNull();
    }
}
