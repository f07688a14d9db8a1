// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.Interceptor;
import io.github.natsmicro.Request;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.micrometer.context.ContextRegistry;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What an interceptor puts into thread locals reaches what a handler leaves for later, on whatever thread. */
class ContextPropagationTests {

    private static final String KEY = "user of the test";
    private static final ThreadLocal<String> USER = new ThreadLocal<>();

    private static NatsContext nats;

    @Configuration(proxyBeanMethods = false)
    static class Users {

        @Bean
        Interceptor user() {
            return (request, next) -> {
                USER.set(String.valueOf(request.header("User")));
                try {
                    return next.handle(request);
                } finally {
                    USER.remove();
                }
            };
        }
    }

    static class Endpoints {

        private static CompletableFuture<String> onAnotherThread(boolean good) {
            CompletableFuture<String> result = new CompletableFuture<>();
            new Thread(
                            () -> {
                                if (good) {
                                    result.complete("good");
                                } else {
                                    result.completeExceptionally(new IllegalStateException("bad"));
                                }
                            },
                            "another")
                    .start();
            return result;
        }

        @NatsEndpoint
        String now() {
            return String.valueOf(USER.get());
        }

        @NatsEndpoint
        CompletionStage<String> task(Request request) {
            return CompletableFuture.supplyAsync(() -> String.valueOf(USER.get()), request.executor());
        }

        @NatsEndpoint
        CompletionStage<String> failing() {
            return onAnotherThread(false);
        }

        @NatsEndpoint
        Mono<String> mono() {
            return Mono.fromFuture(onAnotherThread(true))
                    .handle((value, sink) -> sink.next(value + " for " + USER.get()));
        }

        @NatsEndpoint(streaming = "true")
        Flux<String> flux() {
            return Flux.just("one")
                    .publishOn(Schedulers.parallel())
                    .handle((value, sink) -> sink.next(value + " for " + USER.get()));
        }

        @MessageExceptionHandler
        String handle(IllegalStateException failure) {
            return failure.getMessage() + " for " + USER.get();
        }
    }

    @BeforeAll
    static void start() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, USER);
        nats = NatsContext.start(Users.class, Endpoints.class);
    }

    @AfterAll
    static void stop() {
        ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
        nats.close();
    }

    private static String reply(String subject, String user) {
        return NatsContext.text(nats.request(subject, new Headers().put("User", user), new byte[0]));
    }

    @Test
    void theHandlerHasIt() {
        assertThat(reply("now", "ann")).isEqualTo("ann");
    }

    @Test
    void aTaskForTheRequestsExecutorHasIt() {
        assertThat(reply("task", "bob")).isEqualTo("bob");
    }

    @Test
    void theHandlerOfAnExceptionThatComesLaterHasIt() {
        assertThat(reply("failing", "carl")).isEqualTo("bad for carl");
    }

    @Test
    void aMonoHasIt() {
        assertThat(reply("mono", "dora")).isEqualTo("good for dora");
    }

    @Test
    void aFluxHasIt() throws Exception {
        Subscription replies = nats.client().subscribe("context.replies");
        nats.client().publish("flux", "context.replies", new Headers().put("User", "emil"), new byte[0]);
        Message first = replies.nextMessage(Duration.ofSeconds(10));
        assertThat(NatsContext.text(first)).isEqualTo("one for emil");
        replies.unsubscribe();
    }
}
