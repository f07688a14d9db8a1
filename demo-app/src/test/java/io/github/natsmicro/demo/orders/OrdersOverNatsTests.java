// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.natsmicro.demo.DemoTest;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service {@code orders} as any NATS client sees it. */
@DemoTest
class OrdersOverNatsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ObjectMapper json = new ObjectMapper();
    private final Connection nats = DemoTest.Server.NATS.connect();

    @AfterEach
    void close() throws InterruptedException {
        nats.close();
    }

    private Message request(String subject, byte[] body) throws InterruptedException {
        return Objects.requireNonNull(nats.request(subject, body, PATIENCE), "no reply on " + subject);
    }

    private Message request(String subject, String body) throws InterruptedException {
        return request(subject, body.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode good(String subject, String body) throws InterruptedException, IOException {
        Message reply = request(subject, body);
        assertThat(reply.hasHeaders()).as("headers").isFalse();
        return json.readTree(reply.getData());
    }

    private static String code(Message reply) {
        return reply.hasHeaders() ? String.valueOf(reply.getHeaders().getFirst("Nats-Service-Error-Code")) : "";
    }

    @Test
    void anOrderIsTakenAndToldAgain() throws Exception {
        JsonNode taken = good("orders.create", "{\"sku\":\"tea\",\"quantity\":3}");

        assertThat(taken.fieldNames()).toIterable().containsExactlyInAnyOrder("id", "sku", "quantity");
        assertThat(taken.path("sku").asText()).isEqualTo("tea");
        assertThat(taken.path("quantity").asInt()).isEqualTo(3);
        assertThat(taken.path("id").isTextual()).isTrue();
        assertThat(taken.path("id").asText()).matches("[A-Za-z0-9_-]+");
        assertThat(good("orders.get." + taken.path("id").asText(), "")).isEqualTo(taken);
    }

    @Test
    void anOrderThatIsNotKnownIsNotFound() throws Exception {
        Message reply = request("orders.get.nothing", "");
        assertThat(code(reply)).isEqualTo("404");
        assertThat(reply.getHeaders().getFirst("Nats-Service-Error")).isEqualTo("No such order");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    void theBoundsOfTheQuantityAreAllowed(int quantity) throws Exception {
        assertThat(good("orders.create", "{\"sku\":\"tea\",\"quantity\":%d}".formatted(quantity))
                        .path("quantity")
                        .asInt())
                .isEqualTo(quantity);
    }

    @Test
    void fieldsThatAreNotKnownAreIgnored() throws Exception {
        assertThat(good("orders.create", "{\"sku\":\"tea\",\"quantity\":3,\"colour\":{\"deep\":[1]}}")
                        .has("colour"))
                .isFalse();
    }

    static Stream<byte[]> refused() {
        return Stream.concat(
                Stream.of(
                                "",
                                "{",
                                "{\"sku\":\"tea\",\"quantity\":3",
                                "{\"sku\":\"tea\",\"quantity\":3} and more",
                                "no json",
                                "null",
                                "[]",
                                "[{\"sku\":\"tea\",\"quantity\":3}]",
                                "\"tea\"",
                                "3",
                                "{}",
                                "{\"sku\":\"tea\"}",
                                "{\"quantity\":3}",
                                "{\"sku\":null,\"quantity\":3}",
                                "{\"sku\":\"tea\",\"quantity\":null}",
                                "{\"sku\":\"\",\"quantity\":3}",
                                "{\"sku\":\" \\t \",\"quantity\":3}",
                                "{\"sku\":5,\"quantity\":3}",
                                "{\"sku\":true,\"quantity\":3}",
                                "{\"sku\":{},\"quantity\":3}",
                                "{\"sku\":[\"tea\"],\"quantity\":3}",
                                "{\"sku\":\"tea\",\"quantity\":\"three\"}",
                                "{\"sku\":\"tea\",\"quantity\":\"3\"}",
                                "{\"sku\":\"tea\",\"quantity\":\"\"}",
                                "{\"sku\":\"tea\",\"quantity\":1.5}",
                                "{\"sku\":\"tea\",\"quantity\":true}",
                                "{\"sku\":\"tea\",\"quantity\":{}}",
                                "{\"sku\":\"tea\",\"quantity\":[3]}",
                                "{\"sku\":\"tea\",\"quantity\":0}",
                                "{\"sku\":\"tea\",\"quantity\":-1}",
                                "{\"sku\":\"tea\",\"quantity\":1001}",
                                "{\"sku\":\"tea\",\"quantity\":99999999999999999999}",
                                "{\"sku\":\"tea\",\"quantity\":1e400}",
                                "{\"sku\":\"tea\",\"quantity\":" + "9".repeat(5_000) + "}",
                                "[".repeat(100_000),
                                "{\"a\":".repeat(50_000))
                        .map(text -> text.getBytes(StandardCharsets.UTF_8)),
                Stream.of(new byte[] {0, -1, -2, 127}, new byte[] {-17, -69, -65}, new byte[1000]));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsNoOrderIsABadRequestThatTellsNothingOfTheInside(byte[] body) throws Exception {
        for (String subject : List.of("orders.create", "orders.quote")) {
            Message reply = request(subject, body);
            assertThat(code(reply)).isEqualTo("400");
            String told = reply.getHeaders().getFirst("Nats-Service-Error")
                    + new String(reply.getData(), StandardCharsets.UTF_8);
            assertThat(told.toLowerCase(Locale.ROOT))
                    .doesNotContain("java", "exception", "jackson", "hibernate", "jakarta", "natsmicro", "spring")
                    .doesNotContain("neworder", "deserial", "unexpected", "source:", "\tat ", "$");
        }
    }

    @Test
    void aRefusalNamesEachFieldAndItsProblem() throws Exception {
        Message reply = request("orders.create", "{\"sku\":\" \",\"quantity\":1001}");
        JsonNode body = json.readTree(reply.getData());
        assertThat(body.path("errors"))
                .extracting(error -> error.path("field").asText() + " "
                        + error.path("message").asText())
                .containsExactlyInAnyOrder("sku must name an article", "quantity must be at most 1000");
    }

    @Test
    void allOrdersAreToldAsTheyWereTaken() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(good("orders.create", "{\"sku\":\"rice\",\"quantity\":%d}".formatted(i + 1))
                    .path("id")
                    .asText());
        }
        List<String> told = new ArrayList<>();
        String inbox = nats.createInbox();
        Subscription replies = nats.subscribe(inbox);
        nats.publish("orders.export", inbox, new byte[0]);
        for (Message next = replies.nextMessage(PATIENCE);
                Objects.requireNonNull(next).getData().length > 0;
                next = replies.nextMessage(PATIENCE)) {
            assertThat(next.hasHeaders()).isFalse();
            told.add(json.readTree(next.getData()).path("id").asText());
        }
        assertThat(told).containsSubsequence(ids).doesNotHaveDuplicates();
    }

    @Test
    void aQuoteComesLater() throws Exception {
        JsonNode quote = good("orders.quote", "{\"sku\":\"tea\",\"quantity\":4}");
        assertThat(quote.fieldNames()).toIterable().containsExactlyInAnyOrder("sku", "quantity", "price");
        assertThat(quote.path("price").isNumber()).isTrue();
        assertThat(quote.path("price").decimalValue()).isEqualByComparingTo("10");
    }

    @Test
    void theServiceIsDescribed() throws Exception {
        JsonNode info = json.readTree(request("$SRV.INFO.orders", "").getData());
        assertThat(info.path("endpoints"))
                .extracting(endpoint -> endpoint.path("name").asText() + " "
                        + endpoint.path("subject").asText())
                .containsExactlyInAnyOrder(
                        "create orders.create", "get orders.get.*", "export orders.export", "quote orders.quote");
    }
}
