// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.FailurePolicy;
import io.github.natsmicro.boot.autoconfigure.ApplicationOutput;
import io.github.natsmicro.spring.MicroServiceCustomizer;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.testing.NatsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What users read where a service that is to stop when it is refused a subject is refused one. */
@ExtendWith(OutputCaptureExtension.class)
class RefusedStartFailureTests {

    @TempDir
    private Path directory;

    @Configuration(proxyBeanMethods = false)
    static class Strict {

        @Bean
        MicroServiceCustomizer strictness() {
            return (builder, service) -> builder.failurePolicy(FailurePolicy.STOP);
        }

        @NatsEndpoint(subject = "orders.create")
        String create() {
            return "never";
        }
    }

    @Test
    void aSubjectThatTheAccountMayNotSubscribeTo(CapturedOutput output) throws IOException {
        Path configuration = Files.writeString(directory.resolve("nats.conf"), """
                authorization {
                  users = [{user: app, password: s3cret, permissions: {subscribe: {deny: ["orders.>"]}}}]
                }
                """);
        try (NatsServer server = NatsServer.start("-c", configuration.toString())) {
            ApplicationOutput report = ApplicationOutput.ofFailure(
                    output,
                    List.of(
                            "nats.servers=" + server.url(),
                            "nats.username=app",
                            "nats.password=s3cret",
                            "nats.micro.name=shop"),
                    Strict.class);
            assertThat(report.description())
                    .isEqualTo(
                            "The service \"shop\" was started and stopped at once: The server refused the subscription of"
                                    + " the endpoint \"create\" to \"orders.create\" (Permissions Violation for Subscription to"
                                    + " \"orders.create\" using queue \"q\").");
            assertThat(report.action())
                    .isEqualTo("Allow the user of the application at the NATS server to subscribe to the subject, or"
                            + " change the subject.");
            assertThat(report.everything()).doesNotContain("s3cret");
        }
    }
}
