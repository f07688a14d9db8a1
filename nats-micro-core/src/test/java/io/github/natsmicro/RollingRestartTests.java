// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Two instances of a service take turns in being replaced while a caller keeps many requests in flight. */
class RollingRestartTests {

    private static final int IN_FLIGHT = 256;
    private static final int RESTARTS = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final Semaphore places = new Semaphore(IN_FLIGHT);
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void noRequestIsLostOrRefusedOrCountedTwiceWhileInstancesAreReplaced() throws Exception {
        try (NatsServer server = NatsServer.start();
                Connection caller = server.connect();
                Connection one = server.connect();
                Connection other = server.connect()) {
            MicroService[] instances = {start(one), start(other)};
            Thread load = new Thread(() -> call(caller), "load");
            load.start();
            long counted = 0;
            for (int i = 0; i < RESTARTS; i++) {
                MicroService old = instances[i % 2];
                instances[i % 2] = start(i % 2 == 0 ? one : other);
                counted += stop(old);
            }
            over.set(true);
            load.join();
            assertThat(places.tryAcquire(IN_FLIGHT, PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("every request has ended")
                    .isTrue();
            counted += stop(instances[0]) + stop(instances[1]);

            assertThat(sent).hasPositiveValue();
            assertThat(answered).hasValue(sent.get());
            assertThat(errors).hasValue(0);
            assertThat(counted).isEqualTo(sent.get());
        }
    }

    private static MicroService start(Connection connection) {
        return MicroService.builder(connection, "worker", "1.0.0")
                .addEndpoint("work", request -> request.respond(request.data()))
                .start();
    }

    private static long stop(MicroService service) throws Exception {
        service.stop().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return service.stats().endpoints().get(0).numRequests();
    }

    private void call(Connection caller) {
        byte[] data = "work".getBytes(StandardCharsets.UTF_8);
        while (!over.get()) {
            places.acquireUninterruptibly();
            sent.incrementAndGet();
            var unused = caller.requestWithTimeout("work", data, PATIENCE.dividedBy(2))
                    .whenComplete((reply, failure) -> {
                        if (failure == null) {
                            (reply.hasHeaders() ? errors : answered).incrementAndGet();
                        }
                        places.release();
                    });
        }
    }
}
