// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.boot.autoconfigure.ApplicationOutput;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What an application says whose services can not start, or whose ways to log in do not go together. */
@ExtendWith(OutputCaptureExtension.class)
class ServiceStartFailureTests {

    @Configuration(proxyBeanMethods = false)
    static class ClosedConnection {

        @Bean
        Connection closed() throws InterruptedException {
            Connection connection = NatsServer.shared().connect();
            connection.close();
            return connection;
        }
    }

    @Test
    void aConnectionOfTheApplicationThatIsClosed(CapturedOutput output) {
        ApplicationOutput report =
                ApplicationOutput.ofFailure(output, List.of("nats.micro.name=shop"), ClosedConnection.class);

        assertThat(report.description())
                .isEqualTo("The service \"shop\" could not be started: nothing can be subscribed to: Connection is"
                        + " Closed.");
        assertThat(report.action())
                .isEqualTo("Check that the NATS server is up and that the application's connection is open when it"
                        + " starts.");
    }

    @Test
    void aTokenBesideAUser(CapturedOutput output) {
        ApplicationOutput report = ApplicationOutput.ofFailure(
                output,
                List.of(
                        "nats.servers=" + NatsServer.shared().url(),
                        "nats.username=shop",
                        "nats.password=s3cret",
                        "nats.token=t0ken"));

        assertThat(report.description())
                .isEqualTo("There is more than one way to log in to the NATS server: nats.username and nats.token.");
        assertThat(report.everything()).doesNotContain("s3cret").doesNotContain("t0ken");
    }
}
