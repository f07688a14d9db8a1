// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReplyTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private MicroService start(Handler handler) {
        return bench.start(bench.service("replies").addEndpoint("work", handler));
    }

    private void awaitCounted(MicroService service, long requests) {
        await().atMost(Bench.PATIENCE)
                .until(() -> service.endpoints().get(0).stats().numRequests() == requests);
    }

    @Test
    void case34_theReplyHasTheBytesAndNoHeaders() {
        start(request -> request.respond(request.data()));

        Message reply = bench.call("work", "hello");

        assertThat(Replies.text(reply)).isEqualTo("hello");
        assertThat(reply.hasHeaders()).isFalse();
    }

    @Test
    void anyBytesAreAnsweredUnchanged() {
        start(request -> request.respond(request.data()));
        byte[] body = new byte[70_000];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) i;
        }

        assertThat(bench.call("work", body, null).getData()).isEqualTo(body);
    }

    @Test
    void anEmptyReplyIsAReply() {
        start(request -> request.respond(new byte[0]));

        Message reply = bench.call("work", "something");

        Replies.assertNoError(reply);
        assertThat(reply.getData()).isEmpty();
    }

    @Test
    void textIsUtf8InBothDirections() {
        start(request -> request.respond("<" + request.text() + ">"));

        assertThat(Replies.text(bench.call("work", "Zoë € \ud83d\ude00"))).isEqualTo("<Zoë € \ud83d\ude00>");
    }

    @Test
    void case35_headersOfTheRequestAreReadAndHeadersOfTheReplyAreSent() {
        start(request -> {
            String value = Objects.requireNonNull(request.header("key"));
            request.respond("OK".getBytes(StandardCharsets.UTF_8), new Headers().put("key", value));
        });

        Message reply = bench.call("work", new byte[0], new Headers().put("key", "value"));

        assertThat(Replies.text(reply)).isEqualTo("OK");
        assertThat(reply.getHeaders().keySet()).containsExactly("key");
        assertThat(reply.getHeaders().get("key")).containsExactly("value");
    }

    @Test
    void aRequestWithoutHeadersHasNone() {
        start(request -> request.respond(request.headers().isEmpty() + " " + request.header("key")));

        assertThat(Replies.text(bench.call("work"))).isEqualTo("true null");
    }

    @Test
    void ofARepeatedHeaderTheLastValueIsRead() {
        start(request -> request.respond(String.valueOf(request.header("key"))));

        Message reply = bench.call("work", new byte[0], new Headers().add("key", "first", "last"));

        assertThat(Replies.text(reply)).isEqualTo("last");
    }

    @Test
    void case46_aSecondReplyIsRefusedAndTheCallerSeesOne() throws InterruptedException {
        AtomicReference<Throwable> refused = new AtomicReference<>();
        MicroService service = start(request -> {
            request.respond("first");
            refused.set(catchThrowable(() -> request.respond("second")));
        });

        Subscription replies = bench.send("work", "");

        assertThat(Replies.text(Bench.next(replies))).isEqualTo("first");
        awaitCounted(service, 1);
        assertReason(refused.get(), ReplyException.Reason.ALREADY_ANSWERED);
        bench.settle();
        Replies.assertNoMore(replies);
        assertThat(bench.statsOf(service, 0).path("num_errors").asLong()).isZero();
    }

    @Test
    void case46_anErrorAfterAReplyIsRefused() throws InterruptedException {
        AtomicReference<Throwable> refused = new AtomicReference<>();
        MicroService service = start(request -> {
            request.respond("first");
            refused.set(catchThrowable(() -> request.respondError(400, "second")));
        });

        Subscription replies = bench.send("work", "");

        Replies.assertNoError(Bench.next(replies));
        awaitCounted(service, 1);
        assertReason(refused.get(), ReplyException.Reason.ALREADY_ANSWERED);
        bench.settle();
        Replies.assertNoMore(replies);
    }

    @Test
    void case46_ofManyThreadsThatReplyOneSucceeds() throws InterruptedException {
        AtomicInteger succeeded = new AtomicInteger();
        MicroService service = start(request -> {
            CountDownLatch go = new CountDownLatch(1);
            CompletableFuture<?>[] racers = new CompletableFuture<?>[8];
            for (int i = 0; i < racers.length; i++) {
                racers[i] = CompletableFuture.runAsync(
                        () -> {
                            if (catchThrowable(() -> {
                                        go.await();
                                        request.respond("mine");
                                    })
                                    == null) {
                                succeeded.incrementAndGet();
                            }
                        },
                        task -> new Thread(task).start());
            }
            go.countDown();
            CompletableFuture.allOf(racers).get(5, TimeUnit.SECONDS);
        });

        Subscription replies = bench.send("work", "");

        assertThat(Replies.text(Bench.next(replies))).isEqualTo("mine");
        awaitCounted(service, 1);
        assertThat(succeeded).hasValue(1);
        bench.settle();
        Replies.assertNoMore(replies);
    }

    @Test
    void aReplyAfterTheHandlerHasReturnedIsRefused() throws InterruptedException {
        AtomicReference<Request> kept = new AtomicReference<>();
        MicroService service = start(kept::set);

        Subscription replies = bench.send("work", "");
        awaitCounted(service, 1);

        Request request = Objects.requireNonNull(kept.get());
        assertReason(catchThrowable(() -> request.respond("late")), ReplyException.Reason.ALREADY_ANSWERED);
        bench.settle();
        Replies.assertNoMore(replies);
    }

    @Test
    void case45_aReplyOnAClosedConnectionFailsWithItsReason() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        var own = bench.connect();
        bench.keep(MicroService.builder(own, "closed", "1.0.0")
                .addEndpoint("work", request -> {
                    own.close();
                    failure.set(catchThrowable(() -> request.respond("lost")));
                })
                .start());

        bench.client().publish("work", bench.client().createInbox(), new byte[0]);

        await().atMost(Bench.PATIENCE).until(() -> failure.get() != null);
        assertReason(failure.get(), ReplyException.Reason.CLOSED);
    }

    @Test
    void aReplyThatIsLargerThanTheServerTakesFailsLocallyAndCountsAsAnError() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        MicroService service = start(request -> {
            byte[] body = new byte[(int) bench.connection().getMaxPayload() + 1];
            failure.set(catchThrowable(() -> request.respond(body)));
        });

        Replies.assertError(bench.call("work"), 500, "Internal Server Error");
        awaitCounted(service, 1);
        assertReason(failure.get(), ReplyException.Reason.TOO_LARGE);
        assertThat(bench.statsOf(service, 0).path("num_errors").asLong()).isEqualTo(1);
    }

    private static void assertReason(@Nullable Throwable failure, ReplyException.Reason reason) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        exception -> assertThat(exception.reason()).isEqualTo(reason));
    }
}
