// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.Request;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.handler.annotation.Payload;

class PayloadArgumentTests {

    private static NatsContext nats;

    record Order(String item, int quantity) {}

    static class Endpoints {

        @NatsEndpoint
        byte[] bytes(byte[] payload) {
            return payload;
        }

        @NatsEndpoint
        String lengthOfBytes(byte[] payload) {
            return "length " + payload.length;
        }

        @NatsEndpoint
        String text(String payload) {
            return "got [" + payload + "]";
        }

        @NatsEndpoint
        String request(Request request) {
            return request.subject() + " " + new String(request.data(), StandardCharsets.UTF_8);
        }

        @NatsEndpoint
        String requestAndPayload(Request request, String payload) {
            return request.subject() + " " + payload;
        }

        @NatsEndpoint
        String springMessage(org.springframework.messaging.Message<byte[]> message) {
            return new String(message.getPayload(), StandardCharsets.UTF_8);
        }

        @NatsEndpoint
        String springMessageOfText(org.springframework.messaging.Message<String> message) {
            return message.getPayload();
        }

        @NatsEndpoint
        String springMessageOfObject(org.springframework.messaging.Message<Order> message) {
            return message.getPayload().item();
        }

        @NatsEndpoint
        String springMessageOfList(org.springframework.messaging.Message<List<Order>> message) {
            return message.getPayload().get(0).item();
        }

        @NatsEndpoint
        String optional(@Payload(required = false) @Nullable Order order) {
            return order == null ? "no order" : order.item();
        }

        @NatsEndpoint
        String annotated(@Payload String payload) {
            return payload;
        }

        @NatsEndpoint
        String object(Order order) {
            return order.quantity() + " of " + order.item();
        }

        @NatsEndpoint
        String list(List<Order> orders) {
            return orders.stream().mapToInt(Order::quantity).sum() + " in all";
        }

        @NatsEndpoint
        String nothing() {
            return "no argument";
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

    @Test
    void bytesArriveUntouched() {
        byte[] payload = {0, -1, 13, 10, 127, -128};
        assertThat(nats.request("bytes", payload).getData()).isEqualTo(payload);
    }

    @Test
    void textArrivesAsUtf8() {
        assertThat(nats.reply("text", "Grüße \u20ac")).isEqualTo("got [Grüße \u20ac]");
    }

    @Test
    void textThatLooksLikeJsonIsNotRead() {
        assertThat(nats.reply("text", "\"quoted\"")).isEqualTo("got [\"quoted\"]");
    }

    @Test
    void theRequestItselfCanBeAsked() {
        assertThat(nats.reply("request", "data")).isEqualTo("request data");
    }

    @Test
    void theRequestGoesTogetherWithThePayload() {
        assertThat(nats.reply("requestAndPayload", "data")).isEqualTo("requestAndPayload data");
    }

    @Test
    void aMessageOfSpringIsFilled() {
        assertThat(nats.reply("springMessage", "data")).isEqualTo("data");
    }

    @Test
    void aMessageOfSpringMayHaveText() {
        assertThat(nats.reply("springMessageOfText", "data")).isEqualTo("data");
    }

    @Test
    void aMessageOfSpringMayHaveAnObject() {
        assertThat(nats.reply("springMessageOfObject", "{\"item\":\"tea\",\"quantity\":3}"))
                .isEqualTo("tea");
    }

    @Test
    void aMessageOfSpringMayHaveAList() {
        assertThat(nats.reply("springMessageOfList", "[{\"item\":\"tea\",\"quantity\":3}]"))
                .isEqualTo("tea");
    }

    @Test
    void anOptionalPayloadThatIsThereIsRead() {
        assertThat(nats.reply("optional", "{\"item\":\"tea\",\"quantity\":3}")).isEqualTo("tea");
    }

    @Test
    void anOptionalPayloadThatIsEmptyIsNull() {
        assertThat(nats.reply("optional", "")).isEqualTo("no order");
    }

    @Test
    void theAnnotationPayloadMayStandThere() {
        assertThat(nats.reply("annotated", "data")).isEqualTo("data");
    }

    @Test
    void anObjectIsReadFromJson() {
        assertThat(nats.reply("object", "{\"item\":\"tea\",\"quantity\":3}")).isEqualTo("3 of tea");
    }

    @Test
    void genericsOfAParameterAreHonoured() {
        String json = "[{\"item\":\"tea\",\"quantity\":3},{\"item\":\"rice\",\"quantity\":4}]";
        assertThat(nats.reply("list", json)).isEqualTo("7 in all");
    }

    @Test
    void aMethodWithoutParametersIgnoresThePayload() {
        assertThat(nats.reply("nothing", "ignored")).isEqualTo("no argument");
    }

    @Test
    void anEmptyPayloadIsNoBytes() {
        assertThat(nats.reply("lengthOfBytes", "")).isEqualTo("length 0");
    }

    @Test
    void anEmptyPayloadIsAnEmptyText() {
        assertThat(nats.reply("text", "")).isEqualTo("got []");
    }

    @Test
    void invalidJsonIsTheCallersMistake() {
        Message reply = nats.request("object", "{\"item\":");
        assertThat(NatsContext.error(reply))
                .isEqualTo("400:The request can not be read: the payload is missing or not valid");
    }

    @Test
    void jsonOfAnotherTypeIsTheCallersMistake() {
        assertThat(NatsContext.error(nats.request("object", "[1,2]"))).startsWith("400:");
    }

    @Test
    void anEmptyPayloadForAnObjectIsTheCallersMistake() {
        assertThat(NatsContext.error(nats.request("object", ""))).startsWith("400:");
    }

    @Test
    void jsonNullForAnObjectIsTheCallersMistake() {
        assertThat(NatsContext.error(nats.request("object", "null"))).startsWith("400:");
    }

    @Test
    void anErrorReplyForInvalidJsonHasNoBody() {
        assertThat(nats.request("object", "{").getData()).isEmpty();
    }
}
