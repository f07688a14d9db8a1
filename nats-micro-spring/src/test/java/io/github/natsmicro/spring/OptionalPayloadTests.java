// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.handler.annotation.Payload;

class OptionalPayloadTests {

    private static NatsContext nats;

    record Order(String id) {}

    static class Endpoints {

        @NatsEndpoint
        String order(@Payload Optional<Order> order) {
            return order.map(Order::id).orElse("none");
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Endpoints.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    @Test
    void anOptionalHoldsTheObject() {
        assertThat(nats.reply("order", "{\"id\":\"7\"}")).isEqualTo("7");
    }

    @Test
    void anOptionalIsEmptyWhereThePayloadIs() {
        assertThat(nats.reply("order", "")).isEqualTo("none");
    }
}
