// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Headers that no honest caller sends. */
@Timeout(20)
class HostileHeaderTests {

    private static NatsContext nats;

    record Item(String sku) {}

    static class Endpoints {

        @NatsEndpoint
        Item item() {
            return new Item("tea");
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
    void aLongListOfAcceptedTypesIsNoWork() throws Exception {
        String accept = "*/*,".repeat(60_000) + "a/a;q=0,".repeat(60_000) + "application/json;q=0,application/*;q=0";
        long before = System.nanoTime();

        Message reply =
                nats.client().request("item", new Headers().add("Accept", accept), new byte[0], Duration.ofSeconds(5));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        assertThat(NatsContext.error(Objects.requireNonNull(reply))).startsWith("406:");
    }
}
