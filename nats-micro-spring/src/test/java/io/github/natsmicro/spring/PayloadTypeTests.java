// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.nats.client.Message;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.handler.annotation.Payload;

/** What a payload becomes for each type of a parameter, an empty one too. */
class PayloadTypeTests {

    private static NatsContext nats;

    record Item(String sku, int quantity) {}

    static class Pojo {
        private String name = "";

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }
    }

    static class Endpoints {

        @NatsEndpoint
        String bytes(byte[] payload) {
            return "bytes " + payload.length;
        }

        @NatsEndpoint
        String text(String payload) {
            return "text [" + payload + "]";
        }

        @NatsEndpoint
        String buffer(ByteBuffer payload) {
            return "buffer " + payload.remaining();
        }

        @NatsEndpoint
        String object(Item payload) {
            return payload.toString();
        }

        @NatsEndpoint
        String pojo(@Payload Pojo payload) {
            return payload.getName();
        }

        @NatsEndpoint
        String list(List<Item> payload) {
            return String.valueOf(payload.get(0).quantity());
        }

        @NatsEndpoint
        String map(Map<String, Item> payload) {
            return String.join(" ", payload.keySet()) + payload.values();
        }

        @NatsEndpoint
        String number(int payload) {
            return "number " + payload;
        }

        @NatsEndpoint
        String optional(Optional<Item> payload) {
            return String.valueOf(payload.map(Item::sku));
        }

        @NatsEndpoint
        String optionalList(Optional<List<Item>> payload) {
            return payload.map(items -> items.get(0).sku()).orElse("nothing");
        }

        @NatsEndpoint
        String nullable(@Nullable Item payload) {
            return String.valueOf(payload);
        }

        @NatsEndpoint
        String notRequired(@Payload(required = false) Item payload) {
            return String.valueOf(payload);
        }

        @NatsEndpoint
        String messageOfObject(org.springframework.messaging.Message<Item> message) {
            return message.getPayload().sku();
        }

        @NatsEndpoint
        String messageOfText(org.springframework.messaging.Message<String> message) {
            return "text [" + message.getPayload() + "]";
        }

        @NatsEndpoint
        String messageOfAnything(org.springframework.messaging.Message<?> message) {
            return message.getPayload().getClass().getSimpleName();
        }

        @NatsEndpoint
        String nothing() {
            return "nothing";
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Endpoints.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes             | abc                                  | bytes 3",
                "text              | abc                                  | text [abc]",
                "buffer            | abc                                  | buffer 3",
                "object            | {\"sku\":\"tea\",\"quantity\":2}     | Item[sku=tea, quantity=2]",
                "pojo              | {\"name\":\"Ada\"}                   | Ada",
                "list              | [{\"sku\":\"tea\",\"quantity\":2}]   | 2",
                "map               | {\"a\":{\"sku\":\"tea\",\"quantity\":2}} | a[Item[sku=tea, quantity=2]]",
                "number            | 42                                   | number 42",
                "optional          | {\"sku\":\"tea\",\"quantity\":2}     | Optional[tea]",
                "optional          | null                                 | Optional.empty",
                "optionalList      | [{\"sku\":\"tea\",\"quantity\":2}]   | tea",
                "nullable          | null                                 | null",
                "notRequired       | {\"sku\":\"tea\",\"quantity\":2}     | Item[sku=tea, quantity=2]",
                "messageOfObject   | {\"sku\":\"tea\",\"quantity\":2}     | tea",
                "messageOfText     | abc                                  | text [abc]",
                "messageOfAnything | abc                                  | byte[]",
                "nothing           | abc                                  | nothing",
            })
    void aPayloadIsReadAsItsParameterIsTyped(String subject, String payload, String expected) {
        assertThat(nats.reply(subject, payload)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes             | bytes 0",
                "text              | text []",
                "buffer            | buffer 0",
                "optional          | Optional.empty",
                "optionalList      | nothing",
                "nullable          | null",
                "notRequired       | null",
                "messageOfText     | text []",
                "messageOfAnything | byte[]",
                "nothing           | nothing",
            })
    void anEmptyPayloadIsWhatTheTypeMakesOfIt(String subject, String expected) {
        assertThat(nats.reply(subject, "")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"object", "pojo", "list", "map", "number", "messageOfObject"})
    void anEmptyPayloadForWhatIsRequiredIsABadRequest(String subject) {
        Message reply = nats.request(subject, "");
        assertThat(NatsContext.error(reply)).startsWith("400:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"object", "pojo", "list", "map", "number", "messageOfObject"})
    void nullForWhatIsRequiredIsABadRequest(String subject) {
        assertThat(NatsContext.error(nats.request(subject, "null"))).startsWith("400:");
    }

    @Test
    void aBufferIsOfTheBytesThatWereSent() {
        assertThat(nats.reply("buffer", "Grüße")).isEqualTo("buffer 7");
    }
}
