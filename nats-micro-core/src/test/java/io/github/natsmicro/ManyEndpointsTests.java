// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a thousand endpoints cost. */
@Tag("figures")
class ManyEndpointsTests {

    private static final int MANY = 1000;

    @RegisterExtension
    final Bench bench = new Bench();

    private MicroServiceBuilder service(String name, int endpoints, Handler handler) {
        MicroServiceBuilder builder = bench.service(name);
        for (int i = 0; i < endpoints; i++) {
            builder.addEndpoint(name + i, handler);
        }
        return builder;
    }

    /** Platform threads: the JVM does not list virtual ones. */
    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    @Test
    void aThousandEndpointsAreRegisteredAndStartedInLessThanTwoSeconds() {
        long begin = System.nanoTime();
        MicroService service = bench.start(service("many", MANY, request -> request.respond("ok")));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);

        System.out.printf("%d endpoints registered and started in %d ms%n", MANY, took.toMillis());
        assertThat(took).isLessThan(Duration.ofSeconds(2));
        assertThat(Replies.text(bench.call("many" + (MANY - 1)))).isEqualTo("ok");
        assertThat(bench.infoOf(service).path("endpoints")).hasSize(MANY);
    }

    @Test
    void theNumberOfPlatformThreadsDoesNotGrowWithTheEndpoints() {
        bench.start(service("warm", 1, request -> {}));
        int before = threads();
        bench.start(service("one", 1, request -> {}));
        int withOne = threads() - before;
        before = threads();
        bench.start(service("many", MANY, request -> {}));
        int withMany = threads() - before;

        System.out.printf(
                "Platform threads on Java %d: %d for a service with 1 endpoint, %d for one with %d%n",
                Runtime.version().feature(), withOne, withMany, MANY);
        assertThat(withMany).isEqualTo(withOne);
    }

    /** Printed for JVMs without virtual threads, where each endpoint at work needs a platform thread. */
    @Test
    void onVirtualThreadsItDoesNotGrowWhileTheyAllWorkEither() throws InterruptedException {
        boolean virtual = HandlerThreads.virtualSupported();
        stickAll("warm", MANY);
        int before = threads();
        stickAll("one", 1);
        int withOne = threads() - before;
        before = threads();
        stickAll("many", MANY);
        int withMany = threads() - before;

        System.out.printf(
                "Platform threads on Java %d with each endpoint at work on a %s thread: %d for 1 endpoint, %d for %d%n",
                Runtime.version().feature(), virtual ? "virtual" : "pooled", withOne, withMany, MANY);
        assertThat(withMany).isEqualTo(virtual ? withOne : withOne + MANY - 1);
    }

    private void stickAll(String name, int endpoints) throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(endpoints);
        bench.start(service(name, endpoints, bench.stuck(entered))
                .handlerThreads(
                        HandlerThreads.virtualSupported()
                                ? HandlerThreads.virtual(name)
                                : HandlerThreads.pool(name, 256)));
        for (int i = 0; i < endpoints; i++) {
            bench.client().publish(name + i, new byte[0]);
        }
        assertThat(entered.await(30, TimeUnit.SECONDS))
                .as("all endpoints at work")
                .isTrue();
    }

    @Test
    void onAPoolItIsBoundedByThePoolAndOneForEachEndpointAtWork() throws InterruptedException {
        int bound = 8;
        int atWork = 20;
        int before = threads();
        CountDownLatch entered = new CountDownLatch(atWork);
        bench.start(service("pooled", MANY, bench.stuck(entered)).handlerThreads(HandlerThreads.pool("pooled", bound)));
        for (int i = 0; i < atWork; i++) {
            for (int request = 0; request < 10; request++) {
                bench.client().publish("pooled" + i, new byte[0]);
            }
        }
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();

        int more = threads() - before;
        System.out.printf(
                "Platform threads of a pool of %d with %d of %d endpoints stuck: %d more%n", bound, atWork, MANY, more);
        assertThat(more).isLessThanOrEqualTo(bound + atWork + 5);
        bench.release();
        await().atMost(Bench.PATIENCE)
                .until(() -> bench.client().getStatistics().getOutMsgs() >= atWork * 10L);
    }
}
