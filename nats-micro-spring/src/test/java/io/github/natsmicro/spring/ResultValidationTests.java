// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.contract.Reply;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Results that violate their constraints are no mistake of the caller, who hears nothing of them. */
class ResultValidationTests {

    private static NatsContext nats;

    record Price(@Max(100) int amount) {}

    static class Endpoints {

        @NatsEndpoint
        @Valid
        Price object(int amount) {
            return new Price(amount);
        }

        @NatsEndpoint
        @Size(max = 3)
        String text(int amount) {
            return "x".repeat(amount);
        }

        @NatsEndpoint
        List<@Valid Price> list(int amount) {
            return List.of(new Price(amount));
        }

        @NatsEndpoint
        Optional<@Valid Price> optional(int amount) {
            return Optional.of(new Price(amount));
        }

        @NatsEndpoint
        @Valid
        Reply<Price> reply(int amount) {
            return Reply.of(new Price(amount));
        }

        @NatsEndpoint
        @Valid
        CompletionStage<Price> later(int amount) {
            return CompletableFuture.supplyAsync(() -> new Price(amount));
        }

        @NatsEndpoint
        @Valid
        CompletableFuture<List<Price>> listLater(int amount) {
            return CompletableFuture.supplyAsync(() -> List.of(new Price(amount)));
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(ValidatorConfiguration.class, Endpoints.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"object", "text", "list", "optional", "reply", "later", "listLater"})
    void aViolationIsANeutralError(String subject) {
        assertThat(nats.reply(subject, "3")).isNotEmpty();
        var reply = nats.request(subject, "101");
        assertThat(NatsContext.error(reply)).isEqualTo("500:Internal Server Error");
        assertThat(reply.getData()).isEmpty();
    }

    @Test
    void theLogSaysWhatWasWrong() {
        Logger logger = (Logger) LoggerFactory.getLogger("io.github.natsmicro.EndpointLog");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        logger.addAppender(log);
        try {
            nats.request("object", "4711");
            // An answer is there before its request is logged, and so may be those of other tests.
            await().untilAsserted(() -> assertThat(log.list)
                    .anySatisfy(event -> assertThat(event.getThrowableProxy().getMessage())
                            .contains("for return value of")
                            .endsWith(": amount must be less than or equal to 100.")
                            .doesNotContain("4711")));
        } finally {
            logger.detachAppender(log);
        }
    }
}
