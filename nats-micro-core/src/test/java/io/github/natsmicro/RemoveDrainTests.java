// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of the requests that an endpoint has got when it is paused or removed. */
class RemoveDrainTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private static void assert503(Message reply) {
        assertThat(reply.isStatusMessage()).as("status of the server").isFalse();
        assertThat(Replies.errorCode(reply)).isEqualTo("503");
        assertThat(Replies.error(reply)).isNotBlank();
    }

    private static void awaitEntered(CountDownLatch entered) throws InterruptedException {
        assertThat(entered.await(5, TimeUnit.SECONDS)).as("handler entered").isTrue();
    }

    /** They have been delivered when this returns: what the server sends first arrives first. */
    private List<Subscription> deliver(String subject, int count) {
        List<Subscription> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(bench.send(subject, "r" + i));
        }
        Bench.flush(bench.client());
        return replies;
    }

    private void assertEachAnsweredOnce(List<Subscription> replies, AtomicInteger handled) throws InterruptedException {
        for (int i = 0; i < replies.size(); i++) {
            Message reply = Bench.next(replies.get(i));
            Replies.assertNoError(reply);
            assertThat(Replies.text(reply)).isEqualTo("r" + i);
        }
        bench.settle();
        for (int i = 0; i < replies.size(); i += 50) {
            Replies.assertNoMore(replies.get(i));
        }
        assertThat(handled).hasValue(replies.size());
    }

    private static Handler slowEcho(AtomicInteger handled) {
        return request -> {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
            handled.incrementAndGet();
            request.respond(request.data());
        };
    }

    @ParameterizedTest
    @EnumSource
    void allThatWasDeliveredBeforeThePauseIsAnsweredOnce(Kind kind) throws InterruptedException {
        AtomicInteger handled = new AtomicInteger();
        MicroService service = bench.start(kind.addTo(bench.service("s"), "work", slowEcho(handled)));
        List<Subscription> replies = deliver("work", 500);

        service.endpoints().get(0).pause();

        assertEachAnsweredOnce(replies, handled);
    }

    @ParameterizedTest
    @EnumSource
    void allThatWasDeliveredBeforeTheRemovalIsAnsweredOnceAndThenItIsComplete(Kind kind) throws InterruptedException {
        AtomicInteger handled = new AtomicInteger();
        MicroService service = bench.start(kind.addTo(bench.service("s"), "work", slowEcho(handled)));
        List<Subscription> replies = deliver("work", 500);

        CompletableFuture<Void> removed = service.endpoints().get(0).remove();

        assertThat(removed).succeedsWithin(Bench.PATIENCE);
        assertThat(handled).hasValue(500);
        assertEachAnsweredOnce(replies, handled);
    }

    @ParameterizedTest
    @EnumSource
    void allThatWasDeliveredToTheOthersIsAnsweredOnceToo(Kind kind) throws InterruptedException {
        AtomicInteger handled = new AtomicInteger();
        MicroServiceBuilder builder = kind.addTo(bench.service("s"), "other", slowEcho(handled));
        MicroService service = bench.start(builder.addEndpoint("removed", request -> request.respond("ok"))
                .addEndpoint("paused", request -> request.respond("ok")));
        List<Subscription> replies = deliver("other", 500);

        assertThat(service.endpoints().get(1).remove()).succeedsWithin(Bench.PATIENCE);
        service.endpoints().get(1).pause();
        service.endpoints().get(1).resume();

        assertEachAnsweredOnce(replies, handled);
    }

    @Test
    void theRemovalWaitsForARequestInFlightWhileTheOthersAreServed() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = bench.start(bench.service("s")
                .addEndpoint("slow", bench.stuck(entered))
                .addEndpoint("other", request -> request.respond("ok")));
        Subscription replies = bench.send("slow", "");
        awaitEntered(entered);

        CompletableFuture<Void> removed = service.endpoints().get(0).remove();

        Replies.assertNoResponders(bench.call("slow"));
        for (int i = 0; i < 20; i++) {
            assertThat(Replies.text(bench.call("other"))).isEqualTo("ok");
        }
        assertThat(Replies.values(bench.statsOf(service).path("endpoints"), "name"))
                .containsExactly("other");
        assertThat(removed).isNotDone();
        bench.release();
        assertThat(Replies.text(Bench.next(replies))).isEqualTo("released");
        assertThat(removed).succeedsWithin(Bench.PATIENCE);
    }

    @Test
    void theRemovalWaitsForAnAsynchronousRequest() {
        CompletableFuture<Request> asked = new CompletableFuture<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        MicroService service = bench.start(bench.service("s").addAsyncEndpoint("later", request -> {
            asked.complete(request);
            return done;
        }));
        Subscription replies = bench.send("later", "");
        Request request = asked.join();

        CompletableFuture<Void> removed = service.endpoints().get(0).remove();

        Replies.assertNoResponders(bench.call("later"));
        assertThat(removed).isNotDone();
        request.respond("late but here");
        done.complete(null);
        assertThat(Replies.text(Bench.next(replies))).isEqualTo("late but here");
        assertThat(removed).succeedsWithin(Bench.PATIENCE);
    }

    @Test
    void whenTheDrainTimeoutIsOverTheRestGets503() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = bench.start(bench.service("s")
                .drainTimeout(Duration.ofMillis(500))
                .addEndpoint("slow", EndpointOptions.defaults().maxInFlight(1), bench.stuck(entered))
                .addEndpoint("other", request -> request.respond("ok")));
        List<Subscription> replies = deliver("slow", 20);
        awaitEntered(entered);
        Endpoint endpoint = service.endpoints().get(0);
        long begin = System.nanoTime();

        assertThat(endpoint.remove()).succeedsWithin(Bench.PATIENCE);

        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(400), Duration.ofSeconds(3));
        replies.forEach(each -> assert503(Bench.next(each)));
        bench.release();
        assertThat(Replies.text(bench.call("other"))).isEqualTo("ok");
        bench.settle();
        Replies.assertNoMore(replies.get(0));
        assertThat(endpoint.stats().numRequests()).isEqualTo(20);
        assertThat(endpoint.stats().numErrors()).isEqualTo(20);
        assertThat(endpoint.inFlight()).isZero();
    }

    @Test
    void aDrainTimeoutOfZeroWaitsForNoHandler() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service =
                bench.start(bench.service("s").drainTimeout(Duration.ZERO).addEndpoint("slow", bench.stuck(entered)));
        Subscription replies = bench.send("slow", "");
        awaitEntered(entered);

        assertThat(service.endpoints().get(0).remove()).succeedsWithin(Duration.ofSeconds(2));

        assert503(Bench.next(replies));
    }

    @Test
    void cancellingTheRemovalChangesNothing() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = bench.start(bench.service("s").addEndpoint("slow", bench.stuck(entered)));
        Endpoint endpoint = service.endpoints().get(0);
        Subscription replies = bench.send("slow", "");
        awaitEntered(entered);

        endpoint.remove().cancel(true);

        assertThat(endpoint.remove()).isNotDone();
        bench.release();
        assertThat(Replies.text(Bench.next(replies))).isEqualTo("released");
        assertThat(endpoint.remove()).succeedsWithin(Bench.PATIENCE);
        assertThat(service.endpoints()).isEmpty();
    }

    @Test
    void aPausedEndpointThatIsRemovedStillFinishesWhatItHas() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = bench.start(bench.service("s").addEndpoint("slow", bench.stuck(entered)));
        Subscription replies = bench.send("slow", "");
        awaitEntered(entered);
        service.endpoints().get(0).pause();

        CompletableFuture<Void> removed = service.endpoints().get(0).remove();

        assertThat(removed).isNotDone();
        bench.release();
        assertThat(Replies.text(Bench.next(replies))).isEqualTo("released");
        assertThat(removed).succeedsWithin(Bench.PATIENCE);
    }

    @Test
    void aStopWaitsForTheRequestsOfPausedAndRemovedEndpoints() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(2);
        MicroService service = bench.start(bench.service("s")
                .addEndpoint("removed", bench.stuck(entered))
                .addEndpoint("paused", bench.stuck(entered)));
        Subscription ofRemoved = bench.send("removed", "");
        Subscription ofPaused = bench.send("paused", "");
        awaitEntered(entered);
        service.endpoints().get(1).pause();
        CompletableFuture<Void> removed = service.endpoints().get(0).remove();

        CompletableFuture<Void> stopped = service.stop();

        Replies.assertNoResponders(bench.call("paused"));
        assertThat(stopped).isNotDone();
        assertThat(removed).isNotDone();
        bench.release();
        assertThat(Replies.text(Bench.next(ofRemoved))).isEqualTo("released");
        assertThat(Replies.text(Bench.next(ofPaused))).isEqualTo("released");
        assertThat(stopped).succeedsWithin(Bench.PATIENCE);
        assertThat(removed).succeedsWithin(Bench.PATIENCE);
    }

    @Test
    void aStopEndsTheRequestsOfPausedAndRemovedEndpointsAtItsDeadline() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(2);
        MicroService service = bench.start(bench.service("s")
                .drainTimeout(Duration.ofMillis(400))
                .addEndpoint("removed", bench.stuck(entered))
                .addEndpoint("paused", bench.stuck(entered)));
        Subscription ofRemoved = bench.send("removed", "");
        Subscription ofPaused = bench.send("paused", "");
        awaitEntered(entered);
        service.endpoints().get(1).pause();
        CompletableFuture<Void> removed = service.endpoints().get(0).remove();

        assertThat(service.stop()).succeedsWithin(Duration.ofSeconds(3));

        assertThat(removed).succeedsWithin(Duration.ofSeconds(3));
        assert503(Bench.next(ofRemoved));
        assert503(Bench.next(ofPaused));
    }
}
