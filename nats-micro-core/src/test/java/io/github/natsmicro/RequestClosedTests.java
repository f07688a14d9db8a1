// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listener hears of the end of each request once, whichever end it was. */
class RequestClosedTests {

    private static final EndpointOptions BRIEF = EndpointOptions.defaults().timeout(Duration.ofMillis(250));

    @RegisterExtension
    final Bench bench = new Bench();

    /** What a listener was told, and how many requests the statistics had counted by then. */
    private record Closed(Request request, Outcome outcome, Duration time, long counted) {}

    private final List<Closed> closed = new CopyOnWriteArrayList<>();
    private final CountDownLatch entered = new CountDownLatch(1);

    private final ServiceListener noting = new ServiceListener() {
        @Override
        public void requestClosed(Request request, Outcome outcome, Duration time) {
            closed.add(new Closed(
                    request, outcome, time, request.endpoint().stats().numRequests()));
        }
    };

    private MicroServiceBuilder noted() {
        return bench.service("noted").addListener(noting);
    }

    private MicroService start(EndpointOptions options, Handler handler) {
        return bench.start(noted().addEndpoint("work", options, handler));
    }

    private void start(Handler handler) {
        start(EndpointOptions.defaults(), handler);
    }

    private Closed awaitOne() {
        await().atMost(Bench.PATIENCE).until(() -> !closed.isEmpty());
        return closed.get(0);
    }

    private Closed assertOne(Outcome.Kind kind, int code) {
        Closed one = awaitOne();
        assertThat(one.outcome().kind()).isEqualTo(kind);
        assertThat(one.outcome().code()).isEqualTo(code);
        assertThat(one.outcome().isError()).isEqualTo(code != 0);
        assertThat(one.counted()).isGreaterThanOrEqualTo(1);
        assertThat(one.request().subject()).isEqualTo("work");
        bench.release();
        bench.settle();
        await().atMost(Bench.PATIENCE).until(() -> one.request().endpoint().inFlight() == 0);
        assertThat(closed).hasSize(1);
        return one;
    }

    @Test
    void replied() {
        start(request -> {
            await().pollDelay(20, TimeUnit.MILLISECONDS).until(() -> true);
            request.respond("ok");
        });

        bench.call("work", "body");

        Closed one = assertOne(Outcome.Kind.REPLIED, 0);
        assertThat(one.outcome().description()).isEmpty();
        assertThat(one.request().text()).isEqualTo("body");
        assertThat(one.time()).isBetween(Duration.ofMillis(20), Duration.ofSeconds(10));
        assertThat(one.time().toNanos())
                .isEqualTo(one.request().endpoint().stats().processingTime());
    }

    @Test
    void repliedWithAStream() {
        start(request -> {
            ReplyStream stream = request.openStream();
            stream.send("one");
            stream.send("two");
        });

        Streamed.read(bench.send("work", ""));

        assertOne(Outcome.Kind.REPLIED, 0);
    }

    @Test
    void repliedWithAnError() {
        start(request -> request.respondError(400, "bad\nrequest"));

        String seen = Replies.error(bench.call("work"));

        assertThat(assertOne(Outcome.Kind.ERROR, 400).outcome().description())
                .as("as the caller got it")
                .isEqualTo(seen);
    }

    @Test
    void failed() {
        start(request -> {
            throw new IllegalStateException("secret");
        });

        bench.call("work");

        assertThat(assertOne(Outcome.Kind.ERROR, 500).outcome().description()).isEqualTo("Internal Server Error");
    }

    @Test
    void failedInAStream() {
        start(request -> {
            request.openStream().send("one");
            throw new ServiceException(409, "no more");
        });

        Streamed.read(bench.send("work", ""));

        assertOne(Outcome.Kind.ERROR, 409);
    }

    @Test
    void repliedLater() {
        bench.start(
                noted().addAsyncEndpoint("work", request -> CompletableFuture.runAsync(() -> request.respond("ok"))));

        bench.call("work");

        assertOne(Outcome.Kind.REPLIED, 0);
    }

    @Test
    void failedLater() {
        bench.start(noted().addAsyncEndpoint(
                        "work", request -> CompletableFuture.failedFuture(new ServiceException(1210, "something"))));

        bench.call("work");

        assertOne(Outcome.Kind.ERROR, 1210);
    }

    @Test
    void unanswered() {
        start(request -> {});

        bench.send("work", "");

        assertThat(assertOne(Outcome.Kind.UNANSWERED, 0).outcome().description())
                .isEmpty();
    }

    @Test
    void unansweredAsNobodyWaits() {
        start(request -> {});

        bench.client().publish("work", "body".getBytes(StandardCharsets.UTF_8));

        assertThat(assertOne(Outcome.Kind.UNANSWERED, 0).request().expectsReply())
                .isFalse();
    }

    @Test
    void refused() throws InterruptedException {
        start(EndpointOptions.defaults().maxInFlight(1).maxWaiting(0), bench.stuck(entered));
        bench.send("work", "handled");
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

        String seen = Replies.error(bench.call("work", "refused"));

        Closed one = awaitOne();
        assertThat(one.request().text()).isEqualTo("refused");
        assertThat(one.outcome()).isEqualTo(new Outcome(Outcome.Kind.REJECTED, 503, String.valueOf(seen)));
        assertThat(one.time()).isZero();
        assertThat(closed).hasSize(1);
        bench.release();
        await().atMost(Bench.PATIENCE).until(() -> closed.size() == 2);
        assertThat(closed.get(1).outcome().kind()).isEqualTo(Outcome.Kind.REPLIED);
        assertThat(closed.get(1).request().text()).isEqualTo("handled");
    }

    @Test
    void timedOutInItsHandler() throws InterruptedException {
        MicroService service = start(BRIEF, bench.stuck(entered));

        String seen = Replies.error(bench.call("work"));

        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        Closed one = awaitOne();
        assertThat(one.outcome().isError()).isTrue();
        assertThat(one.outcome().code()).isEqualTo(504);
        assertThat(one.outcome().description()).isEqualTo(seen);
        assertThat(one.time()).isBetween(Duration.ofMillis(100), Duration.ofSeconds(10));
        bench.release();
        await().atMost(Bench.PATIENCE).until(() -> service.endpoints().get(0).inFlight() == 0);
        bench.settle();
        assertThat(closed).hasSize(1);
    }

    @Test
    void timedOutBeforeItsHandlerWasCalled() throws InterruptedException {
        start(EndpointOptions.defaults().maxInFlight(1), bench.stuck(entered));
        bench.send("work", "handled");
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

        Subscription replies = bench.send(
                "work", "late".getBytes(StandardCharsets.UTF_8), new Headers().put("Request-Timeout", "200"));

        String seen = Replies.error(Bench.next(replies));
        Closed one = awaitOne();
        assertThat(one.request().text()).isEqualTo("late");
        assertThat(one.outcome()).isEqualTo(new Outcome(Outcome.Kind.REJECTED, 504, String.valueOf(seen)));
        assertThat(one.time()).isZero();
        bench.release();
        await().atMost(Bench.PATIENCE).until(() -> closed.size() == 2);
        assertThat(closed.get(1).request().text()).isEqualTo("handled");
    }

    @Test
    void notWaitedForByAServiceThatStops() throws InterruptedException {
        MicroService service =
                bench.start(noted().drainTimeout(Duration.ofMillis(200)).addEndpoint("work", bench.stuck(entered)));
        Subscription replies = bench.send("work", "");
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);

        assertThat(Replies.errorCode(Bench.next(replies))).isEqualTo("503");
        assertOne(Outcome.Kind.REJECTED, 503);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aListenerThatThrowsChangesNothing(boolean anError) {
        List<String> events = new CopyOnWriteArrayList<>();
        MicroService service = bench.start(bench.service("noted")
                .addListener(new ServiceListener() {
                    @Override
                    public void requestClosed(Request request, Outcome outcome, Duration time) {
                        events.add("thrown");
                        if (anError) {
                            throw new AssertionError("on purpose");
                        }
                        throw new IllegalStateException("on purpose");
                    }
                })
                .addListener(noting)
                .addEndpoint("work", EndpointOptions.defaults().maxInFlight(1).maxWaiting(0), request -> {
                    request.respond("ok");
                }));
        Endpoint endpoint = service.endpoints().get(0);

        for (int i = 1; i <= 5; i++) {
            int count = i;
            assertThat(Replies.text(bench.call("work"))).isEqualTo("ok");
            await().atMost(Bench.PATIENCE).until(() -> closed.size() == count);
            await().atMost(Bench.PATIENCE).until(() -> endpoint.inFlight() == 0);
        }

        assertThat(events).hasSize(5);
        assertThat(closed).allMatch(one -> one.outcome().kind() == Outcome.Kind.REPLIED);
        assertThat(endpoint.stats().numRequests()).isEqualTo(5);
        assertThat(endpoint.stats().numErrors()).isZero();
    }
}
