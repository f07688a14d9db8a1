// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.natsmicro.wire.EndpointStats;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The timeout of an endpoint, seen by callers and by handlers that block. */
class DeadlineTests {

    private static final Duration TIMEOUT = Duration.ofMillis(300);
    private static final EndpointOptions TIMED = EndpointOptions.defaults().timeout(TIMEOUT);

    @RegisterExtension
    final Bench bench = new Bench();

    private final ExecutorService single = Executors.newSingleThreadExecutor();
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    @AfterEach
    void letGo() {
        go.countDown();
        single.shutdown();
    }

    private Endpoint start(EndpointOptions options, Handler handler) {
        return bench.start(bench.service("timed").addEndpoint("slow", options, handler))
                .endpoints()
                .get(0);
    }

    private static void awaitCounted(Endpoint endpoint, long requests) {
        await().atMost(Bench.PATIENCE).until(() -> endpoint.stats().numRequests() == requests);
    }

    private static void pause(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
    }

    /** Waits until the test lets it go or its thread is interrupted. */
    private void block() {
        try {
            go.await();
        } catch (InterruptedException ex) {
            interrupted.countDown();
        }
    }

    /** Waits until the test lets it go, whoever interrupts it. */
    private void blockStubbornly() {
        while (go.getCount() > 0) {
            block();
        }
    }

    private static void assertTimedOut(Subscription replies) {
        assertThat(Replies.errorCode(Bench.next(replies))).isEqualTo("504");
    }

    private static void assertLateReplyRefused(@Nullable Throwable failure) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        exception -> assertThat(exception.reason()).isEqualTo(ReplyException.Reason.ALREADY_ANSWERED));
    }

    @Test
    void aStuckHandlerIsInterruptedItsCallerGets504AndItsLateReplyIsRefused() throws InterruptedException {
        Endpoint endpoint = start(TIMED, request -> {
            block();
            failure.set(catchThrowable(() -> request.respond("late")));
        });
        long sent = System.nanoTime();

        Subscription replies = bench.send("slow", "");

        assertTimedOut(replies);
        long took = System.nanoTime() - sent;
        assertThat(Duration.ofNanos(took)).isBetween(Duration.ofMillis(250), Duration.ofSeconds(3));
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        await().atMost(Bench.PATIENCE).until(() -> failure.get() != null);
        assertLateReplyRefused(failure.get());
        awaitCounted(endpoint, 1);
        await().atMost(Bench.PATIENCE).until(() -> endpoint.inFlight() == 0);
        bench.settle();
        Replies.assertNoMore(replies);
        EndpointStats stats = endpoint.stats();
        assertThat(stats.numRequests()).isEqualTo(1);
        assertThat(stats.numErrors()).isEqualTo(1);
        assertThat(stats.lastError()).startsWith("504:").hasSizeGreaterThan(4);
        assertThat(Duration.ofNanos(stats.processingTime())).isGreaterThan(Duration.ofMillis(150));
    }

    @Test
    void aHandlerThatIgnoresItsInterruptionKeepsNoCallerWaitingAndCountsOnce() throws InterruptedException {
        Endpoint endpoint = start(TIMED, request -> {
            blockStubbornly();
            failure.set(catchThrowable(() -> request.respondError(400, "late")));
            throw new IllegalStateException("late as well");
        });

        Subscription replies = bench.send("slow", "");

        assertTimedOut(replies);
        awaitCounted(endpoint, 1);
        go.countDown();
        await().atMost(Bench.PATIENCE).until(() -> failure.get() != null);
        assertLateReplyRefused(failure.get());
        await().atMost(Bench.PATIENCE).until(() -> endpoint.inFlight() == 0);
        assertThat(endpoint.stats().numRequests()).isEqualTo(1);
        assertThat(endpoint.stats().numErrors()).isEqualTo(1);
        assertThat(endpoint.stats().lastError()).startsWith("504:");
        bench.settle();
        Replies.assertNoMore(replies);
    }

    @Test
    void theThreadOfAHandlerThatTimedOutIsFitForTheNextRequest() {
        AtomicInteger calls = new AtomicInteger();
        bench.start(bench.service("timed")
                .handlerThreads(HandlerThreads.of(single))
                .addEndpoint("slow", TIMED, request -> {
                    if (calls.getAndIncrement() == 0) {
                        block();
                        Thread.currentThread().interrupt();
                        return;
                    }
                    request.respond(Thread.currentThread().getName() + " " + Thread.interrupted());
                }));
        assertTimedOut(bench.send("slow", ""));

        String first = Replies.text(bench.call("slow"));
        String second = Replies.text(bench.call("slow"));

        assertThat(first).endsWith(" false").isEqualTo(second);
    }

    /** Handlers that are done just when their time is up: the interruption must not come to those after them. */
    @Test
    void anInterruptionNeverReachesTheNextRequestOnTheSameThread() throws InterruptedException {
        AtomicInteger leaked = new AtomicInteger();
        int timedOut = 0;
        Duration brief = Duration.ofMillis(4);
        bench.start(bench.service("timed")
                .handlerThreads(HandlerThreads.of(single))
                .addEndpoint("brief", EndpointOptions.defaults().timeout(brief), request -> {
                    long until = System.nanoTime() + Long.parseLong(request.text());
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                })
                .addEndpoint("next", request -> {
                    long until = System.nanoTime() + 500_000;
                    boolean seen = false;
                    while (System.nanoTime() < until && !seen) {
                        seen = Thread.currentThread().isInterrupted();
                    }
                    if (seen) {
                        leaked.incrementAndGet();
                    }
                    request.respond("done");
                }));

        for (int i = 0; i < 300; i++) {
            long micros = switch (i % 10) {
                case 0 -> 1_000;
                case 1 -> 8_000;
                default -> 3_000 + (i * 37L) % 1_400;
            };
            Subscription brisk = bench.send("brief", String.valueOf(micros * 1_000));
            assertThat(Replies.text(bench.call("next"))).isEqualTo("done");
            bench.settle();
            if (brisk.nextMessage(Duration.ofMillis(1)) != null) {
                timedOut++;
            }
        }

        assertThat(leaked).hasValue(0);
        assertThat(timedOut).as("requests that timed out").isBetween(1, 299);
    }

    @Test
    void requestsThatWaitTimeOutTooAndTheirPlacesAreFreeAgain() {
        AtomicInteger called = new AtomicInteger();
        Endpoint endpoint = start(TIMED.maxInFlight(1).maxWaiting(2), request -> {
            called.incrementAndGet();
            blockStubbornly();
            request.respond("ok");
        });
        Subscription first = bench.send("slow", "");
        await().atMost(Bench.PATIENCE).until(() -> called.get() == 1);

        for (int round = 0; round < 2; round++) {
            List<Subscription> waiting = List.of(bench.send("slow", ""), bench.send("slow", ""));
            waiting.forEach(DeadlineTests::assertTimedOut);
            await().atMost(Bench.PATIENCE).until(() -> endpoint.inFlight() <= 1);
        }

        assertTimedOut(first);
        assertThat(called).hasValue(1);
        awaitCounted(endpoint, 5);
        assertThat(endpoint.stats().numErrors()).isEqualTo(5);
        go.countDown();
        await().atMost(Bench.PATIENCE).until(() -> endpoint.inFlight() == 0);
        assertThat(Replies.text(bench.call("slow"))).isEqualTo("ok");
        assertThat(called).hasValue(2);
    }

    @Test
    void aRequestThatWaitsForAThreadTimesOutAndItsHandlerIsNotCalled() {
        AtomicInteger called = new AtomicInteger();
        MicroService service = bench.start(bench.service("timed")
                .handlerThreads(HandlerThreads.of(single))
                .addEndpoint("greedy", bench.stuck(new CountDownLatch(1)))
                .addEndpoint("slow", TIMED, request -> {
                    called.incrementAndGet();
                    request.respond("ok");
                }));
        Subscription greedy = bench.send("greedy", "");

        assertTimedOut(bench.send("slow", ""));

        bench.release();
        assertThat(Replies.text(Bench.next(greedy))).isEqualTo("released");
        assertThat(Replies.text(bench.call("slow"))).isEqualTo("ok");
        assertThat(called).hasValue(1);
        awaitCounted(service.endpoints().get(1), 2);
        assertThat(service.endpoints().get(1).stats().lastError()).startsWith("504:");
        assertThat(service.endpoints().get(1).inFlight()).isZero();
    }

    @Test
    void aRequestThatIsAnsweredInTimeMayGoOnWithoutInterruptionOrSecondAnswer() throws InterruptedException {
        Endpoint endpoint = start(TIMED, request -> {
            request.respond("in time");
            block();
        });
        Subscription replies = bench.send("slow", "");
        assertThat(Replies.text(Bench.next(replies))).isEqualTo("in time");

        pause(TIMEOUT.multipliedBy(3));

        assertThat(interrupted.getCount()).isEqualTo(1);
        go.countDown();
        awaitCounted(endpoint, 1);
        assertThat(endpoint.stats().numErrors()).isZero();
        bench.settle();
        Replies.assertNoMore(replies);
    }

    @Test
    void aRequestWithoutReplySubjectIsInterruptedAndCountedOnce() throws InterruptedException {
        Endpoint endpoint = start(TIMED, request -> block());

        bench.client().publish("slow", new byte[0]);

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        awaitCounted(endpoint, 1);
        await().atMost(Bench.PATIENCE).until(() -> endpoint.inFlight() == 0);
        assertThat(endpoint.stats().numRequests()).isEqualTo(1);
    }

    @Test
    void aHandlerOnAVirtualThreadIsInterruptedAsWell() throws InterruptedException {
        assumeTrue(HandlerThreads.virtualSupported());
        try (HandlerThreads threads = HandlerThreads.virtual("timed-")) {
            bench.start(bench.service("timed").handlerThreads(threads).addEndpoint("slow", TIMED, request -> block()));

            assertTimedOut(bench.send("slow", ""));

            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aHandlerOnTheDeliveringThreadIsNotInterruptedAndTheThreadGoesOn() {
        AtomicInteger calls = new AtomicInteger();
        Endpoint endpoint = start(TIMED.concurrency(Concurrency.NON_BLOCKING), request -> {
            if (calls.getAndIncrement() == 0) {
                block();
                failure.set(catchThrowable(() -> request.respond("late")));
                return;
            }
            request.respond("ok");
        });

        assertTimedOut(bench.send("slow", ""));

        pause(TIMEOUT);
        assertThat(interrupted.getCount()).isEqualTo(1);
        go.countDown();
        assertThat(Replies.text(bench.call("slow"))).isEqualTo("ok");
        assertLateReplyRefused(failure.get());
        awaitCounted(endpoint, 2);
        assertThat(endpoint.stats().numErrors()).isEqualTo(1);
    }
}
