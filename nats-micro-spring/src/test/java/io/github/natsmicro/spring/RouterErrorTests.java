// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpointAdvice;
import io.github.natsmicro.spring.annotation.NatsResponseStatus;
import io.github.natsmicro.spring.contract.NatsExceptionHandler;
import io.github.natsmicro.spring.contract.Reply;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;

/** The exceptions of functions are answered like those of methods. */
class RouterErrorTests {

    private static NatsContext nats;

    static class OfRouter extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    static class OfAdvice extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    @NatsResponseStatus(code = 410, description = "It has gone")
    static class Annotated extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    static class Router implements NatsRouter {

        @Override
        public void route(NatsRoutes routes) {
            routes.endpoint(
                            "own",
                            endpoint -> endpoint.handle(request -> {
                                throw new OfRouter();
                            }))
                    .endpoint(
                            "advice",
                            endpoint -> endpoint.handle(String.class, payload -> {
                                throw new OfAdvice();
                            }))
                    .endpoint(
                            "later",
                            endpoint -> endpoint.handle(request -> CompletableFuture.failedStage(new IOException("x"))))
                    .endpoint(
                            "annotated",
                            endpoint -> endpoint.handle(request -> {
                                throw new Annotated();
                            }))
                    .endpoint(
                            "unknown",
                            endpoint -> endpoint.handle(request -> {
                                throw new IllegalStateException("secret");
                            }));
        }

        @MessageExceptionHandler
        Reply<String> handle(OfRouter failure) {
            return Reply.<String>error(409, "By the router").body("busy");
        }
    }

    @NatsEndpointAdvice
    static class Advice {

        @MessageExceptionHandler
        Reply<String> handle(OfAdvice failure) {
            return Reply.error(422, "By the advice");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Functional {

        @Bean
        NatsExceptionHandler handler() {
            return (failure, request) -> failure instanceof IOException ? Reply.error(502, "By the function") : null;
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Router.class, Advice.class, Functional.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    @Test
    void aHandlerMethodOfTheRouter() {
        assertThat(NatsContext.error(nats.request("own", ""))).isEqualTo("409:By the router");
        assertThat(NatsContext.text(nats.request("own", ""))).isEqualTo("busy");
    }

    @Test
    void anAdvice() {
        assertThat(NatsContext.error(nats.request("advice", ""))).isEqualTo("422:By the advice");
    }

    @Test
    void aFunctionalHandler() {
        assertThat(NatsContext.error(nats.request("later", ""))).isEqualTo("502:By the function");
    }

    @Test
    void anAnnotatedException() {
        assertThat(NatsContext.error(nats.request("annotated", ""))).isEqualTo("410:It has gone");
    }

    @Test
    void anExceptionThatNobodyKnows() {
        assertThat(NatsContext.error(nats.request("unknown", ""))).isEqualTo("500:Internal Server Error");
    }
}
