// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.natsmicro.spring.contract.Reply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.test.StepVerifier;

/** Interceptors that do what they must not: whoever waits for a reply is told, and does not wait forever. */
@Timeout(20)
class BrokenInterceptorTests {

    private static final Duration SOON = Duration.ofSeconds(5);

    private static final NatsClientInterceptor FAILS =
            (request, next) -> CompletableFuture.failedFuture(new AssertionError("broken"));
    private static final NatsClientInterceptor THROWS = (request, next) -> {
        throw new AssertionError("broken");
    };

    @SuppressWarnings("NullAway") // this is what is wrong with it
    private static final NatsClientInterceptor ANSWERS_NULL =
            (request, next) -> CompletableFuture.<Reply<byte[]>>completedFuture(null);

    @RegisterExtension
    static final ClientBench bench = new ClientBench();

    private String subject = "";

    @BeforeEach
    void choose() {
        subject = bench.subject();
        bench.service().when(subject).reply("good");
    }

    private static NatsTemplate with(NatsClientInterceptor interceptor) {
        return bench.builder().interceptor(interceptor).build();
    }

    @Test
    void anErrorReachesWhoDoesNotWait() {
        assertThat(with(FAILS).requestAsync(subject, null, String.class))
                .failsWithin(SOON)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(AssertionError.class);
    }

    @Test
    void anErrorReachesASubscriber() {
        StepVerifier.create(with(FAILS).request(subject).retrieveFlux(String.class))
                .expectError(AssertionError.class)
                .verify(SOON);
    }

    @Test
    void anErrorThatIsThrownReachesASubscriber() {
        StepVerifier.create(with(THROWS).request(subject).retrieveFlux(String.class))
                .expectError(AssertionError.class)
                .verify(SOON);
    }

    @Test
    void noReplyAtAllReachesWhoDoesNotWait() {
        assertThat(with(ANSWERS_NULL).requestAsync(subject, null, String.class))
                .failsWithin(SOON)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("interceptor");
    }

    @Test
    void noReplyAtAllReachesWhoWaits() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> with(ANSWERS_NULL).request(subject, null, String.class))
                .withMessageContaining("interceptor");
    }

    @Test
    void noReplyAtAllReachesWhoReadsAStream() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> {
                    try (Stream<String> elements = with(ANSWERS_NULL).stream(subject, null, String.class)) {
                        elements.toList();
                    }
                })
                .withMessageContaining("interceptor");
    }
}
