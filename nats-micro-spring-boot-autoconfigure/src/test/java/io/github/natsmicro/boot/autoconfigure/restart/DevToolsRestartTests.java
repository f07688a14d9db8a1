// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restart by DevTools: the same process, with the application's classes loaded anew. */
class DevToolsRestartTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SILENCE = Duration.ofMillis(500);

    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void theServicesOfTheOldContextAreGoneAndThoseOfTheNewAnswer() throws Exception {
        try (NatsServer server = NatsServer.start("-m", "-1");
                Connection nats = server.connect()) {
            Process process = start(server.url());
            try {
                await().atMost(PATIENCE).until(() -> ids(nats).size() == 1);
                String oldId = ids(nats).get(0);
                String oldLoader = ask(nats, "loader");
                assertThat(oldLoader).startsWith("RestartClassLoader");

                ask(nats, "restart");

                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(ids(nats)).hasSize(1).doesNotContain(oldId));
                assertThat(process.isAlive()).isTrue();
                assertThat(ask(nats, "loader")).startsWith("RestartClassLoader").isNotEqualTo(oldLoader);
                assertThat(connections(server))
                        .as("the application's connection and the test's")
                        .isEqualTo(2);
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private Process start(String url) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RestartedApplication.class.getName(),
                        "--nats.servers=" + url,
                        "--nats.micro.name=restarted",
                        "--spring.main.web-application-type=none",
                        "--spring.main.keep-alive=true",
                        "--spring.docker.compose.enabled=false")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("application.log").toFile())
                .start();
    }

    /** The ids of all services that answer. */
    private List<String> ids(Connection nats) throws Exception {
        String inbox = nats.createInbox();
        Subscription replies = nats.subscribe(inbox);
        nats.publish("$SRV.PING", inbox, new byte[0]);
        List<String> ids = new ArrayList<>();
        for (Message reply = replies.nextMessage(SILENCE); reply != null; reply = replies.nextMessage(SILENCE)) {
            if (!reply.isStatusMessage()) {
                ids.add(json.readTree(reply.getData()).path("id").asText());
            }
        }
        replies.unsubscribe();
        return ids;
    }

    private static String ask(Connection nats, String subject) throws InterruptedException {
        Message reply = Objects.requireNonNull(nats.request(subject, new byte[0], Duration.ofSeconds(5)), subject);
        return new String(reply.getData(), StandardCharsets.UTF_8);
    }

    private int connections(NatsServer server) throws IOException {
        try (InputStream page = server.monitoring().resolve("/connz").toURL().openStream()) {
            return json.readTree(page).path("num_connections").asInt();
        }
    }
}
