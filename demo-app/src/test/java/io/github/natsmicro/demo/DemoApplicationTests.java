// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The demo as its users see it: through NATS and through HTTP. */
@DemoTest
class DemoApplicationTests {

    private final ObjectMapper json = new ObjectMapper();
    private final Connection nats = DemoTest.Server.NATS.connect();

    @LocalServerPort
    private int port;

    @AfterEach
    void close() throws InterruptedException {
        nats.close();
    }

    @Test
    void theServiceIsDescribedInTheDiscoveryDocument() throws Exception {
        JsonNode info = discover("$SRV.INFO.demo-service");

        assertThat(info.path("version").asText()).isEqualTo("1.0.0");
        assertThat(info.path("description").asText()).isEqualTo("Demo service");
        assertThat(info.path("endpoints"))
                .singleElement()
                .hasToString("{\"name\":\"echo\",\"subject\":\"demo.echo\",\"queue_group\":\"q\",\"metadata\":{}}");
    }

    @Test
    void theEchoIsTheBytesThatItGotWithoutHeaders() throws Exception {
        byte[] bytes = {0, 1, -1, 'a', '\n', -128};

        Message reply = request("demo.echo", bytes);

        assertThat(reply.getData()).isEqualTo(bytes);
        assertThat(reply.hasHeaders()).isFalse();
    }

    @Test
    void theEchoOfNothingIsNothing() throws Exception {
        assertThat(request("demo.echo", new byte[0]).getData()).isEmpty();
    }

    @Test
    void theActuatorShowsTheDocumentOfTheStatsSubject() throws Exception {
        request("demo.echo", "counted".getBytes(StandardCharsets.UTF_8));

        await().untilAsserted(() -> {
            JsonNode stats = discover("$SRV.STATS.demo-service");
            assertThat(stats.at("/endpoints/0/num_requests").asLong()).isPositive();
            assertThat(get("/actuator/natsmicro").path("services"))
                    .contains(stats)
                    .hasSize(2);
            assertThat(get("/actuator/natsmicro/demo-service").path("services")).containsExactly(stats);
            assertThat(get("/actuator/natsmicro/" + stats.path("id").asText()).path("services"))
                    .containsExactly(stats);
        });
    }

    @Test
    void theActuatorKnowsNoOtherService() throws Exception {
        assertThat(response("/actuator/natsmicro/another").statusCode()).isEqualTo(404);
    }

    private Message request(String subject, byte[] data) throws InterruptedException {
        Message reply = nats.request(subject, data, Duration.ofSeconds(5));
        assertThat(reply).as("reply on " + subject).isNotNull();
        return Objects.requireNonNull(reply);
    }

    private JsonNode discover(String subject) throws Exception {
        return json.readTree(request(subject, new byte[0]).getData());
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return json.readTree(response(path).body());
    }

    private HttpResponse<String> response(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
