// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class NatsCredentialsTests {

    private static NatsServer withUser;
    private static NatsServer withToken;

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class));

    @BeforeAll
    static void start() {
        withUser = NatsServer.start("--user", "shop", "--pass", "s3cret");
        withToken = NatsServer.start("--auth", "t0ken");
    }

    @AfterAll
    static void stop() {
        withUser.close();
        withToken.close();
    }

    private ApplicationContextRunner at(NatsServer server, String... properties) {
        return this.runner.withPropertyValues("nats.servers=" + server.url()).withPropertyValues(properties);
    }

    private static void assertConnected(ApplicationContextRunner runner) {
        runner.run(context ->
                assertThat(context.getBean(Connection.class).getStatus()).isEqualTo(Connection.Status.CONNECTED));
    }

    private static void assertRefused(ApplicationContextRunner runner) {
        runner.withPropertyValues("nats.connection-timeout=1s")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageStartingWith(AuthenticationException.class.getSimpleName())
                        .hasMessageNotContaining("s3cret"));
    }

    @Test
    void logsInWithUserAndPassword() {
        assertConnected(at(withUser, "nats.username=shop", "nats.password=s3cret"));
    }

    @Test
    void isRefusedWithAWrongPassword() {
        assertRefused(at(withUser, "nats.username=shop", "nats.password=wrong"));
    }

    @Test
    void isRefusedWithoutPassword() {
        assertRefused(at(withUser, "nats.username=shop"));
    }

    @Test
    void isRefusedWithoutCredentials() {
        assertRefused(at(withUser));
    }

    @Test
    void logsInWithTheUserInfoOfTheUrl() {
        assertConnected(this.runner.withPropertyValues("nats.servers=nats://shop:s3cret@127.0.0.1:" + withUser.port()));
    }

    @Test
    void logsInWithAToken() {
        assertConnected(at(withToken, "nats.token=t0ken"));
    }

    @Test
    void isRefusedWithAWrongToken() {
        assertRefused(at(withToken, "nats.token=wrong"));
    }

    @Test
    void isRefusedWithoutToken() {
        assertRefused(at(withToken));
    }

    @Test
    void takesAnEmptyPropertyAsNone() {
        assertConnected(at(withToken, "nats.username=", "nats.password=", "nats.credentials=", "nats.token=t0ken"));
        assertConnected(at(withUser, "nats.username=shop", "nats.password=s3cret", "nats.credentials=", "nats.token="));
    }
}
