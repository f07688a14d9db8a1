// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Replies of many messages, as a caller by ADR-47 reads them. */
class StreamTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private Endpoint start(Handler handler) {
        return bench.start(bench.service("streams").addEndpoint("list", handler))
                .endpoints()
                .get(0);
    }

    private Endpoint startAsync(AsyncHandler handler) {
        return bench.start(bench.service("streams").addAsyncEndpoint("list", handler))
                .endpoints()
                .get(0);
    }

    private Streamed stream() {
        return Streamed.read(bench.send("list", ""));
    }

    private static void awaitCounted(Endpoint endpoint, long requests) {
        await().atMost(Bench.PATIENCE).until(() -> endpoint.stats().numRequests() == requests);
    }

    private static void assertReason(@Nullable Throwable failure, ReplyException.Reason reason) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        exception -> assertThat(exception.reason()).isEqualTo(reason));
    }

    @Test
    void elementsComeInOrderAndAnEmptyMessageEndsThem() throws InterruptedException {
        Endpoint endpoint = start(request -> {
            ReplyStream stream = request.openStream();
            for (int i = 0; i < 500; i++) {
                stream.send("e" + i);
            }
        });
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            expected.add("e" + i);
        }

        Subscription replies = bench.send("list", "");
        Streamed streamed = Streamed.read(replies);

        assertThat(streamed.texts()).isEqualTo(expected);
        streamed.assertProperEnd();
        assertThat(streamed.end().hasHeaders()).isFalse();
        awaitCounted(endpoint, 1);
        bench.settle();
        Replies.assertNoMore(replies);
    }

    @Test
    void elementsMayHaveHeadersAndAnyBytes() {
        byte[] bytes = {0, -1, '\r', '\n', 0};
        start(request -> {
            ReplyStream stream = request.openStream();
            stream.send(bytes, new Headers().put("key", "one"));
            stream.send(bytes, new Headers().put("key", "two", "three"));
            stream.send(bytes);
        });

        Streamed streamed = stream();

        assertThat(streamed.elements())
                .hasSize(3)
                .allSatisfy(element -> assertThat(element.getData()).isEqualTo(bytes));
        assertThat(streamed.elements().get(0).getHeaders().get("key")).containsExactly("one");
        assertThat(streamed.elements().get(1).getHeaders().get("key")).containsExactly("two", "three");
        assertThat(streamed.elements().get(2).hasHeaders()).isFalse();
        streamed.assertProperEnd();
    }

    @Test
    void aStreamEndsWithItsHandler() throws InterruptedException {
        AtomicReference<ReplyStream> kept = new AtomicReference<>();
        Endpoint endpoint = start(request -> {
            ReplyStream stream = request.openStream();
            kept.set(stream);
            stream.send("one");
        });

        Subscription replies = bench.send("list", "");
        Streamed streamed = Streamed.read(replies);

        assertThat(streamed.texts()).containsExactly("one");
        streamed.assertProperEnd();
        awaitCounted(endpoint, 1);
        ReplyStream stream = Objects.requireNonNull(kept.get());
        assertThat(stream.isOpen()).isFalse();
        assertReason(catchThrowable(() -> stream.send("late")), ReplyException.Reason.ALREADY_ANSWERED);
        stream.end();
        bench.settle();
        Replies.assertNoMore(replies);
    }

    @Test
    void aStreamOfAnAsynchronousHandlerEndsWithItsStage() throws InterruptedException {
        CompletableFuture<ReplyStream> opened = new CompletableFuture<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        Endpoint endpoint = startAsync(request -> {
            opened.complete(request.openStream());
            return done;
        });
        Subscription replies = bench.send("list", "");
        ReplyStream stream = opened.join();

        stream.send("one");
        stream.send("two");

        assertThat(Replies.text(Bench.next(replies))).isEqualTo("one");
        assertThat(Replies.text(Bench.next(replies))).isEqualTo("two");
        bench.settle();
        Replies.assertNoMore(replies);
        assertThat(endpoint.stats().numRequests()).isZero();
        assertThat(stream.isOpen()).isTrue();
        done.complete(null);
        Streamed.read(replies).assertProperEnd();
        awaitCounted(endpoint, 1);
        assertReason(catchThrowable(() -> stream.send("late")), ReplyException.Reason.ALREADY_ANSWERED);
    }

    @Test
    void aStreamWithoutElementsIsItsEnd() {
        Endpoint endpoint = start(request -> request.openStream().end());

        Streamed streamed = stream();

        assertThat(streamed.elements()).isEmpty();
        streamed.assertProperEnd();
        awaitCounted(endpoint, 1);
        assertThat(endpoint.stats().numErrors()).isZero();
    }

    @Test
    void anEmptyElementIsRefusedAndTheStreamGoesOn() {
        start(request -> {
            ReplyStream stream = request.openStream();
            stream.send("one");
            assertThatIllegalArgumentException().isThrownBy(() -> stream.send(""));
            assertThatIllegalArgumentException().isThrownBy(() -> stream.send(new byte[0]));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> stream.send(new byte[0], new Headers().put("key", "value")));
            assertThat(stream.isOpen()).isTrue();
            stream.send("two");
        });

        Streamed streamed = stream();

        assertThat(streamed.texts()).containsExactly("one", "two");
        streamed.assertProperEnd();
    }

    @Test
    void anElementAfterTheEndIsRefusedAndASecondEndIsNotSent() throws InterruptedException {
        Endpoint endpoint = start(request -> {
            ReplyStream stream = request.openStream();
            stream.send("one");
            stream.end();
            assertThat(stream.isOpen()).isFalse();
            failure.set(catchThrowable(() -> stream.send("two")));
            stream.end();
        });

        Subscription replies = bench.send("list", "");
        Streamed streamed = Streamed.read(replies);

        assertThat(streamed.texts()).containsExactly("one");
        streamed.assertProperEnd();
        awaitCounted(endpoint, 1);
        assertReason(failure.get(), ReplyException.Reason.ALREADY_ANSWERED);
        assertThat(failure.get()).hasMessageMatching("[A-Z].*\\.");
        bench.settle();
        Replies.assertNoMore(replies);
        assertThat(endpoint.stats().numErrors()).isZero();
    }

    @Test
    void case46_anotherReplyBesideAStreamIsRefused() {
        List<@Nullable Throwable> refused = new ArrayList<>();
        Endpoint endpoint = start(request -> {
            ReplyStream stream = request.openStream();
            stream.send("one");
            refused.add(catchThrowable(() -> request.respond("beside")));
            refused.add(catchThrowable(request::openStream));
            stream.send("two");
            stream.end();
            refused.add(catchThrowable(() -> request.respond("after")));
            refused.add(catchThrowable(() -> request.respondError(400, "after")));
        });

        Streamed streamed = stream();

        assertThat(streamed.texts()).containsExactly("one", "two");
        streamed.assertProperEnd();
        awaitCounted(endpoint, 1);
        assertThat(refused).hasSize(4).allSatisfy(each -> assertReason(each, ReplyException.Reason.ALREADY_ANSWERED));
    }

    @Test
    void case46_aStreamAfterAReplyIsRefused() throws InterruptedException {
        Endpoint endpoint = start(request -> {
            request.respond("only");
            failure.set(catchThrowable(request::openStream));
        });

        Subscription replies = bench.send("list", "");

        assertThat(Replies.text(Bench.next(replies))).isEqualTo("only");
        awaitCounted(endpoint, 1);
        assertReason(failure.get(), ReplyException.Reason.ALREADY_ANSWERED);
        bench.settle();
        Replies.assertNoMore(replies);
    }

    @Test
    void aStreamThatNobodyExpectsIsRefused() {
        start(request -> failure.set(catchThrowable(request::openStream)));

        bench.client().publish("list", new byte[0]);

        await().atMost(Bench.PATIENCE).until(() -> failure.get() != null);
        assertReason(failure.get(), ReplyException.Reason.NOT_EXPECTED);
    }

    @Test
    void objectsAreSentAsTheCodecWritesThem() {
        start(request -> {
            ReplyStream stream = request.openStream();
            stream.sendJson(Map.of("n", 1));
            assertThat(catchThrowable(() -> stream.sendJson(new Object())))
                    .isInstanceOf(io.github.natsmicro.codec.PayloadCodecException.class);
            assertThat(stream.isOpen()).isTrue();
            stream.sendJson(List.of("a", "b"));
            stream.sendJson(null);
        });

        Streamed streamed = stream();

        assertThat(streamed.texts()).containsExactly("{\"n\":1}", "[\"a\",\"b\"]", "null");
        streamed.assertProperEnd();
    }

    @Test
    void aStreamIsTimedToItsEnd() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Endpoint endpoint = startAsync(request -> {
            request.openStream().send("one");
            return done;
        });
        Subscription replies = bench.send("list", "");
        Message first = Bench.next(replies);
        long begin = System.nanoTime();
        await().pollDelay(100, TimeUnit.MILLISECONDS).until(() -> true);
        long waited = System.nanoTime() - begin;

        done.complete(null);

        assertThat(first.getData()).isEqualTo("one".getBytes(StandardCharsets.UTF_8));
        Streamed.read(replies).assertProperEnd();
        awaitCounted(endpoint, 1);
        assertThat(endpoint.stats().processingTime()).isGreaterThanOrEqualTo(waited);
    }
}
