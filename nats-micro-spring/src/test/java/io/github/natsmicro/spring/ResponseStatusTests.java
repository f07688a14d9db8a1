// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsResponseStatus;
import io.nats.client.Message;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.server.ResponseStatusException;

/** The annotation of Spring MVC says the same here, so that an exception may be for both worlds. */
class ResponseStatusTests {

    private static NatsContext nats;

    @ResponseStatus(HttpStatus.NOT_FOUND)
    static class NotThere extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    static class NotThereEither extends NotThere {

        private static final long serialVersionUID = 1L;
    }

    @ResponseStatus(code = HttpStatus.CONFLICT, reason = "Already there")
    static class AlreadyThere extends Exception {

        private static final long serialVersionUID = 1L;
    }

    @ResponseStatus(code = HttpStatus.GONE, reason = "error.gone")
    static class Gone extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    @NatsResponseStatus(code = 422, description = "Ours")
    @ResponseStatus(HttpStatus.BAD_REQUEST)
    static class Both extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    @ResponseStatus(HttpStatus.BAD_REQUEST)
    static class Own extends ResponseStatusException {

        private static final long serialVersionUID = 1L;

        Own() {
            super(HttpStatus.LOCKED, "In use");
        }
    }

    @NatsGroup("response.status")
    static class Endpoints {

        @NatsEndpoint
        void fail(String kind) throws Exception {
            throw switch (kind) {
                case "plain" -> new NotThere();
                case "inherited" -> new NotThereEither();
                case "reason" -> new AlreadyThere();
                case "message" -> new Gone();
                case "cause" -> new IllegalStateException(new NotThere());
                case "both" -> new Both();
                case "response" -> new Own();
                default -> new IOException();
            };
        }

        @MessageExceptionHandler
        @ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
        String handle(IOException failure) {
            return "later";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Messages {

        @Bean
        StaticMessageSource messageSource() {
            StaticMessageSource messages = new StaticMessageSource();
            messages.addMessage("error.gone", Locale.getDefault(), "Gone for ever");
            return messages;
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Endpoints.class, Messages.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    @ParameterizedTest
    @CsvSource({
        "plain,404:Not Found",
        "inherited,404:Not Found",
        "reason,409:Already there",
        "message,410:Gone for ever",
        "cause,404:Not Found",
        "both,422:Ours",
        "response,423:In use"
    })
    void anExceptionSaysWhichErrorItIs(String kind, String error) {
        assertThat(NatsContext.error(nats.request("response.status.fail", kind)))
                .isEqualTo(error);
    }

    @Test
    void aMethodSaysWhichErrorItsBodyGoesWith() {
        Message reply = nats.request("response.status.fail", "handled");
        assertThat(NatsContext.error(reply)).isEqualTo("503:Service Unavailable");
        assertThat(NatsContext.text(reply)).isEqualTo("later");
    }
}
