// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Message;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The payload of a function is checked where there is a validator. */
class RouterValidationTests {

    private static NatsContext nats;

    record NewOrder(@NotBlank String sku, @Max(1000) int quantity) {}

    @Configuration(proxyBeanMethods = false)
    static class Routers {

        @Bean
        NatsRouter orders() {
            return routes -> routes.endpoint("create", endpoint -> endpoint.handle(NewOrder.class, NewOrder::sku))
                    .endpoint("text", endpoint -> endpoint.handle(String.class, text -> text));
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(ValidatorConfiguration.class, Routers.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    @Test
    void whatIsValidComesToTheFunction() {
        assertThat(nats.reply("create", "{\"sku\":\"tea\",\"quantity\":1000}")).isEqualTo("tea");
        assertThat(nats.reply("text", "")).isEmpty();
    }

    @Test
    void whatIsNotValidIsRefusedWithTheNamesOfItsFields() {
        Message reply = nats.request("create", "{\"sku\":\" \",\"quantity\":1001}");
        assertThat(NatsContext.error(reply)).isEqualTo("400:Validation failed: quantity, sku");
        assertThat(NatsContext.text(reply)).contains("\"field\":\"quantity\"").contains("\"code\":\"NotBlank\"");
    }
}
