// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.natsmicro.client.NoRespondersException;
import io.github.natsmicro.client.RequestTimeoutException;
import io.github.natsmicro.spring.contract.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.ParameterizedTypeReference;
import reactor.test.StepVerifier;

/** Requests with one reply that their caller does not wait for. */
class NatsTemplateAsyncTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    @RegisterExtension
    static final ClientBench bench = new ClientBench();

    private final NatsTemplate template = bench.template();
    private String subject = "";

    @BeforeEach
    void choose() {
        subject = bench.subject();
    }

    @Test
    void anObjectForAnObject() {
        bench.service().when(subject).reply(Order.RICE);

        assertThat(template.requestAsync(subject, Order.TEA, Order.class))
                .succeedsWithin(SOON)
                .isEqualTo(Order.RICE);
        assertThat(bench.onlyRequest(subject).body(Order.class)).isEqualTo(Order.TEA);
    }

    @Test
    void aGenericType() {
        bench.service().when(subject).reply(List.of(Order.TEA));

        assertThat(template.request(subject).retrieveAsync(new ParameterizedTypeReference<List<Order>>() {}))
                .succeedsWithin(SOON)
                .isEqualTo(List.of(Order.TEA));
    }

    @Test
    void anEmptyReplyIsNull() {
        bench.service().when(subject).reply(null);

        assertThat(template.requestAsync(subject, null, Order.class))
                .succeedsWithin(SOON)
                .isNull();
    }

    @Test
    void theWholeReply() {
        bench.service().when(subject).reply(Reply.of(Order.TEA).header("Version", "7"));

        assertThat(template.request(subject).exchangeAsync(Order.class))
                .succeedsWithin(SOON)
                .satisfies(reply -> {
                    assertThat(reply.body()).isEqualTo(Order.TEA);
                    assertThat(reply.headers().getFirst("Version")).isEqualTo("7");
                });
    }

    @Test
    void anErrorFailsTheFuture() {
        bench.service().when(subject).error(404, "Not there", Order.TEA);

        assertThat(template.requestAsync(subject, null, Order.class))
                .failsWithin(SOON)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(ErrorReplyException.class, error -> {
                    assertThat(error.code()).isEqualTo(404);
                    assertThat(error.body(Order.class)).isEqualTo(Order.TEA);
                });
    }

    @Test
    void anErrorIsAWholeReplyToo() {
        bench.service().when(subject).error(404, "Not there");

        assertThat(template.request(subject).exchangeAsync(Order.class))
                .succeedsWithin(SOON)
                .satisfies(reply -> assertThat(reply.code()).isEqualTo(404));
    }

    @Test
    void nobodyListens() {
        assertThat(template.requestAsync(subject, null, Order.class))
                .failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(NoRespondersException.class);
    }

    @Test
    void aTimeoutFailsTheFuture() {
        bench.service().when(subject).nothing();

        assertThat(template.request(subject).timeout(Duration.ofMillis(60)).retrieveAsync(Order.class))
                .failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(RequestTimeoutException.class);
    }

    @Test
    void whatIsNotReadableFailsTheFuture() {
        bench.service().when(subject).reply("no JSON");

        assertThat(template.requestAsync(subject, null, Order.class))
                .failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(UnreadableReplyException.class);
    }

    @Test
    void aSubjectThatCanNotBeSentToIsRefusedAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> template.requestAsync("a b", null, Order.class));
    }

    @Test
    void whatFollowsMayMakeAnotherRequestAndWaitForIt() {
        bench.service().when(subject).reply(Order.TEA);
        bench.service().when(subject + ".next").reply(Order.RICE);

        assertThat(template.requestAsync(subject, null, Order.class)
                        .thenApply(order -> template.request(subject + ".next", order, Order.class)))
                .succeedsWithin(SOON)
                .isEqualTo(Order.RICE);
    }

    @Test
    void whoCancelsWaitsForNothingAnyMore() {
        bench.service().when(subject).nothing();
        AtomicReference<Throwable> seen = new AtomicReference<>();
        NatsTemplate watched = bench.builder()
                .interceptor(
                        (request, next) -> next.proceed(request).whenComplete((reply, failure) -> seen.set(failure)))
                .build();
        CompletableFuture<@Nullable Order> reply = watched.requestAsync(subject, null, Order.class);
        bench.onlyRequest(subject);
        reply.cancel(true);

        assertThat(reply).isCancelled();
        assertThat(seen.get()).isInstanceOf(CancellationException.class);
    }

    @Test
    void aMonoMakesARequestForEachSubscriber() {
        bench.service().when(subject).reply(Order.TEA).reply(Order.RICE);
        var mono = template.request(subject).retrieveMono(Order.class);
        assertThat(bench.service().requests(subject)).isEmpty();

        StepVerifier.create(mono).expectNext(Order.TEA).expectComplete().verify(SOON);
        StepVerifier.create(mono).expectNext(Order.RICE).expectComplete().verify(SOON);
    }

    @Test
    void anEmptyReplyIsAnEmptyMono() {
        bench.service().when(subject).reply(null);

        StepVerifier.create(template.request(subject).retrieveMono(Order.class))
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void anErrorIsThatOfTheMono() {
        bench.service().when(subject).error(404, "Not there");

        StepVerifier.create(template.request(subject).retrieveMono(new ParameterizedTypeReference<List<Order>>() {}))
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                ErrorReplyException.class,
                                error -> assertThat(error.code()).isEqualTo(404)))
                .verify(SOON);
    }
}
