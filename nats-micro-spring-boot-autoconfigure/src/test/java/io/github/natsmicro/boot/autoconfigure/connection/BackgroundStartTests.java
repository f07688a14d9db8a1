// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.ReconnectDelayHandler;
import io.nats.client.Subscription;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** The application starts without a broker, and has a connection when there is one. */
@ExtendWith(OutputCaptureExtension.class)
class BackgroundStartTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ReconnectDelayHandler SOON = attempt -> Duration.ofMillis(20);

    private static ApplicationContextRunner runner(int port, String... properties) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class))
                .withPropertyValues("nats.startup=background", "nats.servers=nats://127.0.0.1:" + port)
                .withPropertyValues(properties);
    }

    private static ApplicationContextRunner impatient(int port, String... properties) {
        return runner(port, properties)
                .withBean(NatsOptionsCustomizer.class, () -> options -> options.reconnectDelayHandler(SOON));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static CompletableFuture<Connection> there(Connection connection) {
        return ((NatsConnectionReadiness) connection).whenConnected().toCompletableFuture();
    }

    @Test
    void startsWithoutServerAndRefusesWithASentence() {
        runner(1).run(context -> {
            assertThat(context).hasNotFailed();
            Connection connection = context.getBean(Connection.class);
            await().atMost(PATIENCE).until(() -> connection.getLastError() != null);
            assertThatIllegalStateException()
                    .isThrownBy(() -> connection.publish("orders", new byte[0]))
                    .withMessage("There is no connection to the NATS server at nats://127.0.0.1:1 yet; it is being made"
                            + " in the background. No NATS server answers at nats://127.0.0.1:1.");
        });
    }

    @Test
    void saysWhatCanBeSaidWithoutAConnection() {
        runner(1, "nats.connection-name=early").run(context -> {
            Connection connection = context.getBean(Connection.class);
            assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTING);
            assertThat(connection.getOptions().getConnectionName()).isEqualTo("early");
            assertThat(connection.getConnectedUrl()).isNull();
            assertThat(connection.getStatistics().getOutMsgs()).isZero();
            assertThat(connection.outgoingPendingMessageCount()).isZero();
            assertThat(connection).hasToString("NATS connection to nats://127.0.0.1:1, not yet made");
            assertThat(Set.of(connection)).contains(connection);
            assertThat(((NatsConnectionReadiness) connection).isConnected()).isFalse();
        });
    }

    @Test
    void becomesAConnectionWhenThereIsAServer() throws IOException {
        int port = freePort();
        Queue<Events> heard = new ConcurrentLinkedQueue<>();
        ConnectionListener bean = (connection, event) -> heard.add(event);
        impatient(port).withBean(ConnectionListener.class, () -> bean).run(context -> {
            Connection connection = context.getBean(Connection.class);
            await().atMost(PATIENCE).until(() -> connection.getLastError() != null);
            CompletableFuture<Connection> there = there(connection);
            assertThat(there).isNotDone();
            Queue<Events> added = new ConcurrentLinkedQueue<>();
            ConnectionListener removed = (source, event) -> added.add(Events.LAME_DUCK);
            connection.addConnectionListener((source, event) -> added.add(event));
            connection.addConnectionListener(removed);
            connection.removeConnectionListener(removed);

            try (NatsServer server = NatsServer.start(port)) {
                await().atMost(PATIENCE).until(there::isDone);

                assertThat(there.join().getStatus()).isEqualTo(Connection.Status.CONNECTED);
                assertThat(connection.getConnectedUrl()).isEqualTo(server.url());
                assertThat(connection.equals(there.join())).isTrue();
                assertThat(((NatsConnectionReadiness) connection).isConnected()).isTrue();
                Subscription subscription = connection.subscribe("orders");
                connection.publish("orders", "42".getBytes(UTF_8));
                assertThat(subscription.nextMessage(PATIENCE).getData()).isEqualTo("42".getBytes(UTF_8));
                // Of the attempts before it nothing was heard.
                await().atMost(PATIENCE).until(() -> !heard.isEmpty());
                assertThat(heard).containsExactly(Events.CONNECTED);
                context.close();
                assertThat(there.join().getStatus()).isEqualTo(Connection.Status.CLOSED);
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(added).contains(Events.CLOSED).doesNotContain(Events.LAME_DUCK));
            }
        });
    }

    @Test
    void triesUntilTheServerKnowsItsCredentials(CapturedOutput output) throws IOException {
        int port = freePort();
        impatient(port, "nats.username=shop", "nats.password=n3w").run(context -> {
            Connection connection = context.getBean(Connection.class);
            CompletableFuture<Connection> there = there(connection);
            try (NatsServer server = NatsServer.start(port, "--user", "shop", "--pass", "old")) {
                String sentence = "The NATS server at " + server.url() + " refused the credentials of the application.";
                await().atMost(PATIENCE).until(() -> sentence.equals(connection.getLastError()));
                await().atMost(PATIENCE)
                        .until(() -> output.getAll()
                                .contains(sentence + " The application goes on trying in the background."));
            }
            assertThat(there).isNotDone();
            try (NatsServer server = NatsServer.start(port, "--user", "shop", "--pass", "n3w")) {
                await().atMost(PATIENCE).until(there::isDone);
                assertThat(connection.getConnectedUrl()).isEqualTo(server.url());
                context.close();
            }
            assertThat(output).doesNotContain("n3w");
        });
    }

    @Test
    void saysTheSameTroubleOnce(CapturedOutput output) {
        Queue<Long> attempts = new ConcurrentLinkedQueue<>();
        runner(1)
                .withBean(
                        NatsOptionsCustomizer.class,
                        () -> options -> options.reconnectDelayHandler(attempt -> {
                            attempts.add(attempt);
                            return Duration.ofMillis(1);
                        }))
                .run(context -> {
                    await().atMost(PATIENCE).until(() -> attempts.size() > 2);
                    assertThat(output.getAll().split("No NATS server answers at", -1))
                            .hasSize(2);
                    assertThat(output).doesNotContain("exceptionOccurred");
                });
    }

    @Test
    void endsWithTheContextThoughThereIsNoConnection() {
        Queue<Connection> connections = new ConcurrentLinkedQueue<>();
        runner(1).run(context -> connections.add(context.getBean(Connection.class)));
        Connection connection = connections.remove();
        assertThat(connection.getStatus()).isEqualTo(Connection.Status.CLOSED);
        assertThat(there(connection)).isCompletedExceptionally();
        assertThatIllegalStateException()
                .isThrownBy(connection::createInbox)
                .withMessage("The connection to the NATS server at nats://127.0.0.1:1 was closed before it was made.");
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("nats-connect");
    }

    @Test
    void theStartFailsIfTheOptionsCanNeverBeRight() {
        runner(1, "nats.credentials=no-such-file.creds")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("no-such-file.creds"));
    }

    @Test
    void trafficIsRefusedUntilThereIsAConnection() throws IOException {
        int port = freePort();
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(
                        ApplicationAvailabilityAutoConfiguration.class, NatsAutoConfiguration.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "nats.startup=background", "nats.servers=nats://127.0.0.1:" + port, "nats.reconnect.wait=20ms")
                .run()) {
            ApplicationAvailability availability = context.getBean(ApplicationAvailability.class);
            assertThat(availability.getReadinessState()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
            try (NatsServer server = NatsServer.start(port)) {
                await().atMost(PATIENCE)
                        .until(() -> availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC);
                assertThat(context.getBean(Connection.class).getConnectedUrl()).isEqualTo(server.url());
                context.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail-fast", "FAIL_FAST", "failFast"})
    void failsAtOnceIfToldSo(String startup) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class))
                .withPropertyValues("nats.servers=nats://127.0.0.1:1", "nats.startup=" + startup)
                .run(context -> assertThat(context).hasFailed());
    }
}
