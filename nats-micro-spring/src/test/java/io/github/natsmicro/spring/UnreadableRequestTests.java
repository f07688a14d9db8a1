// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import io.github.natsmicro.Request;
import io.github.natsmicro.codec.DefaultJsonMapper;
import io.github.natsmicro.codec.Jackson2PayloadCodec;
import io.github.natsmicro.codec.Jackson3PayloadCodec;
import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import tools.jackson.databind.json.JsonMapper;

/** A request that can not be read is a {@code 400} that shows where, and nothing of how it was read. */
@ParameterizedClass
@ValueSource(ints = {2, 3})
class UnreadableRequestTests {

    @SuppressWarnings("NullAway.Init") // made before each of the two passes
    private static NatsContext nats;

    enum Size {
        SMALL
    }

    record Item(
            String sku,
            int quantity,
            @Nullable Size size,
            @Nullable UUID key,
            @Nullable Map<String, Item> parts) {

        Item {
            Objects.requireNonNull(sku, "secret sku");
            if (quantity < 0) {
                throw new IllegalArgumentException("secret quantity");
            }
        }
    }

    interface Shape {}

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

        @NatsEndpoint("abstract")
        void unknown(Shape shape) {}

        @NatsEndpoint("abstractByHand")
        void unknownByHand(Request request) {
            request.json(Shape.class);
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

    @Parameter
    int jackson;

    @BeforeParameterizedClassInvocation
    static void start(int jackson) {
        PayloadCodec codec = jackson == 2
                ? new Jackson2PayloadCodec(
                        // As that of Jackson 3 by itself.
                        DefaultJsonMapper.create().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES),
                        "Jackson 2")
                : new Jackson3PayloadCodec(JsonMapper.builder().build(), "Jackson 3");
        nats = NatsContext.start(
                context -> context.registerBean("codec", PayloadCodec.class, () -> codec), Endpoints.class);
    }

    @AfterParameterizedClassInvocation
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
                                "{\"sku\":\"tea\",\"quantity\":1,\"key\":\"tomorrow\"}",
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
        assertThat(NatsContext.text(reply))
                .matches(
                        "|\\{\"errors\":\\[\\{\"field\":\"[A-Za-z0-9.\\[\\]]{1,256}\",\"message\":\"can not be read\",\"code\":\"Unreadable\"}]}");
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
    @CsvSource(
            delimiter = '|',
            value = {
                "item|{\"sku\":\"tea\",\"quantity\":\"many\"}|quantity",
                "item|{\"sku\":\"tea\",\"parts\":{\"leaf\":{\"quantity\":[]}}}|parts.leaf.quantity",
                "item|{\"sku\":\"tea\",\"quantity\":1,\"size\":\"HUGE\"}|size",
                "list|[{\"sku\":\"tea\",\"quantity\":1},{\"sku\":\"tea\",\"quantity\":1,\"key\":\"tomorrow\"}]|[1].key",
                "message|{\"sku\":\"tea\",\"quantity\":{}}|quantity"
            })
    void theFieldIsNamedAsByValidation(String subject, String payload, String field) {
        Message reply = nats.request(subject, payload);

        assertUnreadable(reply, "the payload");
        assertThat(NatsContext.text(reply))
                .isEqualTo(
                        "{\"errors\":[{\"field\":\"%s\",\"message\":\"can not be read\",\"code\":\"Unreadable\"}]}",
                        field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abstract", "abstractByHand"})
    void aTypeThatIsNeverReadIsNoMistakeOfTheCaller(String subject) {
        assertThat(NatsContext.error(nats.request(subject, "{}"))).isEqualTo("500:Internal Server Error");
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
