// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.Request;
import io.github.natsmicro.ServiceException;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsEndpointAdvice;
import io.github.natsmicro.spring.annotation.NatsResponseStatus;
import io.github.natsmicro.spring.contract.NatsExceptionHandler;
import io.github.natsmicro.spring.contract.Reply;
import io.nats.client.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import org.springframework.web.ErrorResponse;

/** Each stage of the order against the next, as {@code NatsExceptionHandler} describes it. */
class ExceptionOrderTests {

    private static NatsContext nats;

    /** Known to all stages. Who answers is chosen by the payload: the stage of that number and all after it. */
    @NatsResponseStatus(code = 404, description = "by the annotation")
    static class Everywhere extends ServiceException implements ErrorResponse {

        private static final long serialVersionUID = 1L;

        private final int from;

        Everywhere(int from) {
            super(405, "by itself");
            this.from = from;
        }

        @Override
        public HttpStatusCode getStatusCode() {
            return HttpStatus.CONFLICT;
        }

        @Override
        public ProblemDetail getBody() {
            return ProblemDetail.forStatus(409);
        }
    }

    static class Both extends ServiceException implements ErrorResponse {

        private static final long serialVersionUID = 1L;

        Both() {
            super(405, "by itself");
        }

        @Override
        public HttpStatusCode getStatusCode() {
            return HttpStatus.CONFLICT;
        }

        @Override
        public ProblemDetail getBody() {
            return ProblemDetail.forStatus(409);
        }
    }

    @NatsResponseStatus(410)
    static class Annotated extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Annotated(@Nullable Throwable cause) {
            super("secret", cause);
        }
    }

    static class Endpoints {

        @NatsEndpoint
        String fail(int from) {
            throw new Everywhere(from);
        }

        @NatsEndpoint
        CompletionStage<String> failLater(int from) {
            return CompletableFuture.supplyAsync(() -> {
                throw new Everywhere(from);
            });
        }

        @NatsEndpoint
        String both() {
            throw new Both();
        }

        @NatsEndpoint
        String outsideAnnotated() {
            throw new Annotated(new ServiceException(405, "inside"));
        }

        @NatsEndpoint
        String outsideService() {
            throw new ServiceException(405, "outside", new Annotated(null));
        }

        @NatsEndpoint
        String outsideUnknown() {
            throw new IllegalStateException("secret", new IllegalStateException("secret", new Annotated(null)));
        }

        @MessageExceptionHandler
        Reply<String> own(Everywhere ex) {
            return answer(ex, 1, "by its own bean");
        }
    }

    /** Good if the stage is to answer, else it fails, so that the next is asked for the same exception. */
    private static Reply<String> answer(Everywhere ex, int stage, String text) {
        if (ex.from > stage) {
            throw new IllegalStateException("not for stage " + stage);
        }
        return Reply.of(text);
    }

    @NatsEndpointAdvice
    @Order(1)
    static class FirstAdvice {

        @MessageExceptionHandler
        CompletionStage<Reply<String>> first(Everywhere ex) {
            return CompletableFuture.supplyAsync(() -> answer(ex, 2, "by the first advice"));
        }
    }

    @NatsEndpointAdvice
    @Order(2)
    static class SecondAdvice {

        @MessageExceptionHandler
        Reply<String> second(Everywhere ex) {
            return answer(ex, 3, "by the second advice");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Functions {

        @Bean
        @Order(2)
        NatsExceptionHandler second() {
            return (failure, request) ->
                    failure instanceof Everywhere ex ? answer(ex, 5, "by the second function") : null;
        }

        @Bean
        @Order(1)
        NatsExceptionHandler first() {
            return new NatsExceptionHandler() {

                @Override
                public @Nullable Reply<?> handle(Throwable failure, Request request) {
                    return failure instanceof Everywhere ex && ex.from <= 4
                            ? Reply.of("by the first function on " + request.subject())
                            : null;
                }
            };
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Functions.class, SecondAdvice.class, FirstAdvice.class, Endpoints.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    private static String answer(String subject, String payload) {
        Message reply = nats.request(subject, payload);
        return NatsContext.error(reply) + NatsContext.text(reply);
    }

    @Test
    void methodsOfTheBeanComeFirst() {
        assertThat(answer("fail", "1")).isEqualTo("by its own bean");
    }

    @Test
    void advicesComeSecondInTheirOrder() {
        assertThat(answer("fail", "2")).isEqualTo("by the first advice");
        assertThat(answer("fail", "3")).isEqualTo("by the second advice");
    }

    @Test
    void functionsComeThirdInTheirOrder() {
        assertThat(answer("fail", "4")).isEqualTo("by the first function on fail");
        assertThat(answer("fail", "5")).isEqualTo("by the second function");
    }

    @Test
    void theAnnotationOfTheExceptionComesFourth() {
        assertThat(answer("fail", "6")).isEqualTo("404:by the annotation");
    }

    @Test
    void theEnginesExceptionComesFifthAndThatOfSpringAfterIt() {
        assertThat(answer("both", "")).isEqualTo("405:by itself");
    }

    @Test
    void theOrderIsTheSameForWhatFailsLater() {
        assertThat(answer("failLater", "1")).isEqualTo("by its own bean");
        assertThat(answer("failLater", "3")).isEqualTo("by the second advice");
        assertThat(answer("failLater", "5")).isEqualTo("by the second function");
        assertThat(answer("failLater", "6")).isEqualTo("404:by the annotation");
    }

    @Test
    void theOutermostOfWhatIsKnownCounts() {
        assertThat(answer("outsideAnnotated", "")).isEqualTo("410:Gone");
        assertThat(answer("outsideService", "")).isEqualTo("405:outside");
    }

    @Test
    void aCauseCountsWhereNothingOutsideIsKnown() {
        assertThat(answer("outsideUnknown", "")).isEqualTo("410:Gone");
    }
}
