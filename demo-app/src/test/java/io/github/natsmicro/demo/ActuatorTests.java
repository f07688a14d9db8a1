// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What an operator sees of the demo over HTTP. */
@DemoTest
class ActuatorTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    @LocalServerPort
    private int port;

    private HttpResponse<String> send(String method, String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/" + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode get(String path) throws Exception {
        HttpResponse<String> response = send("GET", path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    @Test
    void healthTellsOfTheConnectionAndBothServices() throws Exception {
        JsonNode nats = get("health").at("/components/nats");

        assertThat(nats.path("status").asText()).isEqualTo("UP");
        assertThat(nats.at("/details/server").asText()).isEqualTo(DemoTest.Server.NATS.url());
        assertThat(nats.at("/details/services").findValuesAsText("name"))
                .containsExactlyInAnyOrder("demo-service", "orders");
    }

    @Test
    void metricsAreThere() throws Exception {
        assertThat(get("metrics").path("names").isEmpty()).isFalse();
    }

    @Test
    void servicesAreShownHereAndInTheFleetAndCannotBeChanged() throws Exception {
        assertThat(get("natsmicro").path("services").size()).isEqualTo(2);
        assertThat(get("natsmicro/orders").at("/services/0/name").asText()).isEqualTo("orders");
        assertThat(get("natsmicro?scope=fleet").path("services").size()).isGreaterThanOrEqualTo(2);
        String id = get("natsmicro/orders").at("/services/0/id").asText();
        assertThat(send("POST", "natsmicro/" + id + "/create").statusCode()).isEqualTo(404);
    }
}
