// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.nats.client.Subscription;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The timeout of an endpoint that answers later, and what tells such a handler that its request is over. */
class AsyncDeadlineTests {

    private static final EndpointOptions TIMED = EndpointOptions.defaults().timeout(Duration.ofMillis(300));

    @RegisterExtension
    final Bench bench = new Bench();

    private final CompletableFuture<Request> asked = new CompletableFuture<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final AtomicInteger closed = new AtomicInteger();

    private Endpoint start(EndpointOptions options, AsyncHandler handler) {
        return bench.start(bench.service("timed").addAsyncEndpoint("later", options, handler))
                .endpoints()
                .get(0);
    }

    private CompletableFuture<Void> keep(Request request) {
        request.onClose(closed::incrementAndGet);
        asked.complete(request);
        return done;
    }

    private static void assertTimedOut(Subscription replies) {
        assertThat(Replies.errorCode(Bench.next(replies))).isEqualTo("504");
    }

    private static void awaitCounted(Endpoint endpoint, long requests) {
        await().atMost(Bench.PATIENCE).until(() -> endpoint.stats().numRequests() == requests);
    }

    @ParameterizedTest
    @EnumSource(Concurrency.class)
    void aStageThatDoesNotCompleteIsAnswered504AndWhatComesLaterIsHarmless(Concurrency concurrency)
            throws InterruptedException {
        Endpoint endpoint = start(TIMED.concurrency(concurrency), this::keep);

        Subscription replies = bench.send("later", "");

        assertTimedOut(replies);
        await().atMost(Bench.PATIENCE).until(() -> closed.get() == 1);
        Request request = asked.join();
        assertThat(request.answered()).isTrue();
        assertThat(catchThrowable(() -> request.respond("late")))
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        exception -> assertThat(exception.reason()).isEqualTo(ReplyException.Reason.ALREADY_ANSWERED));
        done.completeExceptionally(new IllegalStateException("late"));
        await().atMost(Bench.PATIENCE).until(() -> endpoint.inFlight() == 0);
        bench.settle();
        Replies.assertNoMore(replies);
        assertThat(closed).hasValue(1);
        assertThat(endpoint.stats().numRequests()).isEqualTo(1);
        assertThat(endpoint.stats().numErrors()).isEqualTo(1);
        assertThat(endpoint.stats().lastError()).startsWith("504:");
    }

    @ParameterizedTest
    @EnumSource(Concurrency.class)
    void aStageThatNeverCompletesGivesItsPlaceBack(Concurrency concurrency) {
        AtomicInteger calls = new AtomicInteger();
        Endpoint endpoint = start(TIMED.concurrency(concurrency).maxInFlight(1).maxWaiting(0), request -> {
            if (calls.getAndIncrement() == 0) {
                return done;
            }
            request.respond("ok");
            return CompletableFuture.completedFuture(null);
        });

        assertTimedOut(bench.send("later", ""));

        await().atMost(Bench.PATIENCE).until(() -> endpoint.inFlight() == 0);
        assertThat(Replies.text(bench.call("later"))).isEqualTo("ok");
        awaitCounted(endpoint, 2);
    }

    @Test
    void anAnswerInTimeWhoseStageCompletesLaterIsNoError() throws InterruptedException {
        Endpoint endpoint = start(TIMED, request -> {
            request.respond("in time");
            return keep(request);
        });
        Subscription replies = bench.send("later", "");
        assertThat(Replies.text(Bench.next(replies))).isEqualTo("in time");

        await().pollDelay(Duration.ofMillis(900)).until(() -> true);

        done.complete(null);
        awaitCounted(endpoint, 1);
        assertThat(endpoint.stats().numErrors()).isZero();
        bench.settle();
        Replies.assertNoMore(replies);
    }

    @Test
    void aThreadThatWorksForAnAsynchronousHandlerIsNotInterruptedOnceTheHandlerHasReturned()
            throws InterruptedException {
        CountDownLatch worked = new CountDownLatch(1);
        AtomicInteger interruptions = new AtomicInteger();
        start(
                TIMED,
                request -> CompletableFuture.runAsync(
                        () -> {
                            try {
                                if (!worked.await(1, TimeUnit.SECONDS)) {
                                    worked.countDown();
                                }
                            } catch (InterruptedException ex) {
                                interruptions.incrementAndGet();
                                worked.countDown();
                            }
                        },
                        task -> new Thread(task).start()));

        assertTimedOut(bench.send("later", ""));

        assertThat(worked.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(interruptions).hasValue(0);
    }

    @Test
    void theCloseIsToldForEveryEndingAndAtOnceWhenItIsOver() {
        MicroService service = bench.start(bench.service("closing")
                .addEndpoint("replied", request -> {
                    request.onClose(closed::incrementAndGet);
                    request.respond("ok");
                })
                .addEndpoint("failed", request -> {
                    request.onClose(closed::incrementAndGet);
                    throw new ServiceException(400, "bad");
                })
                .addEndpoint("silent", request -> {
                    request.onClose(closed::incrementAndGet);
                    asked.complete(request);
                }));

        bench.call("replied");
        await().atMost(Bench.PATIENCE).until(() -> closed.get() == 1);
        bench.call("failed");
        await().atMost(Bench.PATIENCE).until(() -> closed.get() == 2);
        bench.send("silent", "");
        await().atMost(Bench.PATIENCE).until(() -> closed.get() == 3);
        awaitCounted(service.endpoints().get(2), 1);

        asked.join().onClose(closed::incrementAndGet);
        assertThat(closed).hasValue(4);
    }

    @Test
    void theEndOfTheServiceIsToldAndAnActionThatThrowsDisturbsNobody() {
        MicroService service = bench.start(bench.service("stopping")
                .drainTimeout(Duration.ofMillis(200))
                .addAsyncEndpoint("later", request -> {
                    request.onClose(() -> {
                        throw new IllegalStateException("on purpose");
                    });
                    return keep(request);
                }));
        Subscription replies = bench.send("later", "");
        asked.join();

        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);

        assertThat(Replies.errorCode(Bench.next(replies))).isEqualTo("503");
        await().atMost(Bench.PATIENCE).until(() -> closed.get() == 1);
        assertThat(service.endpoints().get(0).stats().numRequests()).isEqualTo(1);
    }
}
