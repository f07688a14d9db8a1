// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.ServiceException;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.contract.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.MessageHandlingException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;

/** The exceptions of arguments are those of spring-messaging itself, so that the handler with the most specific type answers. */
class SpecificArgumentHandlerTests {

    private static BlackBox app;

    @BeforeAll
    static void start() {
        app = BlackBox.of(WithFallback.class, OwnErrors.class);
    }

    @AfterAll
    static void stop() throws Exception {
        app.close();
    }

    @Test
    void aPayloadThatCanNotBeReadIsHandledByTheMostSpecificHandler() {
        assertThat(BlackBox.text(app.ask("bax.fallback.read", "{"))).isEqualTo("unreadable");
    }

    @Test
    void aHeaderThatIsMissingIsHandledByTheMostSpecificHandler() {
        assertThat(BlackBox.text(app.ask("bax.fallback.header", ""))).isEqualTo("missing");
    }

    @Test
    void aHandlerOfTheApplicationsOwnErrorsIsNotAskedForArguments() {
        assertThat(app.answer("bax.own.read", "{")).startsWith("400:");
    }

    record Order(String sku, int quantity) {}

    abstract static class Endpoints {

        @NatsEndpoint
        void read(Order order) {}

        @NatsEndpoint
        void header(@Header("Tenant") String tenant) {}
    }

    @NatsGroup("bax.fallback")
    static class WithFallback extends Endpoints {

        @MessageExceptionHandler
        String unreadable(MessageConversionException failure) {
            return "unreadable";
        }

        @MessageExceptionHandler
        String missing(MessageHandlingException failure) {
            return "missing";
        }

        @MessageExceptionHandler
        String fallback(Exception failure) {
            return "fallback";
        }
    }

    @NatsGroup("bax.own")
    static class OwnErrors extends Endpoints {

        @MessageExceptionHandler
        Reply<String> own(ServiceException failure) {
            return Reply.error(499, "one of ours");
        }
    }
}
