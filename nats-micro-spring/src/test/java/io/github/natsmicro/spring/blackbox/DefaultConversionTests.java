// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;

/**
 * Without a conversion service of the application, the handler methods of spring-messaging, Spring Kafka and RSocket convert by
 * a {@code DefaultFormattingConversionService}, which knows {@code java.time}.
 */
class DefaultConversionTests {

    private static BlackBox app;

    @BeforeAll
    static void start() {
        app = BlackBox.of(Times.class);
    }

    @AfterAll
    static void stop() throws Exception {
        app.close();
    }

    @Test
    void aDurationIsConvertedWithoutAConversionServiceOfTheApplication() {
        assertThat(app.answer("bcd.wait", "", "Wait", "PT1M")).isEqualTo("60");
    }

    @Test
    void anInstantIsConvertedWithoutAConversionServiceOfTheApplication() {
        assertThat(app.answer("bcd.since.1970-01-01T00:01:00Z", "")).isEqualTo("60");
    }

    @NatsGroup("bcd")
    static class Times {

        @NatsEndpoint("wait")
        long await(@Header("Wait") Duration wait) {
            return wait.toSeconds();
        }

        @NatsEndpoint("since.{instant}")
        long since(@DestinationVariable Instant instant) {
            return instant.getEpochSecond();
        }
    }
}
