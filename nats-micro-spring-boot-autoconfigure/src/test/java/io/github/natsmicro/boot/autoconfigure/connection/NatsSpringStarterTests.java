// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The official {@code nats-spring} of jnats on the same class path: its bean has the same name as ours. */
class NatsSpringStarterTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    io.nats.spring.boot.autoconfigure.NatsAutoConfiguration.class, NatsAutoConfiguration.class));

    private void assertOneConnection(ApplicationContextRunner runner, String name) {
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            Map<String, Connection> connections = context.getBeansOfType(Connection.class);
            assertThat(connections).containsOnlyKeys("natsConnection");
            assertThat(connections.values())
                    .extracting(connection -> connection.getOptions().getConnectionName())
                    .containsExactly(name);
        });
    }

    @Test
    void thereIsOneConnectionWhichIsOurs() {
        assertOneConnection(
                this.runner.withPropertyValues(
                        "nats.servers=" + NatsServer.shared().url(), "nats.connection-name=ours"),
                "ours");
    }

    @Test
    void oursIsItWhereBothAreToldOfServers() {
        assertOneConnection(
                this.runner.withPropertyValues(
                        "nats.servers=" + NatsServer.shared().url(),
                        "nats.connection-name=ours",
                        "nats.spring.server=" + NatsServer.shared().url(),
                        "nats.spring.connection-name=theirs"),
                "ours");
    }

    @Test
    void theirsIsItWhereOnlyTheyAreToldOfServers() {
        assertOneConnection(
                this.runner.withPropertyValues(
                        "nats.spring.server=" + NatsServer.shared().url(), "nats.spring.connection-name=theirs"),
                "theirs");
    }

    @Test
    void theirPropertyMeansNothingWithoutThem() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("io.nats.spring"))
                .withPropertyValues("nats.spring.server=nats://127.0.0.1:1")
                .withBean(
                        NatsOptionsCustomizer.class,
                        () -> options -> options.server(NatsServer.shared().url()))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Connection.class));
    }
}
