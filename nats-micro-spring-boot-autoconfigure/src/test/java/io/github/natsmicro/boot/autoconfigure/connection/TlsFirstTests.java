// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.natsmicro.boot.autoconfigure.connection.NatsConnectionException.Reason;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A server that begins with the TLS handshake, which those before 2.11 know only in part, and those before 2.10 not. */
class TlsFirstTests {

    @TempDir
    private static Path directory;

    private static NatsServer server;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, SslAutoConfiguration.class))
            .withPropertyValues(
                    "nats.ssl.bundle=nats",
                    "spring.ssl.bundle.pem.nats.truststore.certificate=" + directory.resolve("server.crt"));

    @BeforeAll
    static void start() throws Exception {
        String version;
        try (Connection connection = NatsServer.shared().connect()) {
            version = connection.getServerInfo().getVersion();
        }
        assumeThat(version)
                .as(
                        "TLS-first is not tested: it needs a nats-server from 2.11 on (set NATS_SERVER), and this is %s",
                        version)
                .matches("2\\.1[1-9]\\..*|2\\.[2-9]\\d\\..*|[3-9]\\..*");
        Path configuration =
                Certificates.make(directory, "server").server("first.conf", "server", ", handshake_first: true");
        server = NatsServer.start("-c", configuration.toString());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private ApplicationContextRunner at(NatsServer where, boolean tlsFirst) {
        return this.runner.withPropertyValues("nats.servers=" + where.url(), "nats.ssl.tls-first=" + tlsFirst);
    }

    private static void assertFails(ApplicationContextRunner runner, Reason reason) {
        runner.run(context -> assertThat(context)
                .hasFailed()
                .getFailure()
                .cause()
                .cause()
                .asInstanceOf(InstanceOfAssertFactories.type(NatsConnectionException.class))
                .extracting(NatsConnectionException::reason)
                .isEqualTo(reason));
    }

    @Test
    void connects() {
        at(server, true)
                .run(context -> assertThat(context.getBean(Connection.class).getStatus())
                        .isEqualTo(Connection.Status.CONNECTED));
    }

    @Test
    void failsWhereOnlyTheServerBeginsWithTls() {
        assertFails(at(server, false), Reason.NO_ANSWER);
    }

    @Test
    void failsWhereOnlyTheApplicationBeginsWithTls() {
        assertFails(at(NatsServer.shared(), true), Reason.TLS_FAILED);
    }
}
