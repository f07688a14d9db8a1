// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.Interceptor;
import io.github.natsmicro.Request;
import io.github.natsmicro.ServiceException;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskDecorator;

/** Task decorators stand around the calls of handlers. */
class TaskDecorationTests {

    private static final ThreadLocal<String> TRACK = ThreadLocal.withInitial(() -> "");

    private static NatsContext nats;

    @Configuration(proxyBeanMethods = false)
    static class Decorators {

        private static TaskDecorator marking(String mark) {
            return task -> () -> {
                String before = TRACK.get();
                TRACK.set(before + mark);
                try {
                    task.run();
                } finally {
                    TRACK.set(before);
                }
            };
        }

        /** Carries what the thread has that hands a task over. */
        private static TaskDecorator carrying() {
            return task -> {
                String track = TRACK.get();
                return () -> {
                    TRACK.set(track);
                    try {
                        task.run();
                    } finally {
                        TRACK.remove();
                    }
                };
            };
        }

        @Bean
        @Order(1)
        TaskDecorator inner() {
            return marking("inner ");
        }

        @Bean
        @Order(2)
        TaskDecorator outer() {
            return marking("outer ");
        }

        @Bean
        @Order(3)
        TaskDecorator carrier() {
            return carrying();
        }

        @Bean
        Interceptor interceptor() {
            return (request, next) -> {
                TRACK.set(TRACK.get() + "intercepted ");
                return next.handle(request);
            };
        }
    }

    static class Endpoints {

        @NatsEndpoint
        String track() {
            return TRACK.get();
        }

        @NatsEndpoint(concurrency = "non-blocking")
        String light() {
            return TRACK.get();
        }

        @NatsEndpoint
        CompletionStage<String> later(Request request) {
            return CompletableFuture.supplyAsync(TRACK::get, request.executor());
        }

        @NatsEndpoint
        String failing() {
            throw new ServiceException(418, "teapot");
        }

        @NatsEndpoint
        String impossible() {
            throw new AssertionError("never");
        }
    }

    static class Lonely {

        @NatsEndpoint
        String lonely() {
            return "never";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Swallowing {

        @Bean
        TaskDecorator swallower() {
            return task -> () -> {};
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Refusing {

        @Bean
        TaskDecorator refuser() {
            return task -> {
                throw new IllegalStateException("refused");
            };
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Decorators.class, Endpoints.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    @Test
    void theyStandAroundTheCallAndItsInterceptorsInTheOrderOfSpringsExecutors() {
        assertThat(nats.reply("track", "")).isEqualTo("outer inner intercepted ");
    }

    @Test
    void aNonBlockingEndpointHasThemToo() {
        assertThat(nats.reply("light", "")).isEqualTo("outer inner intercepted ");
    }

    @Test
    void aTaskForTheRequestsExecutorCarriesWhatTheHandlerHad() {
        assertThat(nats.reply("later", "")).isEqualTo("outer inner intercepted outer inner ");
    }

    @Test
    void aFailureOfTheHandlerIsAnsweredAsEver() {
        assertThat(NatsContext.error(nats.request("failing", ""))).isEqualTo("418:teapot");
        assertThat(NatsContext.error(nats.request("impossible", ""))).startsWith("500:");
    }

    @Test
    void aDecoratorThatLosesTheTaskOrFailsIsAnsweredWithAnError() {
        for (Class<?> decorators : new Class<?>[] {Swallowing.class, Refusing.class}) {
            try (NatsContext broken = NatsContext.start(decorators, Lonely.class)) {
                assertThat(NatsContext.error(broken.request("lonely", ""))).startsWith("500:");
            }
        }
    }
}
