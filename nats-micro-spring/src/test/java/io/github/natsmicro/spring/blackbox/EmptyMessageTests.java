// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;

/** An empty payload is what the type makes of it in a {@code Message} as well. */
class EmptyMessageTests {

    @Test
    void aMessageMayBeOfAnOptional() throws Exception {
        try (BlackBox app = BlackBox.of(OptionalMessage.class)) {
            assertThat(app.answer("bem.optional", "{\"sku\":\"tea\",\"quantity\":1}"))
                    .isEqualTo("tea");
            assertThat(app.answer("bem.optional", "")).isEqualTo("nothing");
        }
    }

    record Order(String sku, int quantity) {}

    static class OptionalMessage {

        @NatsEndpoint("bem.optional")
        String optional(Message<Optional<Order>> message) {
            return message.getPayload().map(Order::sku).orElse("nothing");
        }
    }
}
