// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.client.NoRespondersException;
import io.github.natsmicro.client.RequestException;
import io.github.natsmicro.client.RequestTimeoutException;
import io.github.natsmicro.spring.contract.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.FixedBackOff;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

/** How often a service sees a request, and when. */
class RetryTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    @RegisterExtension
    static final ClientBench bench = new ClientBench();

    private final NatsTemplate template = with(2, Duration.ofMillis(1));
    private String subject = "";

    @BeforeEach
    void choose() {
        subject = bench.subject();
    }

    private static RetryPolicy policy(int maxRetries, Duration delay) {
        return RetryPolicy.builder().maxRetries(maxRetries).delay(delay).build();
    }

    private static NatsTemplate with(int maxRetries, Duration delay) {
        return bench.builder().retry(policy(maxRetries, delay)).build();
    }

    private void assertAttempts(int number) {
        assertThat(bench.service().requests(subject)).hasSize(number);
    }

    private List<Order> stream(NatsTemplate with) {
        try (Stream<Order> orders = with.stream(subject, null, Order.class)) {
            return orders.toList();
        }
    }

    @Test
    void byDefaultNothingIsTriedAgain() {
        bench.service().when(subject).error(503, "Busy").reply(Order.TEA);

        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() -> bench.template().request(subject, null, Order.class));
        assertAttempts(1);
    }

    @Test
    void aServiceThatIsBusyIsAskedAgain() {
        bench.service().when(subject).error(503, "Busy").error(503, "Busy").reply(Order.TEA);

        assertThat(template.request(subject, Order.RICE, Order.class)).isEqualTo(Order.TEA);
        assertAttempts(3);
        assertThat(bench.service().requests(subject))
                .allSatisfy(request -> assertThat(request.body(Order.class)).isEqualTo(Order.RICE));
    }

    @Test
    void aServiceThatIsBusyIsAskedAgainByWhoDoesNotWait() {
        bench.service().when(subject).error(503, "Busy").error(503, "Busy").reply(Order.TEA);

        assertThat(template.requestAsync(subject, Order.RICE, Order.class))
                .succeedsWithin(SOON)
                .isEqualTo(Order.TEA);
        assertAttempts(3);
    }

    @Test
    void theLastFailureIsToldWhenItIsEnough() {
        bench.service()
                .when(subject)
                .error(503, "Busy")
                .error(503, "Still busy")
                .error(503, "Too busy");

        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() -> template.request(subject, null, Order.class))
                .satisfies(error -> assertThat(error.description()).isEqualTo("Too busy"));
        assertAttempts(3);
        assertThat(template.requestAsync(subject, null, Order.class))
                .failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(ErrorReplyException.class);
        assertAttempts(6);
    }

    @Test
    void anyOtherErrorIsNotTriedAgain() {
        bench.service().when(subject).error(500, "Broken").error(500, "Broken").reply(Order.TEA);

        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() -> template.request(subject, null, Order.class));
        assertThat(template.requestAsync(subject, null, Order.class)).failsWithin(SOON);
        assertAttempts(2);
    }

    @Test
    void whatTimedOutIsNotTriedAgain() {
        bench.service().when(subject).nothing().nothing().reply(Order.TEA);
        NatsRequestSpec request = template.request(subject).timeout(Duration.ofMillis(50));

        assertThatExceptionOfType(RequestTimeoutException.class).isThrownBy(() -> request.retrieve(Order.class));
        assertThat(request.retrieveAsync(Order.class))
                .failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(RequestTimeoutException.class);
        assertAttempts(2);
    }

    @Test
    void aServiceThatComesIsFound() {
        NatsTemplate patient = with(1_000, Duration.ofMillis(10));
        CompletableFuture<Void> unused = CompletableFuture.runAsync(
                () -> bench.service().when(subject).reply(Order.TEA),
                CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));

        assertThat(patient.request(subject, null, Order.class)).isEqualTo(Order.TEA);
    }

    @Test
    void nobodyEverListens() {
        assertThatExceptionOfType(NoRespondersException.class)
                .isThrownBy(() -> template.request(subject, null, Order.class));
        assertThat(template.requestAsync(subject, null, Order.class))
                .failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(NoRespondersException.class);
    }

    @Test
    void theTimeoutBoundsAllAttempts() {
        bench.service().when(subject).error(503, "Busy");
        RetryPolicy endless = new RetryPolicy() {
            @Override
            public boolean shouldRetry(Throwable throwable) {
                return true;
            }

            @Override
            public FixedBackOff getBackOff() {
                return new FixedBackOff(20, FixedBackOff.UNLIMITED_ATTEMPTS);
            }
        };
        NatsRequestSpec request =
                template.request(subject).timeout(Duration.ofMillis(200)).retry(endless);
        long start = System.nanoTime();

        // The time may be over before an attempt, or within one.
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> request.retrieve(Order.class))
                .isInstanceOfAny(ErrorReplyException.class, RequestTimeoutException.class);
        assertThat(request.retrieveAsync(Order.class))
                .failsWithin(SOON)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfAny(ErrorReplyException.class, RequestTimeoutException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(bench.service().requests(subject)).hasSizeGreaterThan(2);
    }

    @Test
    void anAttemptThatTakesTooLongIsTheTimeoutOfTheWholeRequest() {
        bench.service().when(subject).error(503, "Busy").nothing();

        assertThatExceptionOfType(RequestTimeoutException.class)
                .isThrownBy(() -> with(1, Duration.ofMillis(10))
                        .request(subject)
                        .timeout(Duration.ofMillis(500))
                        .retrieve(Order.class))
                .withMessage("There was no reply from \"%s\" within 500 ms.".formatted(subject));
    }

    @Test
    void eachAttemptTellsTheTimeThatIsLeft() {
        bench.service().when(subject).error(503, "Busy").reply(Order.TEA);
        with(1, Duration.ofMillis(100)).request(subject, null, Order.class);

        assertThat(bench.service().requests(subject))
                .extracting(request -> Integer.parseInt(String.valueOf(request.header("Request-Timeout"))))
                .satisfiesExactly(
                        first -> assertThat(first).isBetween(4_000, 5_000),
                        second -> assertThat(second).isBetween(3_000, 4_900));
    }

    @Test
    void thePolicyMayChooseAmongTheFailures() {
        bench.service().when(subject).error(503, "Busy").reply(Order.TEA);
        RetryPolicy onlyIfNobodyListens = RetryPolicy.builder()
                .includes(NoRespondersException.class)
                .delay(Duration.ofMillis(1))
                .build();

        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() ->
                        template.request(subject).retry(onlyIfNobodyListens).retrieve(Order.class));
        assertAttempts(1);
    }

    @Test
    void oneRequestMayBeExempt() {
        bench.service().when(subject).error(503, "Busy").reply(Order.TEA);

        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() -> template.request(subject).retry(null).retrieve(Order.class));
        assertAttempts(1);
    }

    @Test
    void anInterceptorSeesOneRequest() {
        bench.service().when(subject).error(503, "Busy").error(503, "Busy").reply(Order.TEA);
        AtomicInteger seen = new AtomicInteger();
        NatsTemplate counting = template.mutate()
                .interceptor((request, next) -> {
                    seen.incrementAndGet();
                    return next.proceed(request);
                })
                .build();

        assertThat(counting.request(subject, null, Order.class)).isEqualTo(Order.TEA);
        assertThat(seen).hasValue(1);
        assertAttempts(3);
    }

    @Test
    void whoCancelsIsNotAskedForAgain() {
        bench.service().when(subject).error(503, "Busy");
        CompletableFuture<?> reply = with(1_000, Duration.ofMillis(20)).requestAsync(subject, null, Order.class);
        await().until(() -> !bench.service().requests(subject).isEmpty());
        reply.cancel(true);
        int sent = bench.service().requests(subject).size();

        assertThat(reply).isCancelled();
        // Four times as long as until the next attempt would have come.
        CompletableFuture<Void> later =
                CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(80, TimeUnit.MILLISECONDS));
        assertThat(later).succeedsWithin(SOON);
        assertThat(bench.service().requests(subject).size()).isBetween(sent, sent + 1);
    }

    @Test
    void whoLeavesAStreamIsNotAskedForAgain() {
        bench.service().when(subject).error(503, "Busy").stream(Order.TEA);
        Disposable reader = with(1, Duration.ofMillis(100))
                .request(subject)
                .retrieveFlux(Order.class)
                .subscribe();
        bench.onlyRequest(subject);
        reader.dispose();

        // Three times as long as until the next attempt would have come.
        CompletableFuture<Void> later =
                CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
        assertThat(later).succeedsWithin(SOON);
        assertAttempts(1);
    }

    @Test
    void aStreamIsAskedForAgainBeforeTheFirstElement() {
        bench.service().when(subject).error(503, "Busy").error(503, "Busy").stream(Order.TEA, Order.RICE);

        assertThat(stream(template)).containsExactly(Order.TEA, Order.RICE);
        assertAttempts(3);
    }

    @Test
    void aFluxIsAskedForAgainBeforeTheFirstElement() {
        bench.service().when(subject).error(503, "Busy").error(503, "Busy").stream(Order.TEA);

        StepVerifier.create(template.request(subject).retrieveFlux(Order.class))
                .expectNext(Order.TEA)
                .expectComplete()
                .verify(SOON);
        assertAttempts(3);
    }

    @Test
    void aStreamIsNotAskedForAgainAfterTheFirstElement() {
        bench.service().when(subject).stream(Order.TEA, Reply.error(503, "Stopped"));

        assertThatExceptionOfType(ErrorReplyException.class).isThrownBy(() -> stream(template));
        assertAttempts(1);
    }

    @Test
    void theTimeoutBoundsAllAttemptsAtTheFirstElementOfAStream() {
        bench.service()
                .when(subject)
                .after(Duration.ofMillis(300))
                .error(503, "Busy")
                .nothing();
        NatsTemplate patient = bench.builder()
                .retry(policy(2, Duration.ZERO))
                .timeout(Duration.ofMillis(400))
                .build();
        long start = System.nanoTime();

        assertThatExceptionOfType(RequestTimeoutException.class)
                .isThrownBy(() -> stream(patient))
                .withMessage("There was no reply from \"%s\" within 400 ms.", subject);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(600));
        assertAttempts(2);
    }

    @Test
    void theTimeOfAStreamAsAWholeBoundsAllAttempts() {
        bench.service()
                .when(subject)
                .after(Duration.ofMillis(200))
                .error(503, "Busy")
                .nothing();
        NatsRequestSpec request = template.request(subject).streamTimeout(Duration.ofMillis(300));

        try (Stream<Order> orders = request.retrieveStream(Order.class)) {
            assertThatExceptionOfType(RequestTimeoutException.class).isThrownBy(orders::toList);
        }
        assertThat(bench.service().requests(subject))
                .extracting(sent -> Integer.parseInt(String.valueOf(sent.header("Request-Timeout"))))
                .satisfiesExactly(
                        first -> assertThat(first).isBetween(250, 300),
                        second -> assertThat(second).isLessThanOrEqualTo(100));
    }

    @Test
    void aStreamIsNotAskedForMoreOftenThanThePolicySays() {
        bench.service().when(subject).error(503, "Busy");

        assertThatExceptionOfType(ErrorReplyException.class).isThrownBy(() -> stream(template));
        assertAttempts(3);
    }
}
