// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Scope;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import org.springframework.stereotype.Component;

/** As in Spring MVC and spring-messaging, the bean that was called is the one whose handler is called. */
class HandlersOfPrototypesTests {

    @Test
    void aPrototypeHandlesItsOwnExceptions() throws Exception {
        try (BlackBox app = BlackBox.of(Prototype.class)) {
            assertThat(BlackBox.text(app.ask("bhp.fail", ""))).isEqualTo("called");
        }
    }

    @Component
    @Scope("prototype")
    static class Prototype {

        private String state = "another";

        @NatsEndpoint("bhp.fail")
        void fail() {
            state = "called";
            throw new IllegalStateException();
        }

        @MessageExceptionHandler
        String handle(IllegalStateException failure) {
            return state;
        }
    }
}
