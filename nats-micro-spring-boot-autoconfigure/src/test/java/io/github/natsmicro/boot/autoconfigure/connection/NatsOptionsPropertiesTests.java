// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Options;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Each property of the connection reaches its option. */
class NatsOptionsPropertiesTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class))
            .withPropertyValues("nats.servers=" + NatsServer.shared().url());

    private void options(Consumer<Options> assertions, String... properties) {
        this.runner
                .withPropertyValues(properties)
                .run(context ->
                        assertions.accept(context.getBean(Connection.class).getOptions()));
    }

    @Test
    void takesWhatIsSetOfReconnecting() {
        options(
                options -> {
                    assertThat(options.getMaxReconnect()).isEqualTo(7);
                    assertThat(options.getReconnectWait()).isEqualTo(Duration.ofMillis(250));
                    assertThat(options.getReconnectJitter()).isEqualTo(Duration.ofMillis(20));
                    assertThat(options.getReconnectJitterTls()).isEqualTo(Duration.ofMillis(30));
                    assertThat(options.getReconnectBufferSize()).isEqualTo(2 * 1024 * 1024);
                },
                "nats.reconnect.max-attempts=7",
                "nats.reconnect.wait=250ms",
                "nats.reconnect.jitter=20ms",
                "nats.reconnect.jitter-tls=30ms",
                "nats.reconnect.buffer-size=2MB");
    }

    @Test
    void takesWhatIsSetOfTheRest() {
        options(
                options -> {
                    assertThat(options.getConnectionTimeout()).isEqualTo(Duration.ofSeconds(3));
                    assertThat(options.getRequestCleanupInterval()).isEqualTo(Duration.ofSeconds(9));
                    assertThat(options.getPingInterval()).isEqualTo(Duration.ofSeconds(11));
                    assertThat(options.getMaxPingsOut()).isEqualTo(4);
                    assertThat(options.getInboxPrefix()).isEqualTo("_SHOP.");
                    assertThat(options.isNoRandomize()).isTrue();
                    assertThat(options.isIgnoreDiscoveredServers()).isTrue();
                },
                "nats.connection-timeout=3s",
                "nats.request-cleanup-interval=9s",
                "nats.ping.interval=11s",
                "nats.ping.max-outstanding=4",
                "nats.inbox-prefix=_SHOP",
                "nats.no-randomize=true",
                "nats.ignore-discovered-servers=true");
    }

    @Test
    void doesNotHearItselfWithoutEcho() {
        this.runner.withPropertyValues("nats.no-echo=true").run(context -> {
            Connection connection = context.getBean(Connection.class);
            try (Connection other = NatsServer.shared().connect()) {
                Subscription own = connection.subscribe("no-echo");
                connection.flush(Duration.ofSeconds(10));
                connection.publish("no-echo", "own".getBytes(UTF_8));
                connection.flush(Duration.ofSeconds(10));
                other.publish("no-echo", "other".getBytes(UTF_8));
                assertThat(own.nextMessage(Duration.ofSeconds(10)).getData())
                        .asString()
                        .isEqualTo("other");
            }
        });
    }

    @Test
    void usesTheExecutorThatIsNamed() {
        ExecutorService executor = Executors.newCachedThreadPool();
        try {
            this.runner
                    .withBean("natsThreads", ExecutorService.class, () -> executor)
                    .withPropertyValues("nats.executor=natsThreads")
                    .run(context -> assertThat(context.getBean(Connection.class)
                                    .getOptions()
                                    .getExecutor())
                            .isSameAs(executor));
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void anExecutorThatIsNotThereStopsTheStart() {
        this.runner
                .withPropertyValues("nats.executor=natsThreads")
                .run(
                        context -> assertThat(context)
                                .hasFailed()
                                .getFailure()
                                .hasMessageContaining(
                                        "The property nats.executor names the bean \"natsThreads\", which is no ExecutorService of this application."));
    }

    /** jnats loses what it has not sent when it is closed. */
    @Test
    void sendsWhatWasPublishedBeforeItIsClosedWhereItDrains() throws Exception {
        int messages = 2000;
        try (Connection other = NatsServer.shared().connect()) {
            Subscription received = other.subscribe("last-words");
            other.flush(Duration.ofSeconds(10));
            this.runner.withPropertyValues("nats.drain-timeout=10s").run(context -> {
                Connection connection = context.getBean(Connection.class);
                for (int i = 0; i < messages; i++) {
                    connection.publish("last-words", new byte[1000]);
                }
                context.close();
                assertThat(connection.getStatus()).isEqualTo(Connection.Status.CLOSED);
            });
            for (int i = 0; i < messages; i++) {
                assertThat(received.nextMessage(Duration.ofSeconds(10)))
                        .as("message %d", i)
                        .isNotNull();
            }
        }
    }

    @Test
    void reconnectsWithoutJitterToo() throws Exception {
        NatsServer first = NatsServer.start();
        int port = first.port();
        this.runner
                .withPropertyValues(
                        "nats.servers=" + first.url(),
                        "nats.reconnect.wait=10ms",
                        "nats.reconnect.jitter=0",
                        "nats.reconnect.max-attempts=-1")
                .run(context -> {
                    Connection connection = context.getBean(Connection.class);
                    first.close();
                    await().until(() -> connection.getStatus() == Connection.Status.RECONNECTING);
                    try (NatsServer second = NatsServer.start(port)) {
                        await().until(() -> connection.getStatus() == Connection.Status.CONNECTED);
                        context.close();
                        assertThat(second.port()).isEqualTo(port);
                    }
                });
    }
}
