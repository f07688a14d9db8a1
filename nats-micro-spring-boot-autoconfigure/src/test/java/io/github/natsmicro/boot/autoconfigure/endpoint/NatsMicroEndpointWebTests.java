// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

class NatsMicroEndpointWebTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ConfigurableApplicationContext context;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @NatsEndpoint
        String sell() {
            return "sold";
        }
    }

    @BeforeAll
    static void start() {
        context = SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--nats.servers=" + NatsServer.shared().url(),
                "--nats.micro.name=web-shop",
                "--management.endpoints.web.exposure.include=natsmicro");
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    private static HttpResponse<String> send(String method, String path) throws Exception {
        URI uri = URI.create(
                "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/actuator" + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(20))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode stats() throws Exception {
        return JSON.readTree(context.getBean(Connection.class)
                .request("$SRV.STATS.web-shop", new byte[0])
                .get(10, TimeUnit.SECONDS)
                .getData());
    }

    @Test
    void allServicesAreShown() throws Exception {
        HttpResponse<String> response = send("GET", "/natsmicro");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(response.body()))
                .isEqualTo(JSON.createObjectNode()
                        .set("services", JSON.createArrayNode().add(stats())));
    }

    @Test
    void aServiceIsShownByItsName() throws Exception {
        assertThat(JSON.readTree(send("GET", "/natsmicro/web-shop").body()).at("/services/0"))
                .isEqualTo(stats());
    }

    @Test
    void aServiceIsShownByItsId() throws Exception {
        String id = stats().get("id").textValue();
        assertThat(JSON.readTree(send("GET", "/natsmicro/" + id).body()).at("/services/0"))
                .isEqualTo(stats());
    }

    @Test
    void anUnknownServiceIsNotFound() throws Exception {
        assertThat(send("GET", "/natsmicro/unknown").statusCode()).isEqualTo(404);
    }

    @Test
    void nothingCanBeWritten() throws Exception {
        assertThat(send("POST", "/natsmicro").statusCode()).isEqualTo(405);
        assertThat(send("DELETE", "/natsmicro/web-shop").statusCode()).isEqualTo(405);
        String id = stats().get("id").textValue();
        assertThat(send("POST", "/natsmicro/" + id + "/sell").statusCode()).isEqualTo(404);
    }
}
