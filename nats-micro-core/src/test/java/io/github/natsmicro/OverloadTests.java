// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OverloadTests {

    private static final EndpointOptions TIGHT =
            EndpointOptions.defaults().maxInFlight(1).maxWaiting(2);

    @RegisterExtension
    final Bench bench = new Bench();

    private static void awaitEntered(CountDownLatch entered) throws InterruptedException {
        assertThat(entered.await(10, TimeUnit.SECONDS)).as("handlers entered").isTrue();
    }

    private List<Subscription> send(String subject, int count) {
        List<Subscription> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(bench.send(subject, ""));
        }
        return replies;
    }

    /** The spec's bound for what must not wait; the best of several tries, as a test machine has pauses of its own. */
    private void assertAnsweredAtOnce(String subject) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long sent = System.nanoTime();
            Bench.next(bench.send(subject, ""), Duration.ofSeconds(2));
            best = Math.min(best, System.nanoTime() - sent);
        }
        assertThat(Duration.ofNanos(best)).as(subject).isLessThan(Duration.ofMillis(100));
    }

    private void assertDiscoveryAnswersAtOnce(MicroService service) {
        for (String verb : List.of("PING", "INFO", "STATS")) {
            assertAnsweredAtOnce("$SRV." + verb);
            assertAnsweredAtOnce("$SRV." + verb + "." + service.name());
            assertAnsweredAtOnce("$SRV." + verb + "." + service.name() + "." + service.id());
        }
    }

    @Test
    void case67_whatExceedsTheBoundIsAnsweredWith503AtOnceAndCounted() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = bench.start(bench.service("tight").addEndpoint("slow", TIGHT, bench.stuck(entered)));
        Subscription inFlight = bench.send("slow", "");
        awaitEntered(entered);
        List<Subscription> waiting = send("slow", 2);

        List<Subscription> rejected = send("slow", 17);

        for (Subscription replies : rejected) {
            Message reply = Bench.next(replies);
            assertThat(reply.isStatusMessage()).isFalse();
            assertThat(Replies.errorCode(reply)).isEqualTo("503");
            assertThat(Replies.error(reply)).isNotBlank();
        }
        await().atMost(Bench.PATIENCE)
                .until(() -> bench.statsOf(service, 0).path("num_requests").asLong() == 17);
        JsonNode stats = bench.statsOf(service, 0);
        assertThat(stats.path("num_errors").asLong()).isEqualTo(17);
        assertThat(stats.path("last_error").asText()).startsWith("503:");
        bench.release();
        assertThat(Replies.text(Bench.next(inFlight))).isEqualTo("released");
        for (Subscription replies : waiting) {
            assertThat(Replies.text(Bench.next(replies))).isEqualTo("released");
        }
        await().atMost(Bench.PATIENCE)
                .until(() -> bench.statsOf(service, 0).path("num_requests").asLong() == 20);
        assertThat(bench.statsOf(service, 0).path("num_errors").asLong()).isEqualTo(17);
    }

    @Test
    void afterAnOverloadRequestsAreTakenAgain() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        bench.start(bench.service("tight").addEndpoint("slow", TIGHT, bench.stuck(entered)));
        List<Subscription> admitted = new ArrayList<>(send("slow", 1));
        awaitEntered(entered);
        admitted.addAll(send("slow", 2));
        assertThat(Replies.errorCode(bench.call("slow"))).isEqualTo("503");
        bench.release();
        admitted.forEach(Bench::next);

        for (int i = 0; i < 20; i++) {
            assertThat(Replies.text(bench.call("slow"))).isEqualTo("released");
        }
    }

    @Test
    void aRejectedRequestWithoutReplySubjectIsCounted() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        EndpointOptions one = EndpointOptions.defaults().maxInFlight(1).maxWaiting(0);
        MicroService service = bench.start(bench.service("tight").addEndpoint("slow", one, bench.stuck(entered)));
        bench.send("slow", "");
        awaitEntered(entered);

        bench.client().publish("slow", new byte[0]);

        await().atMost(Bench.PATIENCE)
                .until(() -> bench.statsOf(service, 0).path("num_requests").asLong() == 1);
    }

    @Test
    void noMoreThanTheBoundIsHandledAtOnce() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        bench.start(bench.service("bounded")
                .addEndpoint("three", EndpointOptions.defaults().maxInFlight(3), request -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    await().pollDelay(Duration.ofMillis(5)).until(() -> true);
                    running.decrementAndGet();
                    request.respond("ok");
                }));

        send("three", 60).forEach(replies -> Replies.assertNoError(Bench.next(replies)));

        assertThat(most.get()).isBetween(2, 3);
    }

    @Test
    void anOverloadedEndpointRejectsNothingOfAnother() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        bench.start(bench.service("two")
                .addEndpoint("full", TIGHT, bench.stuck(entered))
                .addEndpoint("free", TIGHT, request -> request.respond("ok")));
        send("full", 50);
        awaitEntered(entered);

        assertThat(Replies.text(bench.call("free"))).isEqualTo("ok");
    }

    @Test
    void case68_aStuckEndpointDelaysNeitherAnotherNorDiscovery() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(64);
        MicroService service = bench.start(bench.service("stuck")
                .addEndpoint("a", bench.stuck(entered))
                .addEndpoint("b", request -> request.respond("ok")));
        send("a", 500);
        awaitEntered(entered);

        assertAnsweredAtOnce("b");
        assertDiscoveryAnswersAtOnce(service);
    }

    @Test
    void case68_aStuckEndpointThatWasAddedAfterTheStartDelaysNeitherAnotherNorDiscovery() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(64);
        MicroService service = bench.start(bench.service("stuck").addEndpoint("b", request -> request.respond("ok")));
        service.addEndpoint("a", bench.stuck(entered));
        send("a", 500);
        awaitEntered(entered);

        assertAnsweredAtOnce("b");
        assertDiscoveryAnswersAtOnce(service);
    }

    @Test
    void discoveryAnswersAtOnceWhileAllHandlersAreStuck() throws InterruptedException {
        int endpoints = 6;
        CountDownLatch entered = new CountDownLatch(endpoints);
        MicroServiceBuilder builder = bench.service("allstuck");
        for (int i = 0; i < endpoints; i++) {
            builder.addEndpoint("stuck" + i, bench.stuck(entered));
        }
        MicroService service = bench.start(builder);
        for (int i = 0; i < endpoints; i++) {
            send("stuck" + i, 100);
        }

        assertDiscoveryAnswersAtOnce(service);
        awaitEntered(entered);
        assertDiscoveryAnswersAtOnce(service);
    }

    @Test
    void manyStuckEndpointsDoNotDelayOneThatIsFree() throws InterruptedException {
        int endpoints = 6;
        int threads = 100;
        CountDownLatch entered = new CountDownLatch(threads);
        MicroServiceBuilder builder =
                bench.service("manystuck").handlerThreads(HandlerThreads.pool("manystuck", threads));
        for (int i = 0; i < endpoints; i++) {
            builder.addEndpoint("stuck" + i, bench.stuck(entered));
        }
        bench.start(builder.addEndpoint("free", request -> request.respond("ok")));
        for (int i = 0; i < endpoints; i++) {
            send("stuck" + i, 100);
        }
        awaitEntered(entered);

        assertAnsweredAtOnce("free");
    }
}
