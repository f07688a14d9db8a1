// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How streams end that do not end well, and those that several threads write to. */
class StreamEndTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private MicroService start(Handler handler) {
        return bench.start(bench.service("streams").addEndpoint("list", handler));
    }

    private static Endpoint awaitCounted(MicroService service, long requests) {
        Endpoint endpoint = service.endpoints().get(0);
        await().atMost(Bench.PATIENCE).until(() -> endpoint.stats().numRequests() == requests);
        return endpoint;
    }

    private void assertReason(ReplyException.Reason reason) {
        assertThat(failure.get())
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        exception -> assertThat(exception.reason()).isEqualTo(reason));
    }

    /** Sends until it is refused. */
    private void sendForEver(ReplyStream stream) {
        failure.set(catchThrowable(() -> {
            while (true) {
                stream.send("more");
                LockSupport.parkNanos(100_000);
            }
        }));
    }

    @Test
    void anErrorAfterElementsEndsTheStreamAndIsOneError() throws InterruptedException {
        MicroService service = start(request -> {
            ReplyStream stream = request.openStream();
            stream.send("one");
            stream.send("two");
            throw new ServiceException(409, "no more").withHeaders(new Headers().put("key", "value"));
        });

        Subscription replies = bench.send("list", "");
        Streamed streamed = Streamed.read(replies);

        assertThat(streamed.texts()).containsExactly("one", "two");
        Replies.assertError(streamed.end(), 409, "no more");
        assertThat(Replies.header(streamed.end(), "key")).isEqualTo("value");
        assertThat(streamed.end().getData()).isEmpty();
        Endpoint endpoint = awaitCounted(service, 1);
        assertThat(endpoint.stats().numErrors()).isEqualTo(1);
        assertThat(endpoint.stats().lastError()).isEqualTo("409:no more");
        bench.settle();
        Replies.assertNoMore(replies);
    }

    @Test
    void anErrorWithABodyEndsTheStreamWithIt() {
        start(request -> {
            request.openStream().send("one");
            throw new ServiceException(409, "no more").withBody("why".getBytes(StandardCharsets.UTF_8));
        });

        Streamed streamed = Streamed.read(bench.send("list", ""));

        assertThat(streamed.texts()).containsExactly("one");
        Replies.assertError(streamed.end(), 409, "no more");
        assertThat(Replies.text(streamed.end())).isEqualTo("why");
    }

    @Test
    void anyOtherExceptionEndsTheStreamWith500AndANeutralText() {
        MicroService service = start(request -> {
            request.openStream().send("one");
            throw new IllegalStateException("secret");
        });

        Streamed streamed = Streamed.read(bench.send("list", ""));

        assertThat(streamed.texts()).containsExactly("one");
        Replies.assertError(streamed.end(), 500, "Internal Server Error");
        assertThat(awaitCounted(service, 1).stats().numErrors()).isEqualTo(1);
    }

    @Test
    void aStageThatFailsEndsTheStreamWithTheError() {
        MicroService service = bench.start(bench.service("streams").addAsyncEndpoint("list", request -> {
            ReplyStream stream = request.openStream();
            return CompletableFuture.runAsync(() -> {
                stream.send("one");
                throw new ServiceException(409, "no more");
            });
        }));

        Streamed streamed = Streamed.read(bench.send("list", ""));

        assertThat(streamed.texts()).containsExactly("one");
        Replies.assertError(streamed.end(), 409, "no more");
        assertThat(awaitCounted(service, 1).stats().numErrors()).isEqualTo(1);
    }

    @Test
    void anErrorAfterTheEndOfTheStreamIsCountedAndNotSent() throws InterruptedException {
        MicroService service = start(request -> {
            ReplyStream stream = request.openStream();
            stream.send("one");
            stream.end();
            throw new ServiceException(409, "too late");
        });

        Subscription replies = bench.send("list", "");
        Streamed.read(replies).assertProperEnd();

        assertThat(awaitCounted(service, 1).stats().lastError()).isEqualTo("409:too late");
        assertThat(awaitCounted(service, 1).stats().numErrors()).isEqualTo(1);
        bench.settle();
        Replies.assertNoMore(replies);
    }

    @Test
    void anElementThatIsTooLargeEndsTheStreamWith500() throws InterruptedException {
        AtomicReference<@Nullable Boolean> open = new AtomicReference<>();
        MicroService service = start(request -> {
            ReplyStream stream = request.openStream();
            stream.send("one");
            byte[] tooLarge = new byte[(int) bench.connection().getMaxPayload() + 1];
            failure.set(catchThrowable(() -> stream.send(tooLarge)));
            open.set(stream.isOpen());
        });

        Subscription replies = bench.send("list", "");
        Streamed streamed = Streamed.read(replies);

        assertThat(streamed.texts()).containsExactly("one");
        Replies.assertError(streamed.end(), 500, "Internal Server Error");
        Endpoint endpoint = awaitCounted(service, 1);
        assertReason(ReplyException.Reason.TOO_LARGE);
        assertThat(open.get()).isFalse();
        assertThat(endpoint.stats().numErrors()).isEqualTo(1);
        bench.settle();
        Replies.assertNoMore(replies);
    }

    @Test
    void theEndOfTheServiceEndsAnEndlessStreamWith503() throws InterruptedException {
        CountDownLatch left = new CountDownLatch(1);
        MicroService service = bench.start(
                bench.service("endless").drainTimeout(Duration.ofMillis(300)).addEndpoint("list", request -> {
                    sendForEver(request.openStream());
                    left.countDown();
                }));
        Subscription replies = bench.send("list", "");
        assertThat(Replies.text(Bench.next(replies))).isEqualTo("more");

        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);

        Streamed streamed = Streamed.read(replies);
        assertThat(streamed.texts()).isNotEmpty();
        assertThat(Replies.errorCode(streamed.end())).isEqualTo("503");
        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
        assertReason(ReplyException.Reason.ALREADY_ANSWERED);
        bench.settle();
        Replies.assertNoMore(replies);
        awaitCounted(service, 1);
    }

    @Test
    void aTimeoutEndsAStreamWith504() throws InterruptedException {
        CountDownLatch left = new CountDownLatch(1);
        MicroService service = bench.start(bench.service("endless")
                .addEndpoint("list", EndpointOptions.defaults().timeout(Duration.ofMillis(300)), request -> {
                    sendForEver(request.openStream());
                    left.countDown();
                }));

        Subscription replies = bench.send("list", "");
        Streamed streamed = Streamed.read(replies);

        assertThat(streamed.texts()).isNotEmpty();
        assertThat(Replies.errorCode(streamed.end())).isEqualTo("504");
        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
        assertReason(ReplyException.Reason.ALREADY_ANSWERED);
        bench.settle();
        Replies.assertNoMore(replies);
        awaitCounted(service, 1);
    }

    @Test
    void severalThreadsMaySendAndEachKeepsItsOrder() {
        int threads = 4;
        int each = 100;
        start(request -> {
            ReplyStream stream = request.openStream();
            CompletableFuture<?>[] writers = new CompletableFuture<?>[threads];
            for (int t = 0; t < threads; t++) {
                String prefix = t + ":";
                writers[t] = CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < each; i++) {
                                stream.send(prefix + i);
                            }
                        },
                        task -> new Thread(task).start());
            }
            CompletableFuture.allOf(writers).join();
        });

        Streamed streamed = Streamed.read(bench.send("list", ""));

        streamed.assertProperEnd();
        assertThat(streamed.elements()).hasSize(threads * each);
        for (int t = 0; t < threads; t++) {
            String prefix = t + ":";
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                expected.add(prefix + i);
            }
            assertThat(streamed.texts().stream().filter(text -> text.startsWith(prefix)))
                    .containsExactlyElementsOf(expected);
        }
    }

    /** What a thread was told is sent comes before the end, and nothing after it. */
    @RepeatedTest(10)
    void whoeverClosesAStreamThatOthersWriteToItsEndIsItsLastMessage() throws InterruptedException {
        List<Integer> sent = new ArrayList<>();
        MicroService service = start(request -> {
            ReplyStream stream = request.openStream();
            List<CompletableFuture<Integer>> writers = new ArrayList<>();
            CountDownLatch warm = new CountDownLatch(30);
            for (int t = 0; t < 3; t++) {
                writers.add(CompletableFuture.supplyAsync(
                        () -> {
                            int count = 0;
                            try {
                                while (true) {
                                    stream.send("x");
                                    count++;
                                    warm.countDown();
                                }
                            } catch (ReplyException ex) {
                                return count;
                            }
                        },
                        task -> new Thread(task).start()));
            }
            warm.await();
            stream.end();
            writers.forEach(writer -> sent.add(writer.join()));
        });

        Subscription replies = bench.send("list", "");
        Streamed streamed = Streamed.read(replies);

        streamed.assertProperEnd();
        awaitCounted(service, 1);
        assertThat(streamed.elements())
                .hasSize(sent.stream().mapToInt(Integer::intValue).sum());
        bench.settle();
        Replies.assertNoMore(replies);
    }
}
