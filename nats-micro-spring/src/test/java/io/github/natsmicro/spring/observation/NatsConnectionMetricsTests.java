// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.testing.NatsServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Connection;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What meters tell of a connection. */
class NatsConnectionMetricsTests {

    private final MeterRegistry meters = new SimpleMeterRegistry();

    private double count(String name, String... tags) {
        return meters.get("nats.connection." + name)
                .tags("connection", "main")
                .tags(tags)
                .functionCounter()
                .count();
    }

    private double state(String state) {
        return meters.get("nats.connection.state")
                .tags("connection", "main", "state", state)
                .gauge()
                .value();
    }

    @Test
    void countersAreThoseOfTheConnection() throws Exception {
        try (Connection connection = NatsServer.shared().connect()) {
            new NatsConnectionMetrics(connection, "main").bindTo(meters);

            connection.publish("nobody.listens", new byte[100]);
            connection.flush(Duration.ofSeconds(10));

            assertThat(count("messages", "direction", "out"))
                    .isEqualTo((double) connection.getStatistics().getOutMsgs())
                    .isPositive();
            assertThat(count("bytes", "direction", "out"))
                    .isEqualTo((double) connection.getStatistics().getOutBytes())
                    .isGreaterThan(100);
            assertThat(count("messages", "direction", "in"))
                    .isEqualTo((double) connection.getStatistics().getInMsgs());
            assertThat(count("bytes", "direction", "in"))
                    .isEqualTo((double) connection.getStatistics().getInBytes());
            for (String name : List.of("reconnects", "dropped", "errors", "exceptions")) {
                assertThat(count(name)).as(name).isZero();
            }
        }
    }

    @Test
    void theStateIsTheOneThatTheConnectionIsIn() throws Exception {
        Connection connection = NatsServer.shared().connect();
        new NatsConnectionMetrics(connection, "main").bindTo(meters);
        assertThat(state("connected")).isEqualTo(1);
        assertThat(state("closed")).isZero();
        assertThat(state("reconnecting")).isZero();

        connection.close();

        assertThat(state("connected")).isZero();
        assertThat(state("closed")).isEqualTo(1);
    }

    @Test
    void aConnectionThatIsNotThereYetIsDisconnectedAndHasCountedNothing() {
        Connection absent = (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    throw new IllegalStateException("There is no connection yet.");
                });

        new NatsConnectionMetrics(absent, "main").bindTo(meters);

        assertThat(state("disconnected")).isEqualTo(1);
        assertThat(state("connected")).isZero();
        assertThat(count("messages", "direction", "out")).isZero();
    }
}
