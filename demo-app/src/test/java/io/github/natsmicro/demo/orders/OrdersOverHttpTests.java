// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.natsmicro.demo.DemoTest;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.nats.client.Connection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The service {@code orders} through the demo's door for HTTP. */
@DemoTest
class OrdersOverHttpTests {

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private MicroServiceRegistrar registrar;

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(
                to(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void anOrderIsTakenAndToldAgain() throws Exception {
        HttpResponse<String> created = post("/orders", "{\"sku\":\"tea\",\"quantity\":3}");
        assertThat(created.statusCode()).isEqualTo(201);
        JsonNode order = json.readTree(created.body());
        String location = created.headers().firstValue("Location").orElseThrow();
        assertThat(location).isEqualTo("/orders/" + order.path("id").asText());

        HttpResponse<String> told = send(to(location));
        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(json.readTree(told.body())).isEqualTo(order);
    }

    @Test
    void anOrderThatIsNotKnownIsNotFound() throws Exception {
        HttpResponse<String> response = send(to("/orders/nothing"));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json.readTree(response.body()).path("detail").asText()).isEqualTo("No such order");
    }

    @Test
    void whatCanBeNoIdIsNotFoundEither() throws Exception {
        assertThat(send(to("/orders/a.b")).statusCode()).isEqualTo(404);
        assertThat(send(to("/orders/*")).statusCode()).isEqualTo(404);
        assertThat(send(to("/orders/%20")).statusCode()).isEqualTo(404);
    }

    @Test
    void aRefusalOfTheServiceNamesTheFields() throws Exception {
        HttpResponse<String> response = post("/orders", "{\"sku\":\"\",\"quantity\":1001}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json.readTree(response.body()).path("errors"))
                .extracting(error -> error.path("field").asText())
                .containsExactlyInAnyOrder("sku", "quantity");
    }

    @Test
    void aQuoteIsAnsweredWhenItIsThere() throws Exception {
        HttpResponse<String> response = post("/orders/quote", "{\"sku\":\"tea\",\"quantity\":2}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json.readTree(response.body()).path("price").decimalValue()).isEqualByComparingTo("5");
    }

    @Test
    void allOrdersAreServerSentEvents() throws Exception {
        String first = id(post("/orders", "{\"sku\":\"rice\",\"quantity\":1}"));
        String second = id(post("/orders", "{\"sku\":\"rice\",\"quantity\":2}"));

        HttpResponse<Stream<String>> response = http.send(
                to("/orders").header("Accept", "text/event-stream").build(), HttpResponse.BodyHandlers.ofLines());

        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        List<String> ids = response.body()
                .filter(line -> line.startsWith("data:"))
                .map(line -> read(line.substring("data:".length())).path("id").asText())
                .toList();
        assertThat(ids).containsSubsequence(first, second);
    }

    private String id(HttpResponse<String> created) {
        return read(created.body()).path("id").asText();
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (IOException ex) {
            throw new AssertionError(text, ex);
        }
    }

    @Test
    void theDoorIsAClientOfTheServiceLikeAnyOther() throws Exception {
        try (Connection nats = DemoTest.Server.NATS.connect()) {
            long before = requestsToCreate(nats);
            post("/orders", "{\"sku\":\"tea\",\"quantity\":1}");
            org.awaitility.Awaitility.await().until(() -> requestsToCreate(nats) == before + 1);
        }
    }

    private long requestsToCreate(Connection nats) throws InterruptedException {
        byte[] stats = Objects.requireNonNull(nats.request("$SRV.STATS.orders", new byte[0], Duration.ofSeconds(5)))
                .getData();
        for (JsonNode endpoint : read(new String(stats, StandardCharsets.UTF_8)).path("endpoints")) {
            if (endpoint.path("name").asText().equals("create")) {
                return endpoint.path("num_requests").asLong();
            }
        }
        throw new AssertionError("There is no endpoint create.");
    }

    @Test
    void aServiceThatDoesNotRunIsUnavailable() throws Exception {
        registrar.stop();
        try {
            assertThat(post("/orders", "{\"sku\":\"tea\",\"quantity\":1}").statusCode())
                    .isEqualTo(503);
            assertThat(send(to("/orders").header("Accept", "text/event-stream")).statusCode())
                    .isEqualTo(503);
        } finally {
            registrar.start();
        }
    }
}
