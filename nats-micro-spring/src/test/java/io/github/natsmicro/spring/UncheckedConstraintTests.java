// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Constraints that nobody checks, as there is no validator. */
class UncheckedConstraintTests {

    private final Logger logger =
            (Logger) LoggerFactory.getLogger("io.github.natsmicro.spring.invocation.MethodValidations");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    record Item(@NotBlank String sku) {}

    interface Contract {

        @NatsEndpoint
        String create(@Valid Item item);
    }

    static class Constrained implements Contract {

        @Override
        public String create(Item item) {
            return item.sku();
        }
    }

    static class Plain {

        @NatsEndpoint
        String plain(Item item) {
            return item.sku();
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
    void aMethodThatWantsToBeCheckedIsNamed() {
        try (NatsContext nats = NatsContext.start(Constrained.class)) {
            assertThat(nats.reply("create", "{\"sku\":\"\"}")).isEmpty();
        }
        assertThat(log.list).singleElement().satisfies(warning -> {
            assertThat(warning.getLevel()).isEqualTo(Level.WARN);
            assertThat(warning.getFormattedMessage())
                    .startsWith("The constraints in the parameters of the endpoint method ")
                    .endsWith(
                            ".create(Item) are not checked: there is no jakarta.validation.Validator among the beans. Add"
                                    + " one, in a Spring Boot application with spring-boot-starter-validation.");
        });
    }

    @Test
    void nothingIsSaidOfOthers() {
        try (NatsContext nats = NatsContext.start(Plain.class)) {
            assertThat(nats.subjects()).containsExactly("plain");
        }
        assertThat(log.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
                .isEmpty();
    }
}
