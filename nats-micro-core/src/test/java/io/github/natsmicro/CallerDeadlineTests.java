// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The time that a caller gives its request, and how much of it is left. */
class CallerDeadlineTests {

    private static final String HEADER = "Request-Timeout";

    @RegisterExtension
    final Bench bench = new Bench();

    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicInteger called = new AtomicInteger();
    private final AtomicInteger interruptions = new AtomicInteger();

    @AfterEach
    void letGo() {
        go.countDown();
    }

    private Endpoint start(EndpointOptions options, Handler handler) {
        return bench.start(bench.service("timed").addEndpoint("work", options, handler))
                .endpoints()
                .get(0);
    }

    private Subscription send(String timeout) {
        return bench.send("work", new byte[0], new Headers().put(HEADER, timeout));
    }

    private static void assertTimedOut(Subscription replies) {
        assertThat(Replies.errorCode(Bench.next(replies))).isEqualTo("504");
    }

    private static EndpointOptions timeout(Duration timeout) {
        return EndpointOptions.defaults().timeout(timeout);
    }

    private void tellRemainingTime(Request request) {
        called.incrementAndGet();
        request.respond(request.remainingTime()
                .map(Duration::toMillis)
                .map(String::valueOf)
                .orElse("none"));
    }

    @Test
    void theCallersTimeShortensThatOfTheEndpoint() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        start(timeout(Duration.ofSeconds(60)), request -> {
            try {
                go.await();
            } catch (InterruptedException ex) {
                interrupted.countDown();
            }
        });

        assertTimedOut(send("200"));

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theCallersTimeCountsWhereTheEndpointHasNone() {
        Endpoint endpoint = start(EndpointOptions.defaults(), request -> go.await());

        assertTimedOut(send("200"));

        await().atMost(Bench.PATIENCE).until(() -> endpoint.stats().numErrors() == 1);
        assertThat(endpoint.stats().lastError()).startsWith("504:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"60000", "9223372036854775807", "99999999999999999999", "soon", "-5000"})
    void theCallersTimeDoesNotLengthenThatOfTheEndpoint(String header) {
        start(timeout(Duration.ofMillis(300)), request -> go.await());

        assertTimedOut(send(header));
    }

    @Test
    void aCallerWithoutTimeGets504AndTheHandlerIsNotCalled() {
        Endpoint endpoint = start(EndpointOptions.defaults(), this::tellRemainingTime);

        assertTimedOut(send("0"));

        await().atMost(Bench.PATIENCE).until(() -> endpoint.stats().numRequests() == 1);
        assertThat(called).hasValue(0);
        assertThat(endpoint.stats().lastError()).startsWith("504:");
        assertThat(endpoint.stats().processingTime()).isZero();
        assertThat(endpoint.inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "", " ", "1.5", "10ms", "0x10", "1e3", "2026-01-01T00:00:00Z"})
    void aTimeThatIsNoNumberOfMillisecondsHindersNobody(String header) {
        start(EndpointOptions.defaults(), this::tellRemainingTime);

        Replies.assertNoError(Bench.next(send(header)));
        assertThat(called).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "9223372036854776", "99999999999999999999"})
    void aHugeTimeNeverRunsOut(String header) {
        start(EndpointOptions.defaults(), this::tellRemainingTime);

        String remaining = Replies.text(Bench.next(send(header)));

        assertThat(remaining)
                .satisfiesAnyOf(
                        text -> assertThat(text).isEqualTo("none"),
                        text -> assertThat(Long.parseLong(text))
                                .isGreaterThan(Duration.ofDays(300).toMillis()));
    }

    @Test
    void aHugeTimeoutOfAnEndpointNeverRunsOut() {
        start(timeout(Duration.ofSeconds(Long.MAX_VALUE)), request -> request.respond("ok"));

        assertThat(Replies.text(bench.call("work"))).isEqualTo("ok");
        assertThat(Replies.text(Bench.next(send("60000")))).isEqualTo("ok");
    }

    @Test
    void withoutAnyLimitThereIsNoRemainingTime() {
        start(EndpointOptions.defaults(), this::tellRemainingTime);

        assertThat(Replies.text(bench.call("work"))).isEqualTo("none");
    }

    @Test
    void theRemainingTimeIsTheLesserOfBoth() {
        start(timeout(Duration.ofSeconds(40)), this::tellRemainingTime);

        assertThat(Long.parseLong(Replies.text(bench.call("work")))).isBetween(20_000L, 40_000L);
        assertThat(Long.parseLong(Replies.text(Bench.next(send("20000"))))).isBetween(1_000L, 20_000L);
        assertThat(Long.parseLong(Replies.text(Bench.next(send("60000"))))).isBetween(20_000L, 40_000L);
    }

    @Test
    void theRemainingTimeGoesDownToZero() {
        AtomicReference<Duration> first = new AtomicReference<>();
        AtomicReference<Duration> later = new AtomicReference<>();
        AtomicReference<Duration> last = new AtomicReference<>();
        AtomicBoolean answered = new AtomicBoolean();
        start(timeout(Duration.ofMillis(500)), request -> {
            first.set(request.remainingTime().orElseThrow());
            boolean released = false;
            try {
                released = go.await(50, TimeUnit.MILLISECONDS);
                later.set(request.remainingTime().orElseThrow());
                released = go.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException ex) {
                answered.set(request.answered() && !released);
                last.set(request.remainingTime().orElseThrow());
            }
        });

        assertTimedOut(bench.send("work", ""));

        await().atMost(Bench.PATIENCE).until(() -> last.get() != null);
        assertThat(Objects.requireNonNull(first.get())).isGreaterThan(later.get());
        assertThat(last.get()).isEqualTo(Duration.ZERO);
        assertThat(answered).isTrue();
    }

    /** The bound of one is for threads: a handler that does not leave has not made room for the next. */
    @ParameterizedTest
    @EnumSource(names = {"ORDERED", "PARALLEL"})
    void theNextRequestStartsWhenTheHandlerThatTimedOutHasLeft(Concurrency concurrency) {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        start(EndpointOptions.defaults().concurrency(concurrency).maxInFlight(1), request -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            if (called.incrementAndGet() == 1) {
                while (go.getCount() > 0) {
                    try {
                        go.await();
                    } catch (InterruptedException ex) {
                        interruptions.incrementAndGet();
                    }
                }
            }
            running.decrementAndGet();
            request.respond("ok");
        });

        Subscription stuck = send("200");
        await().atMost(Bench.PATIENCE).until(() -> called.get() == 1);
        Subscription next = bench.send("work", "");

        assertTimedOut(stuck);
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        assertThat(called).hasValue(1);
        go.countDown();
        assertThat(Replies.text(Bench.next(next))).isEqualTo("ok");
        assertThat(most).hasValue(1);
        assertThat(interruptions).hasValue(1);
    }
}
