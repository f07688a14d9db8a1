// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.testing.NatsServer;
import io.github.natsmicro.testing.PausableProxy;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.StatisticsCollector;
import io.nats.client.impl.NatsStatistics;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is known of the queue of a connection whose socket takes nothing, and what is found out when it is mistaken. */
class OutgoingQueueTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final byte[] KIBIBYTE = new byte[1024];

    private final PausableProxy proxy = PausableProxy.to(NatsServer.shared());

    @AfterEach
    void close() {
        proxy.close();
    }

    private Connection connect(Options.Builder options) throws IOException, InterruptedException {
        return Nats.connect(
                options.server(proxy.url()).sendBufferSize(16 * 1024).build());
    }

    /** Publishes whenever the transport is not congested; tells how often. */
    private static int publishUntilStuck(JnatsTransport transport) {
        AtomicInteger published = new AtomicInteger();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .during(Duration.ofMillis(100))
                .until(() -> {
                    boolean stuck = transport.isCongested();
                    while (!transport.isCongested() && published.get() < 3_000) {
                        transport.publish("any", null, KIBIBYTE);
                        published.incrementAndGet();
                    }
                    return stuck;
                });
        return published.get();
    }

    @Test
    void theTransportsOfAConnectionAreCongestedTogether() throws Exception {
        try (Connection connection = connect(Options.builder())) {
            JnatsTransport transport = new JnatsTransport(connection);
            JnatsTransport other = new JnatsTransport(connection);
            proxy.pause();
            assertThat(other.isCongested()).isFalse();

            assertThat(publishUntilStuck(transport)).isBetween(256, 2_900);

            assertThat(other.isCongested()).isTrue();
            proxy.resume();
            await().atMost(PATIENCE).until(() -> !transport.isCongested() && !other.isCongested());
        }
    }

    @Test
    void aShorterQueueIsFullEarlier() throws Exception {
        Options.Builder options = Options.builder().maxMessagesInOutgoingQueue(40);
        try (Connection connection = connect(options)) {
            OutgoingQueue queue = OutgoingQueue.of(connection);
            assertThat(queue.isFull(connection)).isFalse();
            for (int i = 0; i < 19; i++) {
                queue.add(1);
            }
            assertThat(queue.isFull(connection)).isFalse();

            queue.add(1);

            assertThat(queue.isFull(connection)).isTrue();
        }
    }

    @Test
    void whatCouldNotBePublishedIsNotMissed() throws Exception {
        try (Connection connection = connect(Options.builder())) {
            JnatsTransport transport = new JnatsTransport(connection);
            assertThat(transport.isCongested()).isFalse();

            for (int i = 0; i < 300; i++) {
                try {
                    transport.publish("no subject", null, KIBIBYTE);
                } catch (TransportException ex) {
                    // As was to be expected.
                }
            }

            assertThat(transport.isCongested()).isFalse();
        }
    }

    @Test
    void whatIsMissedForGoodIsForgotten() throws Exception {
        try (Connection connection = connect(Options.builder())) {
            OutgoingQueue queue = OutgoingQueue.of(connection);
            assertThat(queue.isFull(connection)).isFalse();
            for (int i = 0; i < 300; i++) {
                // Never comes to the writer.
                queue.add(1);
            }
            assertThat(queue.isFull(connection)).isTrue();

            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .untilAsserted(() -> assertThat(queue.isFull(connection)).isFalse());
        }
    }

    @Test
    void whatIsStuckIsNotForgotten() throws Exception {
        try (Connection connection = connect(Options.builder())) {
            JnatsTransport transport = new JnatsTransport(connection);
            proxy.pause();
            assertThat(publishUntilStuck(transport)).isLessThan(2_900);

            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .during(Duration.ofMillis(300))
                    .until(transport::isCongested);

            proxy.resume();
            await().atMost(PATIENCE).until(() -> !transport.isCongested());
        }
    }

    /** Statistics of a user who is not interested in what is sent. */
    private static final class DeafStatistics extends NatsStatistics {

        @Override
        public void incrementOut(long bytes) {
            // On purpose.
        }
    }

    @Test
    void whereNothingIsCountedNobodyIsHeldUp() throws Exception {
        StatisticsCollector deaf = new DeafStatistics();
        try (Connection connection = connect(Options.builder().statisticsCollector(deaf))) {
            JnatsTransport transport = new JnatsTransport(connection);

            proxy.pause();
            for (int i = 0; i < 3_000; i++) {
                transport.publish("any", null, KIBIBYTE);
            }

            assertThat(transport.isCongested()).isFalse();
            proxy.resume();
        }
    }
}
