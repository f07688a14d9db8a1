// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.boot.autoconfigure.connection.NatsConnectionException.Reason;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Servers that demand TLS, and clients that are set up for it by an SSL bundle, or not. */
class NatsTlsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private static Path directory;

    private static Certificates certificates;
    private static NatsServer oneSided;
    private static NatsServer mutual;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, SslAutoConfiguration.class));

    @BeforeAll
    static void start() throws Exception {
        certificates = Certificates.make(directory, "server", "first", "second");
        oneSided = NatsServer.start(
                "-c", certificates.server("one-sided.conf", "server", "").toString());
        Path configuration = certificates.server(
                "mutual.conf",
                "server",
                ", ca_file: \"%s\", verify_and_map: true".formatted(certificates.all("first", "second")));
        Files.writeString(
                configuration,
                Files.readString(configuration)
                        + "authorization { users = [ { user: \"CN=first\" }, { user: \"CN=second\" } ] }");
        mutual = NatsServer.start("-m", "-1", "-c", configuration.toString());
    }

    @AfterAll
    static void stop() {
        oneSided.close();
        mutual.close();
    }

    private ApplicationContextRunner at(NatsServer server, String... properties) {
        return this.runner.withPropertyValues("nats.servers=" + server.url()).withPropertyValues(properties);
    }

    private static String[] trusting(String name) {
        return new String[] {
            "nats.ssl.bundle=nats",
            "spring.ssl.bundle.pem.nats.truststore.certificate=" + certificates.certificate(name)
        };
    }

    private static String[] showing(Path certificate, Path key) {
        return new String[] {
            "spring.ssl.bundle.pem.nats.keystore.certificate=" + certificate,
            "spring.ssl.bundle.pem.nats.keystore.private-key=" + key
        };
    }

    private static void assertConnected(ApplicationContextRunner runner) {
        runner.run(context ->
                assertThat(context.getBean(Connection.class).getStatus()).isEqualTo(Connection.Status.CONNECTED));
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
    void connectsWithABundleThatTrustsTheServer() {
        assertConnected(at(oneSided, trusting("server")));
    }

    @Test
    void connectsToAUrlThatDemandsTls() {
        assertConnected(at(oneSided, trusting("server"))
                .withPropertyValues("nats.servers=" + oneSided.url().replace("nats:", "tls:")));
    }

    @Test
    void failsWithABundleThatTrustsAnother() {
        assertFails(at(oneSided, trusting("first")), Reason.UNTRUSTED);
    }

    @Test
    void failsWithWhatTheJvmTrusts() {
        assertFails(at(oneSided, "nats.ssl.enabled=true"), Reason.UNTRUSTED);
        assertFails(at(oneSided, "nats.servers=" + oneSided.url().replace("nats:", "tls:")), Reason.UNTRUSTED);
    }

    @Test
    void failsWithoutTlsWhereTheServerDemandsIt() {
        assertFails(at(oneSided), Reason.TLS_REQUIRED);
        assertFails(at(oneSided, trusting("server")).withPropertyValues("nats.ssl.enabled=false"), Reason.TLS_REQUIRED);
    }

    @Test
    void failsWithTlsWhereTheServerHasNone() {
        assertFails(at(NatsServer.shared(), trusting("server")), Reason.TLS_NOT_OFFERED);
    }

    @Test
    void showsItsCertificate() {
        assertConnected(at(mutual, trusting("server"))
                .withPropertyValues(showing(certificates.certificate("first"), certificates.key("first"))));
    }

    @Test
    void failsWithoutTheCertificateThatTheServerWantsToSee() {
        assertFails(at(mutual, trusting("server")), Reason.CERTIFICATE_REFUSED);
    }

    @Test
    void failsWithACertificateThatTheServerDoesNotTrust() {
        assertFails(
                at(mutual, trusting("server"))
                        .withPropertyValues(showing(certificates.certificate("server"), certificates.key("server"))),
                Reason.CERTIFICATE_REFUSED);
    }

    @Test
    void connectsAnewWithTheCertificateOfARenewedBundle() throws Exception {
        Path certificate = directory.resolve("current.crt");
        Path key = directory.resolve("current.key");
        install("first", certificate, key);
        at(mutual, trusting("server"))
                .withPropertyValues(showing(certificate, key))
                .withPropertyValues(
                        "nats.connection-name=renewed",
                        "nats.reconnect.wait=10ms",
                        "spring.ssl.bundle.pem.nats.reload-on-update=true",
                        "spring.ssl.bundle.watch.file.quiet-period=200ms")
                .run(context -> {
                    Connection connection = context.getBean(Connection.class);
                    assertThat(users()).contains("CN=first").doesNotContain("CN=second");

                    install("second", certificate, key);

                    await().atMost(PATIENCE)
                            .untilAsserted(() ->
                                    assertThat(users()).contains("CN=second").doesNotContain("CN=first"));
                    await().atMost(PATIENCE).until(() -> connection.getStatus() == Connection.Status.CONNECTED);
                    connection.flush(PATIENCE);
                });
    }

    @Test
    void doesNotStayWithAServerThatARenewedBundleNoLongerTrusts() throws Exception {
        Path trusted = directory.resolve("trusted.crt");
        Files.copy(certificates.certificate("server"), trusted);
        at(oneSided, trusting("server"))
                .withPropertyValues(
                        "spring.ssl.bundle.pem.nats.truststore.certificate=" + trusted,
                        "nats.reconnect.max-attempts=1",
                        "nats.reconnect.wait=10ms",
                        "spring.ssl.bundle.pem.nats.reload-on-update=true",
                        "spring.ssl.bundle.watch.file.quiet-period=200ms")
                .run(context -> {
                    Connection connection = context.getBean(Connection.class);
                    assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);

                    replace(certificates.certificate("first"), trusted);

                    await().atMost(PATIENCE).until(() -> connection.getStatus() == Connection.Status.CLOSED);
                });
    }

    private static void install(String name, Path certificate, Path key) throws IOException {
        replace(certificates.certificate(name), certificate);
        replace(certificates.key(name), key);
    }

    private static void replace(Path source, Path target) throws IOException {
        Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Which certificates the server has seen of those who are connected. */
    private static String users() throws IOException {
        try (InputStream connections =
                URI.create(mutual.monitoring() + "/connz?auth=1").toURL().openStream()) {
            return new String(connections.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
