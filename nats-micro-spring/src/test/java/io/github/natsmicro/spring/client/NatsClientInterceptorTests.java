// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.natsmicro.client.NoRespondersException;
import io.github.natsmicro.client.RequestException;
import io.github.natsmicro.client.RequestTimeoutException;
import io.github.natsmicro.spring.contract.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What interceptors of a client can see, change and prevent. */
class NatsClientInterceptorTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    @RegisterExtension
    static final ClientBench bench = new ClientBench();

    private final List<String> log = new CopyOnWriteArrayList<>();
    private String subject = "";

    @BeforeEach
    void choose() {
        subject = bench.subject();
    }

    private NatsClientInterceptor logging(String name) {
        return (request, next) -> {
            log.add(name + " before");
            return next.proceed(request).whenComplete((reply, failure) -> log.add(name + " after"));
        };
    }

    private static NatsTemplate with(NatsClientInterceptor interceptor) {
        return bench.builder().interceptor(interceptor).build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theFirstIsTheOutermost() {
        bench.service().when(subject).reply("");
        NatsTemplate template = bench.builder()
                .interceptor(logging("first"))
                .interceptor(logging("second"))
                .build();
        template.request(subject, null, String.class);

        assertThat(log).containsExactly("first before", "second before", "second after", "first after");
        log.clear();
        assertThat(template.requestAsync(subject, null, String.class)).succeedsWithin(SOON);
        assertThat(log).containsExactly("first before", "second before", "second after", "first after");
    }

    @Test
    void theRequestCanBeLookedAt() {
        bench.service().when(subject).reply("");
        with((request, next) -> {
                    log.add(request.subject() + " " + request.expectation() + " " + request.timeout() + " "
                            + request.headers().keySet() + " " + request.body().length);
                    return next.proceed(request);
                })
                .request(subject)
                .header("A", "1")
                .body("four")
                .retrieve(String.class);

        assertThat(log).containsExactly(subject + " REPLY PT5S [A] 4");
    }

    @Test
    void subjectHeadersBodyAndTimeoutCanBeChanged() {
        bench.service().when(subject + ".other").reply("");
        with((request, next) -> next.proceed(request.withSubject(subject + ".other")
                        .withHeader("A", "2", "3")
                        .withHeader("B")
                        .withBody(bytes("changed"))
                        .withTimeout(Duration.ofMinutes(1))))
                .request(subject)
                .header("A", "1")
                .header("B", "1")
                .body("sent")
                .retrieve(String.class);

        NatsServiceStub.Received received = bench.onlyRequest(subject + ".other");
        assertThat(received.headers().get("A")).containsExactly("2", "3");
        assertThat(received.headers().get("B")).isNull();
        assertThat(received.body(String.class)).isEqualTo("changed");
        assertThat(Integer.parseInt(String.valueOf(received.header("Request-Timeout"))))
                .isBetween(50_000, 60_000);
    }

    @Test
    void theReplyCanBeChanged() {
        bench.service().when(subject).reply("reply");
        NatsTemplate template = with((request, next) -> next.proceed(request)
                .thenApply(reply ->
                        reply.body(bytes("changed " + request.subject())).header("A", "1")));

        Reply<String> reply = template.request(subject).exchange(String.class);
        assertThat(reply.body()).isEqualTo("changed " + subject);
        assertThat(reply.headers().getFirst("A")).isEqualTo("1");
        assertThat(template.requestAsync(subject, null, String.class))
                .succeedsWithin(SOON)
                .isEqualTo("changed " + subject);
    }

    @Test
    void aFailureCanBeSeen() {
        NatsTemplate template = with((request, next) -> next.proceed(request).whenComplete((reply, failure) -> {
            assertThat(reply).isNull();
            log.add(failure.getClass().getSimpleName());
        }));

        assertThatExceptionOfType(NoRespondersException.class)
                .isThrownBy(() -> template.request(subject, null, String.class));
        assertThat(template.requestAsync(subject, null, String.class))
                .failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(NoRespondersException.class);
        assertThat(log).containsExactly("NoRespondersException", "NoRespondersException");
    }

    @Test
    void aFailureCanBeMadeGood() {
        bench.service().when(subject).error(404, "Not there");
        NatsTemplate template =
                with((request, next) -> next.proceed(request).exceptionally(failure -> Reply.of(bytes("instead"))));

        assertThat(template.request(subject, null, String.class)).isEqualTo("instead");
    }

    @Test
    void anAnswerOfItsOwn() {
        NatsTemplate template = with((request, next) ->
                CompletableFuture.completedFuture(Reply.of(bytes("{\"item\":\"tea\",\"quantity\":3}"))));

        assertThat(template.request(subject, null, Order.class)).isEqualTo(Order.TEA);
        try (Stream<Order> orders = template.stream(subject, null, Order.class)) {
            assertThat(orders).containsExactly(Order.TEA);
        }
    }

    @Test
    void anErrorOfItsOwn() {
        NatsTemplate template = with((request, next) -> CompletableFuture.completedFuture(
                Reply.<byte[]>error(401, "No key").body(bytes("{\"item\":\"tea\",\"quantity\":3}"))));

        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() -> template.request(subject, null, String.class))
                .satisfies(error -> {
                    assertThat(error.code()).isEqualTo(401);
                    assertThat(error.body(Order.class)).isEqualTo(Order.TEA);
                });
        assertThat(template.requestAsync(subject, null, String.class))
                .failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(ErrorReplyException.class);
        assertThatExceptionOfType(ErrorReplyException.class).isThrownBy(() -> template.send(subject, "news"));
    }

    @Test
    void whatItThrowsIsWhatTheCallerSees() {
        NatsTemplate template = with((request, next) -> {
            throw new IllegalStateException("No key");
        });

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> template.request(subject, null, String.class));
        assertThat(template.requestAsync(subject, null, String.class))
                .failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(IllegalStateException.class);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> template.stream(subject, null, String.class));
    }

    @Test
    void aCheckedExceptionIsTheCauseOfWhatTheCallerSees() {
        NatsTemplate template = with((request, next) -> {
            throw new IOException("No file");
        });

        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> template.request(subject, null, String.class))
                .withMessage("The request to \"%s\" failed in an interceptor.".formatted(subject))
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void itMayItselfWaitForSomething() {
        bench.service().when(subject).reply("reply");
        NatsTemplate template = with((request, next) -> CompletableFuture.supplyAsync(
                        () -> "key", CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS))
                .thenCompose(key -> next.proceed(request.withHeader("Key", key))));

        assertThat(template.request(subject, null, String.class)).isEqualTo("reply");
        assertThat(template.requestAsync(subject, null, String.class))
                .succeedsWithin(SOON)
                .isEqualTo("reply");
        assertThat(bench.service().requests(subject))
                .allSatisfy(request -> assertThat(request.header("Key")).isEqualTo("key"));
    }

    @Test
    void oneThatNeverEndsDoesNotKeepTheCallerForEver() {
        NatsTemplate template = with((request, next) -> new CompletableFuture<>());

        assertThatExceptionOfType(RequestTimeoutException.class)
                .isThrownBy(() ->
                        template.request(subject).timeout(Duration.ofMillis(50)).retrieve(String.class));
    }

    @Test
    void aMessageThatAsksForNoReplyPassesToo() {
        bench.service().when(subject);
        with((request, next) -> {
                    log.add(request.expectation().name());
                    return next.proceed(request.withHeader("A", "1")).whenComplete((reply, failure) -> log.add("sent"));
                })
                .send(subject, "news");

        assertThat(bench.onlyRequest(subject).header("A")).isEqualTo("1");
        assertThat(log).containsExactly("NOTHING", "sent");
    }

    private NatsTemplate watchingStreams() {
        return with((request, next) -> {
            log.add(request.expectation().name());
            return next.proceed(request.withHeader("A", "1"))
                    .whenComplete((reply, failure) -> log.add(failure == null ? "end" : name(failure)));
        });
    }

    private static String name(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return String.valueOf(cause == null ? null : cause.getClass().getSimpleName());
    }

    private @Nullable List<Order> read(NatsTemplate template) {
        try (Stream<Order> orders = template.stream(subject, null, Order.class)) {
            return orders.toList();
        }
    }

    @Test
    void aStreamEndsForItWhenItsElementsDo() {
        bench.service().when(subject).stream(Order.TEA, Order.RICE);

        assertThat(read(watchingStreams())).containsExactly(Order.TEA, Order.RICE);
        assertThat(bench.onlyRequest(subject).header("A")).isEqualTo("1");
        assertThat(log).containsExactly("STREAM", "end");
    }

    @Test
    void aStreamThatBreaksOffFailsForItToo() {
        bench.service().when(subject).stream(Order.TEA, Reply.error(502, "Broken"));

        assertThatExceptionOfType(ErrorReplyException.class).isThrownBy(() -> read(watchingStreams()));
        assertThat(log).containsExactly("STREAM", "ErrorReplyException");
    }

    @Test
    void aStreamThatIsLeftEarlyIsCancelledForIt() {
        bench.service().when(subject).answer(request -> Order.TEA);
        try (Stream<Order> orders = watchingStreams().stream(subject, null, Order.class)) {
            assertThat(orders.iterator().next()).isEqualTo(Order.TEA);
        }

        assertThat(log).containsExactly("STREAM", CancellationException.class.getSimpleName());
    }

    @Test
    void theFailureOfAStreamCanBeChanged() {
        bench.service().when(subject).stream(Order.TEA, Reply.error(502, "Broken"));
        NatsTemplate template =
                with((request, next) -> next.proceed(request).handle((reply, failure) -> Reply.error(500, "Another")));

        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() -> read(template))
                .satisfies(error -> assertThat(error.code()).isEqualTo(500));
    }

    @Test
    void aStreamCanNotBeAskedForTwice() {
        bench.service().when(subject).stream(Order.TEA);
        NatsTemplate template = with((request, next) -> {
            next.proceed(request);
            return next.proceed(request);
        });

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> read(template))
                .withMessage("The stream from \"%s\" was asked for twice by an interceptor.".formatted(subject));
    }

    @Test
    void nullForAStageIsAFailure() {
        NatsTemplate template = with((request, next) -> nothing());

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> template.request(subject, null, String.class))
                .withMessageContaining("returned null");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // as a broken one does
    private static <T> T nothing() {
        return null;
    }
}
