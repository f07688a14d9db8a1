// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.boot.test.autoconfigure.NatsMicroTest;
import io.github.natsmicro.boot.test.autoconfigure.TestTransport;
import io.github.natsmicro.testing.NatsServer;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** On a server. */
@NatsMicroTest(transport = TestTransport.CONNECTION)
class ConnectedOrderServiceTests extends OrderServiceContract {

    @DynamicPropertySource
    static void server(DynamicPropertyRegistry registry) {
        registry.add("nats.servers", () -> NatsServer.shared().url());
    }

    @Test
    void thereIsAServer() {
        assertThat(connection.getConnectedUrl()).isEqualTo(NatsServer.shared().url());
    }
}
