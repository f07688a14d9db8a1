// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.handler.annotation.Header;

/** {@code @RequestHeader List<Integer>} of Spring MVC converts each value. */
class HeaderListTests {

    private static BlackBox app;

    @BeforeAll
    static void start() {
        app = BlackBox.of(Numbers.class);
    }

    @AfterAll
    static void stop() throws Exception {
        app.close();
    }

    @Test
    void severalValuesAreNumbers() {
        assertThat(sum("1", "2", "3")).isEqualTo("6");
    }

    @Test
    void oneValueIsANumber() {
        assertThat(sum("1")).isEqualTo("1");
    }

    @Test
    void severalValuesOfWhichOneIsWrongAreRefused() {
        assertThat(sum("1", "two")).startsWith("400:");
    }

    private static String sum(String... values) {
        return app.answer(
                "bhl.sum",
                "",
                Arrays.stream(values).flatMap(value -> Stream.of("v", value)).toArray(String[]::new));
    }

    @NatsGroup("bhl")
    static class Numbers {

        @NatsEndpoint
        int sum(@Header("v") List<Integer> v) {
            int sum = 0;
            for (int number : v) {
                sum += number;
            }
            return sum;
        }
    }
}
