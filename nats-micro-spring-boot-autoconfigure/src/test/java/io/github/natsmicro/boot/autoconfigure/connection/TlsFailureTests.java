// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.boot.autoconfigure.ApplicationOutput;
import io.github.natsmicro.testing.NatsServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What users read of an application and a server that do not agree on TLS. */
@ExtendWith(OutputCaptureExtension.class)
class TlsFailureTests {

    @TempDir
    private static Path directory;

    private static Certificates certificates;
    private static NatsServer oneSided;
    private static NatsServer mutual;

    @BeforeAll
    static void start() throws Exception {
        certificates = Certificates.make(directory, "server", "other");
        oneSided = NatsServer.start(
                "-c", certificates.server("one-sided.conf", "server", "").toString());
        mutual = NatsServer.start(
                "-c",
                certificates
                        .server(
                                "mutual.conf",
                                "server",
                                ", ca_file: \"%s\", verify: true".formatted(certificates.certificate("other")))
                        .toString());
    }

    @AfterAll
    static void stop() {
        oneSided.close();
        mutual.close();
    }

    private static ApplicationOutput fail(CapturedOutput output, NatsServer server, String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("nats.servers=" + server.url());
        return ApplicationOutput.ofFailure(output, all, SslAutoConfiguration.class);
    }

    private static String[] trusting(String name) {
        return new String[] {
            "nats.ssl.bundle=nats",
            "spring.ssl.bundle.pem.nats.truststore.certificate=" + certificates.certificate(name)
        };
    }

    @Test
    void aServerThatIsNotTrusted(CapturedOutput output) {
        ApplicationOutput report = fail(output, oneSided, trusting("other"));
        assertThat(report.description())
                .isEqualTo("The NATS server at " + oneSided.url()
                        + " showed a certificate that the application does not trust.");
        assertThat(report.action())
                .isEqualTo("Set the property nats.ssl.bundle to an SSL bundle whose trust store has the authority that"
                        + " issued the server's certificate.");
    }

    @Test
    void anApplicationThatWasNotToldOfTls(CapturedOutput output) {
        ApplicationOutput report = fail(output, oneSided);
        assertThat(report.description())
                .isEqualTo("The NATS server at " + oneSided.url()
                        + " demands TLS, and the application has not been told to use it.");
        assertThat(report.action())
                .isEqualTo("Set the property nats.ssl.bundle to an SSL bundle that trusts the server's certificate, or"
                        + " nats.ssl.enabled if the JVM trusts it.");
    }

    @Test
    void aServerWithoutTls(CapturedOutput output) {
        ApplicationOutput report = fail(output, NatsServer.shared(), trusting("server"));
        assertThat(report.description())
                .isEqualTo("The application demands TLS, which the NATS server at "
                        + NatsServer.shared().url() + " does not offer.");
        assertThat(report.action())
                .isEqualTo("Configure TLS at the server, or remove nats.ssl.bundle, nats.ssl.enabled and tls:// in"
                        + " nats.servers.");
    }

    @Test
    void aServerThatWantsToSeeACertificate(CapturedOutput output) {
        ApplicationOutput report = fail(output, mutual, trusting("server"));
        assertThat(report.description())
                .isEqualTo("The NATS server at " + mutual.url()
                        + " wants to see a certificate, and took none of the application's.");
        assertThat(report.action())
                .isEqualTo("Give the SSL bundle that nats.ssl.bundle names a key store with a certificate of an"
                        + " authority that the server trusts.");
    }

    @Test
    void aServerThatDoesNotBeginWithTls(CapturedOutput output) {
        List<String> properties = new ArrayList<>(List.of(trusting("server")));
        properties.add("nats.ssl.tls-first=true");
        ApplicationOutput report = fail(output, oneSided, properties.toArray(String[]::new));
        assertThat(report.description())
                .isEqualTo("The NATS server at " + oneSided.url()
                        + " and the application could not agree on TLS: Unsupported or unrecognized SSL message.");
        assertThat(report.action())
                .isEqualTo("Correct the SSL bundle that nats.ssl.bundle names; nats.ssl.tls-first has to be as the"
                        + " server is configured.");
    }
}
