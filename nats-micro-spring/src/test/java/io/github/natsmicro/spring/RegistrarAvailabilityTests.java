// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.nats.client.Connection;
import org.junit.jupiter.api.Test;

class RegistrarAvailabilityTests {

    static class Endpoints {

        @NatsEndpoint
        String here() {
            return "here";
        }
    }

    @Test
    void servicesStartThoughTheRegistrarIsInitializedLazily() {
        try (NatsContext nats = NatsContext.start(
                context -> context.addBeanFactoryPostProcessor(
                        beans -> beans.getBeanDefinition("registrar").setLazyInit(true)),
                Endpoints.class)) {
            assertThat(nats.reply("here", "")).isEqualTo("here");
        }
    }

    @Test
    void aServiceWhoseConnectionWasClosedIsNoLongerThere() throws InterruptedException {
        try (NatsContext nats = NatsContext.start(Endpoints.class)) {
            assertThat(nats.services()).hasSize(1);

            nats.context().getBean(Connection.class).close();

            await().untilAsserted(() -> assertThat(nats.services()).isEmpty());
        }
    }
}
