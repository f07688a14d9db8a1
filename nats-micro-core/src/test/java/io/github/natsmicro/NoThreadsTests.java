// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.transport.SubscriptionSet;
import io.github.natsmicro.transport.Transport;
import io.github.natsmicro.transport.TroubleListener;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an endpoint does with those who wait when there is no thread to be had for them. */
class NoThreadsTests {

    private static final int WAITING = 16_000;

    private final Queue<String> codes = new ConcurrentLinkedQueue<>();

    /** Takes replies, and nothing else. */
    private final class Replies implements Transport {

        @Override
        public void publish(String subject, @Nullable Headers headers, byte[] body) {
            codes.add(headers == null ? "ok" : String.valueOf(headers.getLast("Nats-Service-Error-Code")));
        }

        @Override
        public SubscriptionSet newSubscriptionSet() {
            throw new AssertionError("not asked for");
        }

        @Override
        public void flush(Duration timeout) {}

        @Override
        public String server() {
            return "";
        }

        @Override
        public Registration onClose(Runnable action) {
            return () -> {};
        }

        @Override
        public Registration onTrouble(TroubleListener listener) {
            return () -> {};
        }

        @Override
        public boolean hearsTrouble() {
            return false;
        }

        @Override
        public Probe probe(String subject, Duration timeout) {
            return Probe.SILENT;
        }
    }

    @Test
    void everyoneIsAnsweredHoweverManyThereAre() {
        Execution execution = new Execution("starved");
        InFlight inFlight = new InFlight();
        CountDownLatch release = new CountDownLatch(1);
        Endpoint endpoint = new Endpoint(
                "work",
                "work",
                null,
                EndpointOptions.defaults().maxInFlight(1).maxWaiting(WAITING),
                AsyncHandler.of(request -> {
                    release.await();
                    request.respond("done");
                }),
                execution,
                new Replies(),
                inFlight);
        for (int i = 0; i <= WAITING; i++) {
            endpoint.receive(new NatsMessage("work", "reply", new byte[0]));
        }

        execution.shutdown();
        release.countDown();

        await().until(() -> inFlight.list().isEmpty());
        assertThat(codes).hasSize(WAITING + 1).containsOnly("ok", "503");
        assertThat(endpoint.stats().numRequests()).isEqualTo(WAITING + 1);
        assertThat(endpoint.stats().numErrors()).isEqualTo(WAITING);
        endpoint.receive(new NatsMessage("work", "reply", new byte[0]));
        assertThat(codes).as("the place is free again, but there is no thread").hasSize(WAITING + 2);
    }
}
