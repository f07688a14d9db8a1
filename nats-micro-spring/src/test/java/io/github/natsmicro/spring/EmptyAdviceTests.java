// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsEndpointAdvice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;

/** Advices that handle nothing, as after a look at those of Spring MVC. */
class EmptyAdviceTests {

    private final Logger logger =
            (Logger) LoggerFactory.getLogger("io.github.natsmicro.spring.invocation.ExceptionMappingFactory");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    static class Orders {

        @NatsEndpoint
        String order() {
            return "";
        }
    }

    @NatsEndpointAdvice
    static class Empty {

        String handle(RuntimeException failure) {
            return "never asked";
        }
    }

    @NatsEndpointAdvice
    static class Advice {

        @MessageExceptionHandler
        String handle(RuntimeException failure) {
            return "";
        }
    }

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(log);
    }

    @Test
    void anAdviceWithoutHandlersIsNamedOnce() {
        NatsContext.start(Orders.class, Empty.class, Advice.class).close();
        assertThat(log.list).singleElement().satisfies(warning -> {
            assertThat(warning.getLevel()).isEqualTo(Level.WARN);
            assertThat(warning.getFormattedMessage())
                    .isEqualTo("The class " + Empty.class.getName()
                            + " has @NatsEndpointAdvice, but no method with @MessageExceptionHandler. It handles nothing;"
                            + " @ExceptionHandler of Spring MVC is not read here.");
        });
    }
}
