// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsResponseStatus;
import io.github.natsmicro.spring.contract.Reply;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import reactor.core.publisher.Flux;

/** How exceptions of streaming endpoints are answered, before the stream has begun and after. */
class StreamExceptionTests {

    private static NatsContext nats;

    @NatsResponseStatus(410)
    static class Gone extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    static class Endpoints {

        @NatsEndpoint(streaming = "true")
        Flux<String> before(String kind) {
            throw exception(kind);
        }

        @NatsEndpoint(streaming = "true")
        Flux<String> flux(String kind) {
            return Flux.just("first").concatWith(Flux.error(() -> exception(kind)));
        }

        @NatsEndpoint(streaming = "true")
        Stream<String> stream(String kind) {
            return Stream.of("first", "second").peek(text -> {
                if (text.equals("second")) {
                    throw exception(kind);
                }
            });
        }

        private static RuntimeException exception(String kind) {
            return switch (kind) {
                case "error" -> new Gone();
                case "good" -> new ArithmeticException("secret");
                case "empty" -> new ArrayStoreException("secret");
                default -> new IllegalStateException("secret");
            };
        }

        @MessageExceptionHandler(ArithmeticException.class)
        Reply<String> good() {
            return Reply.of("good");
        }

        @MessageExceptionHandler(ArrayStoreException.class)
        Reply<String> empty() {
            return Reply.of(null);
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Endpoints.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    /** The texts and errors of all messages up to the end. */
    private static List<String> answers(String subject, String kind) throws InterruptedException {
        String inbox = nats.client().createInbox();
        Subscription subscription = nats.client().subscribe(inbox);
        nats.client().publish(subject, inbox, kind.getBytes(StandardCharsets.UTF_8));
        List<String> answers = new ArrayList<>();
        Message next;
        do {
            next = subscription.nextMessage(Duration.ofSeconds(10));
            assertThat(next).as("message after " + answers).isNotNull();
            answers.add(NatsContext.error(next) + NatsContext.text(next));
        } while (next.getData().length > 0);
        subscription.unsubscribe();
        return answers;
    }

    @Test
    void whatFailsBeforeTheStreamIsOneError() throws InterruptedException {
        assertThat(answers("before", "error")).containsExactly("410:Gone");
        assertThat(answers("before", "unknown")).containsExactly("500:Internal Server Error");
    }

    @Test
    void whatIsMadeGoodBeforeTheStreamIsAStream() throws InterruptedException {
        assertThat(answers("before", "good")).containsExactly("good", "");
        assertThat(answers("before", "empty")).containsExactly("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flux", "stream"})
    void anErrorEndsAStreamThatHasBegun(String subject) throws InterruptedException {
        assertThat(answers(subject, "error")).containsExactly("first", "410:Gone");
        assertThat(answers(subject, "unknown")).containsExactly("first", "500:Internal Server Error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flux", "stream"})
    void whatIsMadeGoodOnlyEndsAStreamThatHasBegun(String subject) throws InterruptedException {
        assertThat(answers(subject, "good")).containsExactly("first", "");
    }
}
