// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.transport.inprocess.InProcessTransport;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a stream is ready, and whom it tells. */
class StreamReadinessTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final InProcessTransport transport = new InProcessTransport();
    private final CompletableFuture<Void> handled = new CompletableFuture<>();
    private final CompletableFuture<MicroService> service = new CompletableFuture<>();
    private CompletableFuture<List<Message>> replies = new CompletableFuture<>();

    @AfterEach
    void close() {
        handled.complete(null);
        transport.close();
    }

    /** A stream whose handler returns when the test says so. */
    private ReplyStream open(Headers headers) {
        CompletableFuture<ReplyStream> opened = new CompletableFuture<>();
        service.complete(MicroService.builder(transport, "streams", "1.0.0")
                .drainTimeout(Duration.ofMillis(20))
                .addAsyncEndpoint("list", request -> {
                    opened.complete(request.openStream());
                    return handled;
                })
                .start());
        // Where the replies do not come the caller waits on after the test; not on a thread that other tests need.
        replies = CompletableFuture.supplyAsync(
                () -> transport.caller().requestMany("list", headers, new byte[0], 2, PATIENCE),
                StreamReadinessTests::onOwnThread);
        return opened.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static void onOwnThread(Runnable task) {
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        thread.start();
    }

    private ReplyStream open() {
        return open(new Headers());
    }

    private static void awaitLatch(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Calls on a thread of its own. */
    private static CompletableFuture<Boolean> awaitReady(ReplyStream stream) {
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                ready.complete(stream.awaitReady());
            } catch (Throwable ex) {
                ready.completeExceptionally(ex);
            }
        });
        thread.start();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> ready.isDone() || thread.getState() == Thread.State.WAITING);
        return ready;
    }

    @Test
    void anActionIsCalledAtOnceOnTheCallingThreadIfTheStreamIsReady() throws InterruptedException {
        ReplyStream stream = open();
        List<Thread> threads = new ArrayList<>();

        stream.onReady(() -> threads.add(Thread.currentThread()));

        assertThat(stream.isReady()).isTrue();
        assertThat(stream.awaitReady()).isTrue();
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void withoutAConnectionAStreamIsNotReadyUntilThereIsOneAgain() throws InterruptedException {
        ReplyStream stream = open();
        CountDownLatch called = new CountDownLatch(2);
        transport.disconnect();

        stream.onReady(called::countDown);
        stream.onReady(called::countDown);
        CompletableFuture<Boolean> ready = awaitReady(stream);

        assertThat(stream.isReady()).isFalse();
        assertThat(called.getCount()).isEqualTo(2);
        assertThat(ready).isNotDone();
        transport.reconnect();
        awaitLatch(called);
        assertThat(ready).succeedsWithin(PATIENCE).isEqualTo(true);
        assertThat(stream.isReady()).isTrue();
    }

    @Test
    void anActionIsCalledOnce() throws InterruptedException {
        ReplyStream stream = open();
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch called = new CountDownLatch(1);
        transport.disconnect();
        stream.onReady(calls::incrementAndGet);
        transport.reconnect();
        stream.onReady(called::countDown);
        awaitLatch(called);
        await().atMost(PATIENCE).until(() -> calls.get() > 0);

        stream.end();
        service.join().stop().join();

        assertThat(calls).hasValue(1);
    }

    @Test
    void theEndOfAStreamTellsWhoeverWaits() throws InterruptedException {
        ReplyStream stream = open();
        CountDownLatch called = new CountDownLatch(1);
        transport.disconnect();
        CompletableFuture<Boolean> ready = awaitReady(stream);
        stream.onReady(called::countDown);

        stream.end();

        awaitLatch(called);
        assertThat(ready).succeedsWithin(PATIENCE).isEqualTo(false);
        assertThat(stream.isReady()).isFalse();
        assertThat(stream.awaitReady()).isFalse();
    }

    @Test
    void theEndOfTheHandlerTellsWhoeverWaits() {
        ReplyStream stream = open();
        transport.disconnect();
        CompletableFuture<Boolean> ready = awaitReady(stream);

        handled.completeExceptionally(new ServiceException(409, "no more"));

        assertThat(ready).succeedsWithin(PATIENCE).isEqualTo(false);
    }

    @Test
    void theEndOfItsTimeTellsWhoeverWaitsWithoutAConnectionToo() {
        ReplyStream stream = open(new Headers().put("Request-Timeout", "100"));
        transport.disconnect();

        CompletableFuture<Boolean> ready = awaitReady(stream);

        assertThat(ready).succeedsWithin(PATIENCE).isEqualTo(false);
        assertThat(stream.isOpen()).isFalse();
        assertThatThrownBy(() -> stream.send("late")).isInstanceOf(ReplyException.class);
    }

    @Test
    void theEndOfTheServiceTellsWhoeverWaits() {
        ReplyStream stream = open();
        transport.disconnect();
        CompletableFuture<Boolean> ready = awaitReady(stream);

        CompletableFuture<Void> stopped = service.join().stop();

        assertThat(ready).succeedsWithin(PATIENCE).isEqualTo(false);
        assertThat(stopped).succeedsWithin(PATIENCE);
    }

    @Test
    void theEndOfTheConnectionTellsWhoeverWaits() {
        ReplyStream stream = open();
        transport.disconnect();
        CompletableFuture<Boolean> ready = awaitReady(stream);

        transport.close();

        assertThat(ready).succeedsWithin(PATIENCE);
        assertThatThrownBy(() -> stream.send("late")).isInstanceOf(ReplyException.class);
    }

    @Test
    void aMessageThatCouldNotBeSentTellsWhoeverWaits() {
        ReplyStream stream = open();
        transport.disconnect();
        CompletableFuture<Boolean> ready = awaitReady(stream);

        assertThatThrownBy(() -> stream.send(new byte[2 * 1024 * 1024])).isInstanceOf(ReplyException.class);

        assertThat(ready).succeedsWithin(PATIENCE).isEqualTo(false);
    }

    @Test
    void aThreadThatIsInterruptedWaitsNoMoreAndTheStreamGoesOn() {
        ReplyStream stream = open();
        transport.disconnect();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                thrown.completeExceptionally(new AssertionError(stream.awaitReady()));
            } catch (InterruptedException ex) {
                thrown.complete(ex);
            }
        });
        thread.start();

        thread.interrupt();

        assertThat(thrown).succeedsWithin(PATIENCE).isInstanceOf(InterruptedException.class);
        assertThat(stream.isOpen()).isTrue();
        transport.reconnect();
        stream.send("on");
        handled.complete(null);
        assertThat(replies)
                .succeedsWithin(PATIENCE)
                .satisfies(messages ->
                        assertThat(messages).extracting(Replies::text).containsExactly("on", ""));
    }

    @Test
    void anActionMayAskForTheNextOneWithoutEnd() {
        ReplyStream stream = open();
        AtomicInteger calls = new AtomicInteger();
        Runnable again = new Runnable() {
            @Override
            public void run() {
                if (calls.incrementAndGet() < 100_000) {
                    stream.onReady(this);
                }
            }
        };

        stream.onReady(again);

        assertThat(calls).hasValue(100_000);
    }

    @Test
    void actionsAreCalledOneAfterTheOther() throws InterruptedException {
        ReplyStream stream = open();
        AtomicInteger inside = new AtomicInteger();
        Queue<Integer> seen = new ConcurrentLinkedQueue<>();
        CountDownLatch called = new CountDownLatch(60);
        Runnable action = () -> {
            seen.add(inside.incrementAndGet());
            LockSupport.parkNanos(1_000);
            inside.decrementAndGet();
            called.countDown();
        };
        transport.disconnect();
        for (int i = 0; i < 20; i++) {
            stream.onReady(action);
        }
        transport.reconnect();

        Thread other = new Thread(() -> {
            for (int i = 0; i < 20; i++) {
                stream.onReady(action);
            }
        });
        other.start();
        for (int i = 0; i < 20; i++) {
            stream.onReady(action);
        }

        awaitLatch(called);
        assertThat(seen).hasSize(60).containsOnly(1);
    }

    @Test
    void anActionThatFailsKeepsNoneFromBeingCalled() throws InterruptedException {
        ReplyStream stream = open();
        CountDownLatch called = new CountDownLatch(2);
        Runnable failing = () -> {
            called.countDown();
            throw new IllegalStateException("on purpose");
        };
        transport.disconnect();

        stream.onReady(failing);
        stream.onReady(called::countDown);
        transport.reconnect();

        awaitLatch(called);
        stream.onReady(failing);
        assertThat(stream.isReady()).isTrue();
    }

    @Test
    void thousandsOfStreamsMayWait() throws InterruptedException {
        ReplyStream stream = open();
        int waiting = 2_000;
        CountDownLatch called = new CountDownLatch(waiting);
        transport.disconnect();
        for (int i = 0; i < waiting; i++) {
            stream.onReady(called::countDown);
        }

        transport.reconnect();

        awaitLatch(called);
    }
}
