// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract with a real server, and what jnats has of its own. */
class JnatsTransportTests extends TransportContractTests {

    /** A connection and how often it was lost. */
    private record Wire(Connection connection, AtomicInteger losses) {}

    @TempDir
    Path directory;

    private final List<NatsServer> servers = new ArrayList<>();
    private final Map<Transport, Wire> wires = new HashMap<>();
    private @Nullable Transport publisher;
    private @Nullable NatsServer fragile;
    private @Nullable Connection lost;

    @AfterEach
    void closeAll() {
        wires.keySet().forEach(this::close);
        servers.forEach(NatsServer::close);
    }

    private static Options.Builder options(String url) {
        return Options.builder()
                .server(url)
                .reconnectWait(Duration.ofMillis(20))
                .reconnectJitter(Duration.ofMillis(10))
                .maxReconnects(-1)
                .errorListener(new NatsTroubleListener());
    }

    private Transport connect(Options.Builder options) {
        AtomicInteger losses = new AtomicInteger();
        ConnectionListener counter = (connection, event) -> {
            if (event == ConnectionListener.Events.DISCONNECTED) {
                losses.incrementAndGet();
            }
        };
        try {
            Connection connection =
                    Nats.connect(options.connectionListener(counter).build());
            Transport transport = new JnatsTransport(connection);
            wires.put(transport, new Wire(connection, losses));
            return transport;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private NatsServer configured(String configuration) {
        try {
            NatsServer server = NatsServer.start(
                    "-c",
                    Files.writeString(directory.resolve("server.conf"), configuration)
                            .toString());
            servers.add(server);
            return server;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private NatsServer limitedServer() {
        return configured("max_payload: %d%n".formatted(MAX_PAYLOAD));
    }

    private NatsServer refusingServer(String subject) {
        return configured("""
                authorization: {
                  users: [{user: "service", password: "secret", permissions: {subscribe: {deny: ["%s"]}}}]
                }
                """.formatted(subject));
    }

    private Connection connection(Transport transport) {
        Wire wire = wires.get(transport);
        assertThat(wire).isNotNull();
        return wire.connection();
    }

    @Override
    Transport connect() {
        return connect(options(NatsServer.shared().url()));
    }

    @Override
    Transport publisher() {
        Transport known = publisher;
        if (known == null) {
            known = connect();
            publisher = known;
        }
        return known;
    }

    @Override
    Transport connectLimited() {
        return connect(options(limitedServer().url()));
    }

    @Override
    Transport connectRefusing(String subject) {
        return connect(options(refusingServer(subject).url()).userInfo("service", "secret"));
    }

    @Override
    Transport connectEasyToOverrun() {
        // 64 MB, which is the limit of a jnats dispatcher, are soon reached.
        return connect();
    }

    @Override
    Transport connectFragile() {
        NatsServer server = NatsServer.start();
        servers.add(server);
        fragile = server;
        Transport transport = connect(options(server.url()));
        lost = connection(transport);
        // jnats does not notice when a connection is lost in the instant of its making.
        transport.flush(PATIENCE);
        return transport;
    }

    @Override
    void disconnect() {
        NatsServer server = fragile;
        Connection connection = lost;
        assertThat(server).isNotNull();
        assertThat(connection).isNotNull();
        server.close();
        await().atMost(PATIENCE).until(() -> connection.getStatus() != Connection.Status.CONNECTED);
    }

    @Override
    void reconnect() {
        NatsServer server = fragile;
        Connection connection = lost;
        assertThat(server).isNotNull();
        assertThat(connection).isNotNull();
        servers.add(NatsServer.start(server.port()));
        await().atMost(PATIENCE).until(() -> connection.getStatus() == Connection.Status.CONNECTED);
    }

    @Override
    void close(Transport transport) {
        try {
            connection(transport).close();
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Override
    int losses(Transport transport) {
        Wire wire = wires.get(transport);
        assertThat(wire).isNotNull();
        return wire.losses().get();
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedThoughJnatsDoesNotCheck() {
        assertRefusesTooLarge(connect(options(limitedServer().url()).clientSideLimitChecks(false)));
    }

    @Test
    void theServerIsNamedWithoutCredentials() {
        NatsServer server = refusingServer("nothing");
        Transport byUrl = connect(options("nats://service:secret@127.0.0.1:" + server.port()));

        assertThat(byUrl.server()).isEqualTo("nats://127.0.0.1:" + server.port());
    }

    @Test
    void servicesOfOneConnectionThatFlushAndDrainAtOnceDoNotBreakIt() throws Exception {
        Transport shared = connect();
        runInThreads(12, () -> {
            // As every service makes one of its own.
            Transport transport = new JnatsTransport(connection(shared));
            for (int round = 0; round < 10; round++) {
                SubscriptionSet set = transport.newSubscriptionSet();
                set.subscribe("shared", null, message -> {});
                transport.flush(PATIENCE);
                set.drain(PATIENCE).join();
            }
        });

        assertThat(losses(shared)).isZero();
    }

    /** Notes what jnats says. */
    private static final class OwnListener implements ErrorListener {

        final Queue<String> errors = new ConcurrentLinkedQueue<>();
        final Queue<Consumer> slow = new ConcurrentLinkedQueue<>();

        @Override
        public void errorOccurred(Connection connection, String error) {
            errors.add(error);
        }

        @Override
        public void slowConsumerDetected(Connection connection, Consumer consumer) {
            slow.add(consumer);
        }
    }

    @Test
    void theListenersOfTheApplicationHearARefusalToo() {
        OwnListener first = new OwnListener();
        OwnListener second = new OwnListener();
        ErrorListener failing = new ErrorListener() {
            @Override
            public void errorOccurred(Connection connection, String error) {
                throw new IllegalStateException("on purpose");
            }
        };
        Transport transport = connect(options(refusingServer("forbidden").url())
                .userInfo("service", "secret")
                .errorListener(new NatsTroubleListener(first, failing, second)));
        Notes notes = new Notes();
        Notes ofOtherTransport = new Notes();
        transport.onTrouble(new Notes() {
            @Override
            public void subscriptionRefused(String subject, @Nullable String queueGroup, String reason) {
                throw new IllegalStateException("on purpose");
            }
        });
        transport.onTrouble(notes);
        new JnatsTransport(connection(transport)).onTrouble(ofOtherTransport);

        transport.newSubscriptionSet().subscribe("forbidden", "q", message -> {});
        transport.flush(PATIENCE);

        Refused refused = new Refused("forbidden", "q");
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(first.errors).hasSize(1);
            assertThat(second.errors).hasSize(1);
            assertThat(notes.refused).containsExactly(refused);
            assertThat(ofOtherTransport.refused).containsExactly(refused);
        });
    }

    @Test
    void aConnectionThatWasMadeWithoutTheListenerHearsOfNoTrouble() {
        OwnListener own = new OwnListener();
        Transport transport = connect(options(refusingServer("forbidden").url())
                .userInfo("service", "secret")
                .errorListener(own));
        Notes notes = new Notes();
        Transport.Registration registration = transport.onTrouble(notes);

        transport.newSubscriptionSet().subscribe("forbidden", "q", message -> {});
        transport.flush(PATIENCE);

        assertThat(transport.hearsTrouble()).isFalse();
        await().atMost(PATIENCE).until(() -> own.errors.size() == 1);
        assertThat(notes.refused).isEmpty();
        registration.remove();
        assertThat(transport.probe("forbidden", PATIENCE)).isEqualTo(Transport.Probe.NOBODY_LISTENS);
    }

    @Test
    void aListenerThatTwoConnectionsShareTellsThemApart() {
        NatsTroubleListener shared = new NatsTroubleListener();
        NatsServer server = refusingServer("forbidden");
        Transport first =
                connect(options(server.url()).userInfo("service", "secret").errorListener(shared));
        Transport second =
                connect(options(server.url()).userInfo("service", "secret").errorListener(shared));
        Notes ofFirst = new Notes();
        Notes ofSecond = new Notes();
        first.onTrouble(ofFirst);
        second.onTrouble(ofSecond);

        second.newSubscriptionSet().subscribe("forbidden", null, message -> {});
        second.flush(PATIENCE);

        await().atMost(PATIENCE).until(() -> ofSecond.refused.size() == 1);
        assertThat(ofFirst.refused).isEmpty();
    }

    @Test
    void transportsOnOneConnectionHearOfLostMessagesOfTheirOwnSetsOnly() {
        OwnListener own = new OwnListener();
        Transport transport = connect(options(NatsServer.shared().url()).errorListener(new NatsTroubleListener(own)));
        Transport other = new JnatsTransport(connection(transport));
        Notes notes = new Notes();
        Notes ofOther = new Notes();
        transport.onTrouble(notes);
        other.onTrouble(ofOther);
        SubscriptionSet slow = transport.newSubscriptionSet();
        SubscriptionSet quick = other.newSubscriptionSet();

        Overrun overrun = new Overrun(transport, slow, quick, "overrun");
        overrun.untilDropped(1);
        overrun.release();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(notes.dropped).containsExactly(slow));
        await().atMost(PATIENCE).until(() -> own.slow.size() == 1);
        assertThat(ofOther.dropped).isEmpty();
    }
}
