// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.connection.NatsOptionsCustomizer;
import io.github.natsmicro.spring.ConnectionGate;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Services of an application that starts without a broker. */
@ExtendWith(OutputCaptureExtension.class)
class BackgroundServicesTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static ApplicationContextRunner runner(int port) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, NatsMicroAutoConfiguration.class))
                .withUserConfiguration(Greeter.class)
                .withBean(
                        NatsOptionsCustomizer.class,
                        () -> options -> options.reconnectDelayHandler(attempt -> Duration.ofMillis(20)))
                .withPropertyValues(
                        "nats.startup=background",
                        "nats.servers=nats://127.0.0.1:" + port,
                        "spring.application.name=background");
    }

    @Configuration(proxyBeanMethods = false)
    static class Greeter {

        @NatsEndpoint
        String greet() {
            return "hello";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ClosedGate {

        @Bean
        ConnectionGate gate() {
            return connection -> new CompletableFuture<>();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void theyStartWhenThereIsABroker() throws IOException {
        int port = freePort();
        runner(port).run(context -> {
            MicroServiceRegistrar registrar = context.getBean(MicroServiceRegistrar.class);
            assertThat(registrar.isRunning()).isTrue();
            assertThat(registrar.services()).isEmpty();

            try (NatsServer server = NatsServer.start(port)) {
                await().atMost(PATIENCE).until(() -> registrar.services().size() == 1);
                try (Connection client = server.connect()) {
                    byte[] reply = client.request("greet", new byte[0])
                            .get(10, TimeUnit.SECONDS)
                            .getData();
                    assertThat(new String(reply, StandardCharsets.UTF_8)).isEqualTo("hello");
                }
                context.close();
            }
        });
    }

    @Test
    void anApplicationThatEndsBeforeSaysNothingOfThem(CapturedOutput output) {
        runner(1).run(context -> context.getBean(MicroServiceRegistrar.class));
        assertThat(output.getAll())
                .contains("NATS services start when their connection is there: service \"background\" 0.0.0.")
                .doesNotContain("NATS services do not start");
    }

    @Test
    void theGateOfTheUserWins() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, NatsMicroAutoConfiguration.class))
                .withUserConfiguration(Greeter.class, ClosedGate.class)
                .withPropertyValues("nats.servers=" + NatsServer.shared().url(), "spring.application.name=closed")
                .run(context -> assertThat(
                                context.getBean(MicroServiceRegistrar.class).services())
                        .isEmpty());
    }
}
