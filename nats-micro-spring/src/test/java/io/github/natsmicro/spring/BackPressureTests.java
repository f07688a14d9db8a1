// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.testing.NatsServer;
import io.github.natsmicro.testing.PausableProxy;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** A source is asked for more only as fast as the network takes what there is. */
class BackPressureTests {

    private static final int ELEMENTS = 20_000;
    private static final int SIZE = 4096;
    // What the queue of the connection, the sockets and a batch hold, with a wide margin; by far not all elements.
    private static final int BOUND = 2_000;

    static class Sources {

        final AtomicInteger asked = new AtomicInteger();

        private byte[] element(int number) {
            asked.incrementAndGet();
            return new byte[SIZE];
        }

        @NatsEndpoint(streaming = "true")
        Flux<byte[]> flux() {
            return Flux.range(0, ELEMENTS).map(this::element);
        }

        @NatsEndpoint(streaming = "true")
        Stream<byte[]> stream() {
            return IntStream.range(0, ELEMENTS).mapToObj(this::element);
        }
    }

    private static Connection connectThrough(PausableProxy proxy) {
        try {
            return Nats.connect(Options.builder().server(proxy.url()).build());
        } catch (IOException | InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"flux", "stream"})
    void aSourceWaitsForTheNetwork(String subject) throws Exception {
        try (PausableProxy proxy = PausableProxy.to(NatsServer.shared());
                NatsContext nats = NatsContext.start(
                        context -> context.registerBean(
                                "connection",
                                Connection.class,
                                () -> connectThrough(proxy),
                                definition -> definition.setDestroyMethodName("close")),
                        Sources.class)) {
            Sources sources = nats.context().getBean(Sources.class);
            String inbox = nats.client().createInbox();
            Subscription replies = nats.client().subscribe(inbox);
            replies.setPendingLimits(-1, -1);
            nats.client().flush(Duration.ofSeconds(5));

            proxy.pause();
            nats.client().publish(subject, inbox, new byte[0]);
            await().during(Duration.ofMillis(500)).until(() -> sources.asked.get() > 0 && sources.asked.get() < BOUND);

            proxy.resume();
            int received = 0;
            for (Message next = replies.nextMessage(Duration.ofSeconds(10));
                    next != null && next.getData().length > 0;
                    next = replies.nextMessage(Duration.ofSeconds(10))) {
                received++;
            }
            assertThat(received).isEqualTo(ELEMENTS);
        }
    }
}
