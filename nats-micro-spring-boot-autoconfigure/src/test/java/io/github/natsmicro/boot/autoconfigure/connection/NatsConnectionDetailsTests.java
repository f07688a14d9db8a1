// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Properties lose to a bean with the details, and customizers have the last word. */
class NatsConnectionDetailsTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, SslAutoConfiguration.class));

    private static NatsConnectionDetails details() {
        return () -> List.of(NatsServer.shared().url());
    }

    @Test
    void thePropertiesGiveTheDetails() {
        this.runner
                .withPropertyValues("nats.servers=" + NatsServer.shared().url())
                .run(context -> assertThat(
                                context.getBean(NatsConnectionDetails.class).getServers())
                        .containsExactly(NatsServer.shared().url()));
    }

    @Test
    void theDetailsOfTheUserWinOverAllPropertiesThatSayTheSame() {
        this.runner
                .withBean(NatsConnectionDetails.class, NatsConnectionDetailsTests::details)
                .withPropertyValues(
                        "nats.servers=nats://127.0.0.1:1",
                        "nats.credentials=no-such-file.creds",
                        "nats.ssl.bundle=no-such-bundle",
                        "nats.connection-name=still-ours")
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(NatsConnectionDetails.class);
                    Connection connection = context.getBean(Connection.class);
                    assertThat(connection.getConnectedUrl())
                            .isEqualTo(NatsServer.shared().url());
                    assertThat(connection.getOptions().getAuthHandler()).isNull();
                    assertThat(connection.getOptions().getConnectionName()).isEqualTo("still-ours");
                });
    }

    @Test
    void customizersWinOverTheDetails() {
        this.runner
                .withBean(NatsConnectionDetails.class, () -> () -> List.of("nats://127.0.0.1:1"))
                .withBean(
                        NatsOptionsCustomizer.class,
                        () -> options -> options.server(NatsServer.shared().url()))
                .run(context -> assertThat(context.getBean(Connection.class).getConnectedUrl())
                        .isEqualTo(NatsServer.shared().url()));
    }

    @Test
    void withoutTextAPropertySaysNothing() {
        NatsProperties properties = new NatsProperties();
        properties.setUsername(" ");
        properties.setPassword("");
        properties.setToken("");
        properties.setNkey("");
        properties.setCredentials("");
        properties.setCredentialsContent("\n");
        PropertiesNatsConnectionDetails details = new PropertiesNatsConnectionDetails(properties, null);
        assertThat(details.getUsername()).isNull();
        assertThat(details.getPassword()).isNull();
        assertThat(details.getToken()).isNull();
        assertThat(details.getNkey()).isNull();
        assertThat(details.getCredentials()).isNull();
        assertThat(details.getCredentialsContent()).isNull();
        assertThat(details.getSslBundle()).isNull();
    }
}
