// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.awaitility.Awaitility.await;

import io.github.natsmicro.testing.NatsServer;
import io.github.natsmicro.testing.PausableProxy;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A connection for services whose socket can be made to take nothing, and a source of elements that is watched. */
final class SlowLine implements AfterEachCallback {

    static final int ELEMENTS = 3_000;
    static final byte[] ELEMENT = new byte[1024];

    /** The mark of 256, and what fits in the buffers of sockets and the batch of messages that is being written. */
    static final int BOUND = 800;

    private final Bench bench;
    private final PausableProxy proxy = PausableProxy.to(NatsServer.shared());
    private final Connection connection;
    private final AtomicInteger pulled = new AtomicInteger();

    SlowLine(Bench bench) {
        this(bench, Options.builder());
    }

    SlowLine(Bench bench, Options.Builder options) {
        this.bench = bench;
        try {
            this.connection = Nats.connect(
                    options.server(proxy.url()).sendBufferSize(16 * 1024).build());
        } catch (IOException | InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    Connection connection() {
        return connection;
    }

    MicroServiceBuilder service() {
        return MicroService.builder(connection, "streams", "1.0.0").drainTimeout(Duration.ofMillis(50));
    }

    MicroService start(Handler handler) {
        return bench.start(service().addEndpoint("list", handler));
    }

    /** How many elements have been asked for. */
    int pulled() {
        return pulled.get();
    }

    /** Takes an element from the source. */
    byte[] pull() {
        pulled.incrementAndGet();
        return ELEMENT;
    }

    /** Sends all elements as the stream is ready; tells whether it was open to the last. */
    boolean pullAll(ReplyStream stream) throws InterruptedException {
        for (int i = 0; i < ELEMENTS; i++) {
            if (!stream.awaitReady()) {
                return false;
            }
            stream.send(pull());
        }
        return true;
    }

    void pause() {
        proxy.pause();
    }

    void resume() {
        proxy.resume();
    }

    /** Asks for a stream while nothing is taken, and returns when its source is not asked any more. */
    Subscription sendAndAwaitHalt(@Nullable Headers headers) {
        proxy.pause();
        Subscription replies = bench.send("list", new byte[0], headers);
        AtomicInteger seen = new AtomicInteger();
        await().atMost(Bench.PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .during(Duration.ofMillis(100))
                .until(() -> {
                    int now = pulled();
                    return seen.getAndSet(now) == now && now > 0;
                });
        return replies;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        proxy.resume();
        connection.close();
        proxy.close();
    }
}
