// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.natsmicro.testing.NatsServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** What a platform sees over HTTP that asks whether the application lives and is ready. */
class NatsHealthGroupsTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static NatsServer server;
    private static ConfigurableApplicationContext context;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    private record Answer(int code, JsonNode body) {

        String status() {
            return this.body.path("status").asText();
        }
    }

    @BeforeAll
    static void start() {
        server = NatsServer.start();
        context = SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--nats.servers=" + server.url(),
                "--nats.micro.name=shop",
                "--nats.health.timeout=1s",
                "--management.endpoint.health.show-details=always",
                "--management.endpoint.health.probes.enabled=true",
                "--management.endpoint.health.group.readiness.include=readinessState,nats");
    }

    @AfterEach
    void goOn() {
        server.resume();
    }

    @AfterAll
    static void stop() {
        context.close();
        server.close();
    }

    private static Answer get(String path) {
        URI uri = URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port")
                + "/actuator/health" + path);
        try {
            HttpResponse<String> response = HTTP.send(
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException ex) {
            throw new IllegalStateException(ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    @Test
    void theDetailsAreShown() {
        await().atMost(Duration.ofSeconds(10)).until(() -> get("").code() == 200);

        JsonNode nats = get("").body().at("/components/nats");
        assertThat(nats.path("status").asText()).isEqualTo("UP");
        assertThat(nats.at("/details/server").asText()).isEqualTo(server.url());
        assertThat(nats.at("/details/services/0/name").asText()).isEqualTo("shop");
        assertThat(get("/nats").body().at("/details/services/0/state").asText()).isEqualTo("started");
    }

    @Test
    void readinessFollowsTheBrokerAndLivenessDoesNot() {
        await().atMost(Duration.ofSeconds(10)).until(() -> get("/readiness").code() == 200);

        server.pause();

        Answer readiness = get("/readiness");
        assertThat(readiness.code()).isEqualTo(503);
        assertThat(readiness.status()).isEqualTo("DOWN");
        Answer liveness = get("/liveness");
        assertThat(liveness.code()).isEqualTo(200);
        assertThat(liveness.status()).isEqualTo("UP");
        assertThat(liveness.body().at("/components/nats").isMissingNode()).isTrue();
    }
}
