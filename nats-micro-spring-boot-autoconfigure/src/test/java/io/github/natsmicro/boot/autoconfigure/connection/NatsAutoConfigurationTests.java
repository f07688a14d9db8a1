// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

class NatsAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class))
            .withPropertyValues("nats.servers=" + NatsServer.shared().url());

    @Configuration(proxyBeanMethods = false)
    static class OwnConnection {

        @Bean(destroyMethod = "close")
        Connection mine() {
            return NatsServer.shared().connect();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        final List<String> calls = new ArrayList<>();

        @Bean
        @Order(2)
        NatsOptionsCustomizer second() {
            return options -> {
                calls.add("second");
                options.connectionName("by the second");
            };
        }

        @Bean
        @Order(1)
        NatsOptionsCustomizer first() {
            return options -> {
                calls.add("first");
                options.connectionName("by the first").maxReconnects(7);
            };
        }
    }

    private static Options options(Connection connection) {
        return connection.getOptions();
    }

    @Test
    void connectsToTheServersOfTheProperty() {
        this.runner.run(context -> {
            Connection connection = context.getBean(Connection.class);
            assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
            assertThat(connection.getConnectedUrl())
                    .isEqualTo(NatsServer.shared().url());
        });
    }

    @Test
    void takesTheServerThatAnswersOfSeveral() {
        this.runner
                .withPropertyValues(
                        "nats.servers=nats://127.0.0.1:1," + NatsServer.shared().url())
                .run(context -> assertThat(context.getBean(Connection.class).getConnectedUrl())
                        .isEqualTo(NatsServer.shared().url()));
    }

    @Test
    void closesTheConnectionWithTheContext() {
        List<Connection> connections = new ArrayList<>();
        this.runner.run(context -> connections.add(context.getBean(Connection.class)));
        assertThat(connections.get(0).getStatus()).isEqualTo(Connection.Status.CLOSED);
    }

    @Test
    void backsOffWithoutJnats() {
        this.runner
                .withClassLoader(new FilteredClassLoader(Nats.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("natsConnection"));
    }

    @Test
    void backsOffBeforeTheConnectionOfTheUser() {
        this.runner.withUserConfiguration(OwnConnection.class).run(context -> {
            assertThat(context).hasSingleBean(Connection.class).hasBean("mine");
            assertThat(context).doesNotHaveBean(NatsProperties.class);
        });
    }

    @Test
    void callsTheCustomizersInTheirOrder() {
        this.runner
                .withUserConfiguration(Customizers.class)
                .run(context ->
                        assertThat(context.getBean(Customizers.class).calls).containsExactly("first", "second"));
    }

    @Test
    void givesTheCustomizersTheLastWord() {
        this.runner
                .withUserConfiguration(Customizers.class)
                .withPropertyValues("nats.connection-name=by the property")
                .run(context -> {
                    Options options = options(context.getBean(Connection.class));
                    assertThat(options.getConnectionName()).isEqualTo("by the second");
                    assertThat(options.getMaxReconnect()).isEqualTo(7);
                });
    }

    @Test
    void namesTheConnectionLikeTheApplication() {
        this.runner
                .withPropertyValues("spring.application.name=My shop")
                .run(context -> assertThat(
                                options(context.getBean(Connection.class)).getConnectionName())
                        .isEqualTo("My shop"));
    }

    @Test
    void namesTheConnectionLikeThePropertySays() {
        this.runner
                .withPropertyValues("spring.application.name=My shop", "nats.connection-name=shop-1")
                .run(context -> assertThat(
                                options(context.getBean(Connection.class)).getConnectionName())
                        .isEqualTo("shop-1"));
    }

    @Test
    void leavesTheConnectionWithoutNameWhereTheApplicationHasNone() {
        this.runner.run(
                context -> assertThat(options(context.getBean(Connection.class)).getConnectionName())
                        .isNull());
    }

    @Test
    void isNotMisledByWhatKubernetesPutsIntoTheEnvironment() {
        this.runner
                .withPropertyValues(
                        "nats.port=tcp://10.0.0.1:4222",
                        "nats.service.host=10.0.0.1",
                        "nats.service.port=4222",
                        "nats.host=10.0.0.1")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Connection.class));
    }
}
