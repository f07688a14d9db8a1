// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Subscription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The demo on a server that allows it exactly what {@code docs/permissions.conf} does. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@DirtiesContext
class PermissionsTests {

    private static final Path FILE = Path.of("../docs/permissions.conf");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String ORDER = "{\"sku\":\"tea\",\"quantity\":2}";
    private static final NatsServer SERVER = start();

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Connection caller = connect();

    @LocalServerPort
    private int port;

    private static NatsServer start() {
        try {
            Path withPasswords = Files.createTempFile("permissions", ".conf");
            Files.writeString(
                    withPasswords,
                    Files.readString(FILE)
                            .replace("$DEMO_PASSWORD", "\"the demo's\"")
                            .replace("$CALLER_PASSWORD", "\"the caller's\""));
            NatsServer server = NatsServer.start("-m", "-1", "-c", withPasswords.toString());
            Files.delete(withPasswords);
            return server;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("nats.servers", SERVER::url);
        registry.add("nats.username", () -> "demo");
        registry.add("nats.password", () -> "the demo's");
        registry.add("nats.inbox-prefix", () -> "_INBOX_demo");
    }

    private static Connection connect() {
        try {
            return Nats.connect(Options.builder()
                    .server(SERVER.url())
                    .userInfo("caller", "the caller's")
                    .build());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    @BeforeEach
    void nothingIsRefusedAtTheStart() {
        assertThat(SERVER.log()).doesNotContain("Violation");
    }

    @AfterEach
    void nothingIsRefusedSince() throws InterruptedException {
        caller.close();
        assertThat(SERVER.log()).doesNotContain("Violation");
    }

    @AfterAll
    static void end() {
        SERVER.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo-service", "orders"})
    void servicesAreFound(String name) throws Exception {
        for (String verb : List.of("PING", "INFO", "STATS")) {
            String id = json.readTree(request("$SRV." + verb + "." + name, "").getData())
                    .path("id")
                    .asText();
            assertThat(json.readTree(request("$SRV." + verb + "." + name + "." + id, "")
                                    .getData())
                            .path("name")
                            .asText())
                    .isEqualTo(name);
            assertThat(repliesTo("$SRV." + verb, 2)).anyMatch(reply -> reply.contains(id));
        }
    }

    @Test
    void endpointsAnswer() throws Exception {
        assertThat(request("demo.echo", "hello").getData()).isEqualTo("hello".getBytes(UTF_8));
        JsonNode order = json.readTree(request("orders.create", ORDER).getData());
        assertThat(json.readTree(
                        request("orders.get." + order.path("id").asText(), "").getData()))
                .isEqualTo(order);
        assertThat(json.readTree(request("orders.quote", ORDER).getData())
                        .path("price")
                        .asInt())
                .isEqualTo(5);
        assertThat(repliesTo("orders.export", Integer.MAX_VALUE)).anyMatch(order.toString()::equals);
    }

    @Test
    void theDoorForHttpCallsTheService() throws Exception {
        String order = post("/orders");
        assertThat(get("/orders/" + json.readTree(order).path("id").asText())).isEqualTo(order);
        assertThat(post("/orders/quote")).contains("\"price\":5");
        assertThat(get("/orders")).contains(order);
    }

    @Test
    void whatItMayListenToIsWhatItListensTo() throws IOException {
        String text = Files.readString(FILE);
        String subscribe = text.substring(text.indexOf("subscribe:"), text.indexOf("publish:"));
        List<String> allowed = new ArrayList<>();
        for (Matcher entry = Pattern.compile("\"([^\"]+)\"(?=[,\\s])").matcher(subscribe.replaceAll("#.*", ""));
                entry.find(); ) {
            allowed.add(entry.group(1));
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(subscriptions()).containsExactlyInAnyOrderElementsOf(allowed));
    }

    /** Those of the demo, with '*' for ids. */
    private List<String> subscriptions() throws IOException, InterruptedException {
        JsonNode page = json.readTree(http.send(
                        HttpRequest.newBuilder(URI.create(SERVER.monitoring() + "/connz?subs=detail&auth=true"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
        List<String> found = new ArrayList<>();
        for (JsonNode connection : page.path("connections")) {
            if (connection.path("authorized_user").asText().equals("demo")) {
                for (JsonNode subscription : connection.path("subscriptions_list_detail")) {
                    String subject = subscription
                            .path("subject")
                            .asText()
                            .replaceAll("^(\\$SRV\\.[A-Z]+\\.[^.]+)\\..+", "$1.*")
                            .replaceAll("^_INBOX_demo\\..+", "_INBOX_demo.>");
                    String queueGroup = subscription.path("qgroup").asText();
                    found.add(queueGroup.isEmpty() ? subject : subject + " " + queueGroup);
                }
            }
        }
        return found.stream().distinct().toList();
    }

    private Message request(String subject, String data) throws InterruptedException {
        Message reply = caller.request(subject, data.getBytes(UTF_8), PATIENCE);
        assertThat(reply).as("reply on " + subject).isNotNull();
        return Objects.requireNonNull(reply);
    }

    /** A stream ends with an empty one. */
    private List<String> repliesTo(String subject, int most) throws InterruptedException {
        String inbox = caller.createInbox();
        Subscription replies = caller.subscribe(inbox);
        caller.publish(subject, inbox, new byte[0]);
        List<String> texts = new ArrayList<>();
        String text;
        do {
            Message next = replies.nextMessage(PATIENCE);
            assertThat(next).as("reply on " + subject).isNotNull();
            text = new String(Objects.requireNonNull(next).getData(), UTF_8);
            texts.add(text);
        } while (!text.isEmpty() && texts.size() < most);
        replies.unsubscribe();
        return texts;
    }

    private String post(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(ORDER)));
    }

    private String get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isBetween(200, 299);
        return response.body();
    }
}
