// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.Request;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;

/** A request that can not be read is a {@code 400} that shows nothing of how it was read. */
class UnreadableRequestTests {

    private static NatsContext nats;

    enum Size {
        SMALL
    }

    record Item(
            String sku,
            int quantity,
            @Nullable Size size,
            @Nullable LocalDate date,
            @Nullable Map<String, Item> parts) {

        Item {
            Objects.requireNonNull(sku, "secret sku");
            if (quantity < 0) {
                throw new IllegalArgumentException("secret quantity");
            }
        }
    }

    static class Endpoints {

        @NatsEndpoint
        String item(Item item) {
            return item.sku();
        }

        @NatsEndpoint
        String list(List<Item> items) {
            return items.get(0).sku();
        }

        @NatsEndpoint
        String payload(@Payload Item item) {
            return item.sku();
        }

        @NatsEndpoint
        String message(org.springframework.messaging.Message<Item> message) {
            return message.getPayload().sku();
        }

        @NatsEndpoint
        String number(int number) {
            return "number " + number;
        }

        @NatsEndpoint
        @Nullable
        Item byHand(Request request) {
            return request.json(Item.class);
        }

        @NatsEndpoint("variable.{id}")
        String variable(@DestinationVariable Size id) {
            return id.name();
        }

        @NatsEndpoint
        String header(@Header("X-Size") int size) {
            return "size " + size;
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

    static Stream<byte[]> payloads() {
        return Stream.concat(
                Stream.of(new byte[] {0, -1, 13, 10, 127, -128}, new byte[] {(byte) 0xC3, 0x28}),
                Stream.of(
                                "{\"sku\":",
                                "{\"sku\":\"tea\",\"quantity\":1",
                                "no json",
                                "\"text\"",
                                "7x",
                                "[1,2]",
                                "[{\"sku\":1,}]",
                                "{\"sku\":{\"a\":1},\"quantity\":1}",
                                "{\"sku\":\"tea\",\"quantity\":\"many\"}",
                                "{\"sku\":\"tea\",\"quantity\":12345678901234567890}",
                                "{\"sku\":\"tea\",\"quantity\":1,\"size\":\"HUGE\"}",
                                "{\"sku\":\"tea\",\"quantity\":1,\"date\":\"tomorrow\"}",
                                "{\"quantity\":1}",
                                "{\"sku\":\"tea\",\"quantity\":-1}",
                                "{\"sku\":\"tea\",\"quantity\":1,\"parts\":" + "{\"a\":".repeat(3000),
                                "[".repeat(100_000),
                                "<item/>",
                                "null",
                                "",
                                " ")
                        .map(text -> text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertSaysNothing(Message reply, String description) {
        assertThat(NatsContext.error(reply)).isEqualTo("400:" + description);
        assertThat(reply.getData()).isEmpty();
        assertThat(reply.getHeaders().keySet()).containsExactlyInAnyOrder(NatsContext.ERROR, NatsContext.ERROR_CODE);
    }

    private static void assertUnreadable(Message reply, String name) {
        assertSaysNothing(reply, "The request can not be read: " + name + " is missing or not valid");
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void aPayloadIsRefusedWithoutDetails(byte[] payload) {
        assertUnreadable(nats.request("item", payload), "the payload");
        assertUnreadable(nats.request("payload", payload), "the payload");
        assertUnreadable(nats.request("message", payload), "the payload");
        assertUnreadable(nats.request("number", payload), "the payload");
        assertUnreadable(nats.request("list", payload), "the payload");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "no json", "[1,2]", ""})
    void aPayloadThatAMethodReadsItselfIsRefusedWithoutDetails(String payload) {
        assertSaysNothing(nats.request("byHand", payload), "The payload could not be read");
    }

    @Test
    void aVariableIsRefusedWithoutDetails() {
        assertUnreadable(nats.request("variable.HUGE", ""), "id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "99999999999"})
    void aHeaderIsRefusedWithoutDetails(String value) throws Exception {
        Message reply = nats.client()
                .request("header", new Headers().put("X-Size", value), new byte[0])
                .get(10, TimeUnit.SECONDS);
        assertUnreadable(reply, "X-Size");
        assertUnreadable(nats.request("header", ""), "X-Size");
    }
}
