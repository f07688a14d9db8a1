// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.Endpoint;
import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.connection.NatsOptionsCustomizer;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A server that refuses an endpoint its subject: the endpoint is marked, the rest goes on, and stopping is not held up. */
class RefusedEndpointTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    static class Endpoints {

        @NatsEndpoint
        String allowed() {
            return "ok";
        }

        @NatsEndpoint
        String forbidden() {
            return "never";
        }
    }

    private NatsServer serverThatRefuses(String subject) throws IOException {
        Path config = directory.resolve("nats.conf");
        Files.writeString(config, """
                authorization {
                  users = [{user: app, password: secret, permissions: {subscribe: {deny: ["%s"]}}}]
                }
                """.formatted(subject));
        return NatsServer.start("-c", config.toString());
    }

    @Test
    void itIsMarkedAndTheListenerOfTheApplicationHearsOfItToo() throws IOException {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        ErrorListener own = new ErrorListener() {
            @Override
            public void errorOccurred(Connection connection, String error) {
                heard.add(error);
            }
        };
        try (NatsServer server = serverThatRefuses("forbidden")) {
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(NatsAutoConfiguration.class, NatsMicroAutoConfiguration.class))
                    .withPropertyValues(
                            "nats.servers=" + server.url(),
                            "nats.username=app",
                            "nats.password=secret",
                            "nats.micro.name=guarded")
                    .withBean(NatsOptionsCustomizer.class, () -> options -> options.errorListener(own))
                    .withBean(Endpoints.class)
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        List<Endpoint> endpoints = context.getBean(MicroServiceRegistrar.class)
                                .services()
                                .get(0)
                                .endpoints();
                        await().atMost(PATIENCE)
                                .untilAsserted(() -> assertThat(endpoints)
                                        .filteredOn(
                                                endpoint -> endpoint.failure().isPresent())
                                        .extracting(Endpoint::name)
                                        .containsExactly("forbidden"));
                        await().atMost(PATIENCE)
                                .until(() -> heard.stream().anyMatch(error -> error.contains("forbidden")));
                        assertThat(context.getBean(Connection.class)
                                        .request("allowed", new byte[0])
                                        .get(10, TimeUnit.SECONDS)
                                        .getData())
                                .isEqualTo("ok".getBytes(UTF_8));
                    });
        }
    }

    @Test
    void aServiceThatWasStoppedWithAnErrorDoesNotHoldUpTheContext() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, NatsMicroAutoConfiguration.class))
                .withPropertyValues("nats.servers=" + NatsServer.shared().url(), "nats.micro.name=failing")
                .run(context -> {
                    MicroServiceRegistrar registrar = context.getBean(MicroServiceRegistrar.class);
                    var stopped = registrar.services().get(0).stop(new IllegalStateException("broken"));
                    await().atMost(PATIENCE).until(stopped::isDone);
                    assertThat(stopped).isCompletedExceptionally();
                    long begin = System.nanoTime();

                    context.close();

                    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENCE);
                    assertThat(registrar.isRunning()).isFalse();
                });
    }
}
