// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replies that no thread waits for leave nothing behind, however they end: no thread, no subscription, no timer. */
class RequestManyAsyncTraceTests {

    private static final byte[] NOTHING = new byte[0];
    private static final Duration SOON = Duration.ofSeconds(10);

    private final ThreadPoolExecutor threads = (ThreadPoolExecutor) Executors.newCachedThreadPool();
    private final Responder responder = new Responder();
    private final Connection caller = connect();
    private final RequestMany requests = RequestMany.on(caller).total(Duration.ofHours(1));
    private int before;

    private Connection connect() {
        try {
            return Nats.connect(Options.builder()
                    .server(NatsServer.shared().url())
                    .executor(threads)
                    .build());
        } catch (Exception ex) {
            throw new IllegalStateException(ex);
        }
    }

    @BeforeEach
    void countThreads() throws Exception {
        caller.flush(SOON);
        before = threads.getActiveCount();
    }

    @AfterEach
    void close() throws InterruptedException {
        responder.close();
        caller.close();
        threads.shutdownNow();
    }

    private void assertNothingIsLeft() {
        responder.awaitUnsubscribed(responder.awaitRequest());
        await().untilAsserted(() -> assertThat(threads.getActiveCount()).isEqualTo(before));
    }

    @Test
    void afterTheStallTime() {
        responder.answer("1");

        assertThat(requests.requestAsync(responder.subject(), NOTHING)).succeedsWithin(SOON);

        assertNothingIsLeft();
    }

    @Test
    void afterTheTotalTime() {
        responder.answer();

        assertThat(requests.total(Duration.ofMillis(100)).requestAsync(responder.subject(), NOTHING))
                .succeedsWithin(SOON);

        assertNothingIsLeft();
    }

    @Test
    void afterTheLastReplyThatWasWanted() {
        responder.answer("1", "2");

        assertThat(requests.stall(null).maxMessages(1).requestAsync(responder.subject(), NOTHING))
                .succeedsWithin(SOON);

        assertNothingIsLeft();
    }

    @Test
    void afterBeingCancelled() {
        responder.answer();
        CompletableFuture<List<Message>> replies = requests.requestAsync(responder.subject(), NOTHING);

        replies.cancel(true);

        assertNothingIsLeft();
    }

    @Test
    void afterBeingCancelledByAnInterruptedThread() {
        responder.answer();
        CompletableFuture<List<Message>> replies = requests.requestAsync(responder.subject(), NOTHING);

        Thread.currentThread().interrupt();
        replies.cancel(true);

        assertThat(Thread.interrupted()).isTrue();
        assertNothingIsLeft();
    }

    @Test
    void afterBeingCancelledDuringAnActionWhichIsTheLastAndNotInterrupted() throws Exception {
        responder.answer("1", "2", "3");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        List<Boolean> seen = new ArrayList<>();
        CompletableFuture<Void> end = requests.forEachAsync(responder.subject(), null, NOTHING, reply -> {
            begun.countDown();
            try {
                seen.add(cancelled.await(10, TimeUnit.SECONDS));
            } catch (InterruptedException ex) {
                seen.add(false);
            }
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        end.cancel(true);
        cancelled.countDown();

        assertNothingIsLeft();
        assertThat(seen).containsExactly(true);
    }

    @Test
    void afterBeingCancelledByTheAction() {
        responder.answer("1", "2", "3");
        List<String> seen = new ArrayList<>();
        CompletableFuture<CompletableFuture<Void>> end = new CompletableFuture<>();

        end.complete(requests.forEachAsync(responder.subject(), null, NOTHING, reply -> {
            seen.add(Responder.text(reply));
            end.join().cancel(true);
        }));

        assertNothingIsLeft();
        assertThat(seen).containsExactly("1");
    }

    @Test
    void whatComesNextSeesNoInterrupt() {
        responder.answer("1");

        CompletableFuture<Boolean> interrupted = requests.stall(null)
                .maxMessages(1)
                .requestAsync(responder.subject(), NOTHING)
                .thenApply(replies -> Thread.currentThread().isInterrupted());

        assertThat(interrupted).succeedsWithin(SOON).isEqualTo(false);
        assertNothingIsLeft();
    }

    @Test
    void noTimerKeepsTheActionAlive() {
        responder.answer("1");
        WeakReference<Object> action = completed(requests.maxMessages(1));
        WeakReference<Object> stalled = completed(requests);
        WeakReference<Object> cancelled = cancelled();

        await().untilAsserted(() -> {
            System.gc();
            assertThat(List.of(action, stalled, cancelled))
                    .allSatisfy(reference -> assertThat(reference.get()).isNull());
        });
    }

    private WeakReference<Object> completed(RequestMany many) {
        List<Message> seen = new ArrayList<>();
        Consumer<Message> action = seen::add;
        assertThat(many.forEachAsync(responder.subject(), null, NOTHING, action))
                .succeedsWithin(SOON);
        assertThat(seen).hasSize(1);
        return new WeakReference<>(action);
    }

    private WeakReference<Object> cancelled() {
        List<Message> seen = new ArrayList<>();
        Consumer<Message> action = seen::add;
        requests.forEachAsync(responder.subject(), null, NOTHING, action).cancel(true);
        return new WeakReference<>(action);
    }
}
