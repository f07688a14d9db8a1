// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With every handler of 200 endpoints stuck, discovery and other services answer as ever. */
@Tag("figures")
class StuckEndpointsTests {

    private static final int ENDPOINTS = 200;
    private static final int SAMPLES = 300;
    private static final Duration LIMIT = Duration.ofMillis(50);

    @RegisterExtension
    final Bench bench = new Bench();

    private MicroService startStuck(MicroServiceBuilder builder, int requestsEach, int threads)
            throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(threads);
        for (int i = 0; i < ENDPOINTS; i++) {
            builder.addEndpoint("stuck" + i, bench.stuck(entered));
        }
        MicroService service = bench.start(builder);
        for (int i = 0; i < ENDPOINTS; i++) {
            for (int request = 0; request < requestsEach; request++) {
                bench.client().publish("stuck" + i, bench.client().createInbox(), new byte[0]);
            }
        }
        assertThat(entered.await(30, TimeUnit.SECONDS)).as("all handlers stuck").isTrue();
        return service;
    }

    private void assertFast(String what, String subject) {
        Latencies latencies = Latencies.of(SAMPLES, () -> bench.send(subject, ""));
        System.out.printf("%d endpoints stuck, %s: %s%n", ENDPOINTS, what, latencies);
        assertThat(latencies.percentile(99)).as("p99 of %s", subject).isLessThan(LIMIT);
    }

    private void assertDiscoveryIsFast(MicroService service) {
        for (String verb : List.of("PING", "INFO", "STATS")) {
            assertFast(verb, "$SRV." + verb + "." + service.name() + "." + service.id());
        }
    }

    @Test
    void discoveryAndAnotherServiceOnTheSameConnectionAnswer() throws InterruptedException {
        MicroService service = startStuck(bench.service("stuck"), 3, 256);
        bench.start(bench.service("other").addEndpoint("free", request -> request.respond("ok")));

        assertDiscoveryIsFast(service);
        assertFast("endpoint of another service", "free");
    }

    @Test
    void anotherServiceThatSharesTheSameFewThreadsAnswers() throws InterruptedException {
        HandlerThreads few = HandlerThreads.pool("few", 16);
        MicroService service = startStuck(bench.service("stuck").handlerThreads(few), 3, ENDPOINTS);
        bench.start(bench.service("other").handlerThreads(few).addEndpoint("free", request -> request.respond("ok")));

        assertDiscoveryIsFast(service);
        assertFast("endpoint of another service on the same threads", "free");
    }
}
