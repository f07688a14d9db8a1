// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo with bean definitions that were generated when it was built. */
class AheadOfTimeTests {

    private static final String ORDER = "{\"sku\":\"tea\",\"quantity\":3}";

    @TempDir
    private static Path folder;

    private static final NatsServer SERVER = NatsServer.start();

    private static final Connection NATS = SERVER.connect();

    private static DemoProcess demo;

    @BeforeAll
    static void start() {
        demo = DemoProcess.startAheadOfTime(folder, SERVER.url()).awaitStarted();
    }

    @AfterAll
    static void end() throws InterruptedException {
        demo.close();
        NATS.close();
        SERVER.close();
    }

    @Test
    void theDemoSaysThatItWasProcessedAheadOfTime() {
        assertThat(demo.log()).contains("Starting AOT-processed DemoApplication");
    }

    @Test
    void bothServicesAnswer() throws Exception {
        assertThat(request("demo.echo", "hello").getData()).asString().isEqualTo("hello");
        assertThat(request("orders.create", ORDER).getData()).asString().contains("\"sku\":\"tea\"");
    }

    @Test
    void argumentsAreChecked() throws Exception {
        Message reply = request("orders.create", "{\"sku\":\"\",\"quantity\":1001}");

        assertThat(reply.getHeaders().getFirst("Nats-Service-Error-Code")).isEqualTo("400");
        assertThat(reply.getData()).asString().contains("\"field\":\"sku\"", "\"field\":\"quantity\"");
    }

    @Test
    void theDeclaredClientCallsTheService() throws Exception {
        HttpRequest order = HttpRequest.newBuilder(demo.door().resolve("/orders"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(ORDER))
                .build();

        HttpResponse<String> created = HttpClient.newHttpClient().send(order, HttpResponse.BodyHandlers.ofString());

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.body()).contains("\"sku\":\"tea\"");
    }

    @Test
    void theActuatorShowsTheServices() throws Exception {
        HttpRequest page = HttpRequest.newBuilder(demo.door().resolve("/actuator/natsmicro/demo-service"))
                .build();

        assertThat(HttpClient.newHttpClient()
                        .send(page, HttpResponse.BodyHandlers.ofString())
                        .body())
                .contains("\"subject\":\"demo.echo\"");
    }

    private static Message request(String subject, String payload) throws InterruptedException {
        return Objects.requireNonNull(
                NATS.request(subject, payload.getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(5)));
    }
}
