// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AsyncHandlerTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private MicroService start(AsyncHandler handler) {
        return start(EndpointOptions.defaults(), handler);
    }

    private MicroService start(EndpointOptions options, AsyncHandler handler) {
        return bench.start(bench.service("async").addAsyncEndpoint("later", options, handler));
    }

    private JsonNode awaitCounted(MicroService service, long requests) {
        await().atMost(Bench.PATIENCE)
                .until(() -> bench.statsOf(service, 0).path("num_requests").asLong() == requests);
        return bench.statsOf(service, 0);
    }

    @Test
    void aReplyCanComeAfterTheHandlerHasReturned() {
        CompletableFuture<Request> asked = new CompletableFuture<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        start(request -> {
            asked.complete(request);
            return done;
        });

        Subscription replies = bench.send("later", "");
        asked.join().respond("here it is");
        done.complete(null);

        assertThat(Replies.text(Bench.next(replies))).isEqualTo("here it is");
    }

    @Test
    void aRequestIsCountedAndTimedWhenItsStageCompletes() throws InterruptedException {
        CountDownLatch replied = new CountDownLatch(1);
        CompletableFuture<Void> done = new CompletableFuture<>();
        MicroService service = start(request -> {
            request.respond("early");
            replied.countDown();
            return done;
        });
        long sent = System.nanoTime();
        Bench.next(bench.send("later", ""));
        assertThat(replied.await(5, TimeUnit.SECONDS)).isTrue();
        bench.settle();
        assertThat(bench.statsOf(service, 0).path("num_requests").asLong()).isZero();
        long answered = System.nanoTime();
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
        long waited = System.nanoTime() - answered;

        done.complete(null);

        JsonNode stats = awaitCounted(service, 1);
        assertThat(stats.path("num_errors").asLong()).isZero();
        assertThat(stats.path("processing_time").asLong()).isBetween(waited, System.nanoTime() - sent);
        assertThat(stats.path("average_processing_time").asLong())
                .isEqualTo(stats.path("processing_time").asLong());
    }

    @Test
    void aStageThatFailsWithAServiceExceptionIsAnsweredWithIt() {
        MicroService service =
                start(request -> CompletableFuture.failedFuture(new ServiceException(1210, "something")));

        Replies.assertError(bench.call("later"), 1210, "something");
        JsonNode stats = awaitCounted(service, 1);
        assertThat(stats.path("num_errors").asLong()).isEqualTo(1);
        assertThat(stats.path("last_error").asText()).isEqualTo("1210:something");
    }

    @Test
    void aServiceExceptionFromWithinAChainOfStagesIsAnsweredWithIt() {
        start(request -> CompletableFuture.supplyAsync(() -> {
                    throw new ServiceException(1210, "something");
                })
                .thenApply(String::valueOf)
                .thenAccept(request::respond));

        Replies.assertError(bench.call("later"), 1210, "something");
    }

    @Test
    void aStageThatFailsOtherwiseIsAnsweredWith500AndANeutralText() {
        MicroService service = start(request -> CompletableFuture.failedFuture(new IllegalStateException("boom")));

        var reply = bench.call("later");

        assertThat(Replies.errorCode(reply)).isEqualTo("500");
        assertThat(Replies.error(reply)).isNotBlank().doesNotContain("boom").doesNotContain("Exception");
        assertThat(awaitCounted(service, 1).path("num_errors").asLong()).isEqualTo(1);
    }

    @Test
    void aStageThatIsCancelledIsAnsweredWith500() {
        start(request -> {
            CompletableFuture<Void> cancelled = new CompletableFuture<>();
            cancelled.cancel(true);
            return cancelled;
        });

        assertThat(Replies.errorCode(bench.call("later"))).isEqualTo("500");
    }

    @Test
    void aHandlerThatThrowsInsteadOfReturningAStageIsAnswered() {
        start(request -> {
            throw new ServiceException(403, "forbidden");
        });

        Replies.assertError(bench.call("later"), 403, "forbidden");
    }

    @Test
    @SuppressWarnings("NullAway") // What a handler compiled without the check can do.
    void aHandlerThatReturnsNoStageIsAnsweredWith500() {
        MicroService service = start(request -> null);

        assertThat(Replies.errorCode(bench.call("later"))).isEqualTo("500");
        assertThat(awaitCounted(service, 1).path("num_errors").asLong()).isEqualTo(1);
    }

    @Test
    void aStageThatCompletesWithoutAReplyIsUnansweredAndNoError() throws InterruptedException {
        MicroService service = start(request -> CompletableFuture.completedFuture("not looked at"));

        Subscription replies = bench.send("later", "");

        assertThat(awaitCounted(service, 1).path("num_errors").asLong()).isZero();
        bench.settle();
        Replies.assertNoMore(replies);
    }

    @Test
    void aReplyAfterTheStageHasCompletedIsRefused() {
        AtomicReference<Request> kept = new AtomicReference<>();
        MicroService service = start(request -> {
            kept.set(request);
            return CompletableFuture.completedFuture(null);
        });
        bench.send("later", "");
        awaitCounted(service, 1);

        Request request = Objects.requireNonNull(kept.get());

        assertThat(catchThrowable(() -> request.respond("late"))).isInstanceOf(ReplyException.class);
    }

    @Test
    void aStageThatIsNoFutureWorks() {
        start(request ->
                CompletableFuture.runAsync(() -> request.respond("minimal")).minimalCompletionStage());

        assertThat(Replies.text(bench.call("later"))).isEqualTo("minimal");
    }

    @Test
    void requestsInFlightHoldNoThread() {
        int many = 1000;
        ConcurrentLinkedQueue<Runnable> answers = new ConcurrentLinkedQueue<>();
        MicroService service = start(EndpointOptions.defaults().maxInFlight(many), request -> {
            CompletableFuture<Void> done = new CompletableFuture<>();
            answers.add(() -> {
                request.respond(request.data());
                done.complete(null);
            });
            return done;
        });
        List<Subscription> replies = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            replies.add(bench.send("later", "r" + i));
        }

        await().atMost(Bench.PATIENCE).until(() -> answers.size() == many);
        answers.forEach(Runnable::run);

        for (int i = 0; i < many; i++) {
            assertThat(Replies.text(Bench.next(replies.get(i)))).isEqualTo("r" + i);
        }
        assertThat(awaitCounted(service, many).path("num_errors").asLong()).isZero();
    }

    @Test
    void requestsInFlightCountForTheBound() {
        CompletableFuture<Request> first = new CompletableFuture<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        start(EndpointOptions.defaults().maxInFlight(1).maxWaiting(0), request -> {
            first.complete(request);
            return done;
        });
        Subscription admitted = bench.send("later", "");
        Request request = first.join();

        assertThat(Replies.errorCode(bench.call("later"))).isEqualTo("503");

        request.respond("done");
        done.complete(null);
        assertThat(Replies.text(Bench.next(admitted))).isEqualTo("done");
    }

    @Test
    void anHandlerMadeAsynchronousBehavesAsBefore() {
        start(AsyncHandler.of(request -> request.respond("same")));

        assertThat(Replies.text(bench.call("later"))).isEqualTo("same");
    }
}
