// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.connection.NatsOptionsCustomizer;
import io.github.natsmicro.boot.autoconfigure.service.NatsMicroAutoConfiguration;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

class NatsHealthContributorAutoConfigurationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String CONTRIBUTOR = "natsHealthContributor";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(Application.class)
            .withInitializer(
                    context -> context.getEnvironment().setConversionService(new ApplicationConversionService()))
            .withPropertyValues("nats.servers=" + NatsServer.shared().url(), "nats.micro.name=shop");

    /** Imports by the selector of Boot, which leaves out what is not on the class path before it reads it. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        NatsAutoConfiguration.class,
        NatsMicroAutoConfiguration.class,
        NatsHealthContributorAutoConfiguration.class
    })
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    static class OwnIndicator {

        @Bean
        HealthIndicator natsHealthIndicator() {
            return () -> Health.up().build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoConnections {

        @Bean
        @Primary
        Connection orders() {
            return NatsServer.shared().connect();
        }

        @Bean
        Connection audit() {
            return NatsServer.shared().connect();
        }
    }

    static class Endpoints {

        @NatsEndpoint
        String allowed() {
            return "ok";
        }

        @NatsEndpoint
        String forbidden() {
            return "never";
        }
    }

    private static Health health(AssertableApplicationContext context) {
        return Objects.requireNonNull(
                context.getBean(CONTRIBUTOR, HealthIndicator.class).health());
    }

    private static Health healthOf(CompositeHealthContributor composite, String name) {
        HealthIndicator indicator = (HealthIndicator) Objects.requireNonNull(composite.getContributor(name));
        return Objects.requireNonNull(indicator.health());
    }

    @Test
    void isThereByDefault() {
        this.runner.run(context -> assertThat(health(context).getStatus()).isEqualTo(Status.UP));
    }

    @Test
    void isThereForAnApplicationThatIsOnlyAClient() {
        this.runner.withPropertyValues("nats.micro.enabled=false").run(context -> {
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
            assertThat(health(context).getDetails()).containsEntry("services", List.of());
        });
    }

    @Test
    void isNotThereWithoutTheHealthModule() {
        this.runner
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(MicroServiceRegistrar.class)
                        .doesNotHaveBean(CONTRIBUTOR));
    }

    @Test
    void isThereWithoutTheActuator() {
        this.runner
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> assertThat(health(context).getStatus()).isEqualTo(Status.UP));
    }

    @Test
    void isNotThereWhereItIsSwitchedOff() {
        this.runner
                .withPropertyValues("management.health.nats.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CONTRIBUTOR));
    }

    @Test
    void backsOffBeforeTheIndicatorOfTheUser() {
        this.runner
                .withUserConfiguration(OwnIndicator.class)
                .run(context ->
                        assertThat(context).hasBean("natsHealthIndicator").doesNotHaveBean(CONTRIBUTOR));
    }

    @Test
    void aTimeoutOfZeroIsRefused() {
        this.runner
                .withPropertyValues("nats.health.timeout=0s")
                .run(
                        context -> assertThat(context)
                                .getFailure()
                                .hasMessageContaining(
                                        "The property nats.health.timeout can not be used: the timeout is PT0S. It must be more than zero."));
    }

    @Test
    void severalConnectionsAreAComposite() {
        this.runner.withUserConfiguration(TwoConnections.class).run(context -> {
            CompositeHealthContributor composite = context.getBean(CONTRIBUTOR, CompositeHealthContributor.class);
            assertThat(StreamSupport.stream(composite.spliterator(), false).map(HealthContributors.Entry::name))
                    .containsExactlyInAnyOrder("orders", "audit");

            Health orders = healthOf(composite, "orders");
            Health audit = healthOf(composite, "audit");

            assertThat(orders.getStatus()).isEqualTo(Status.UP);
            assertThat((List<?>) orders.getDetails().get("services")).hasSize(1);
            assertThat(audit.getDetails()).containsEntry("services", List.of());
        });
    }

    @Test
    void aConnectionThatIsClosedIsDown() {
        this.runner.run(context -> {
            context.getBean(Connection.class).close();

            await().atMost(PATIENCE).untilAsserted(() -> {
                Health health = health(context);
                assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                assertThat(health.getDetails())
                        .containsEntry("connection", "closed")
                        .containsEntry(
                                "problems",
                                List.of(
                                        "The connection is closed and does not come back.",
                                        "The service \"shop\" has been stopped."));
            });
        });
    }

    @Test
    void aConnectionThatIsMadeInTheBackgroundIsOutOfServiceUntilItIsThere() {
        NatsServer first = NatsServer.start();
        int port = first.port();
        first.close();
        this.runner
                .withPropertyValues("nats.startup=background", "nats.servers=" + first.url())
                .withBean(
                        NatsOptionsCustomizer.class,
                        () -> options -> options.reconnectDelayHandler(attempt -> Duration.ofMillis(20)))
                .run(context -> {
                    await().atMost(PATIENCE).untilAsserted(() -> {
                        Health health = health(context);
                        assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
                        assertThat(health.getDetails())
                                .containsEntry("connection", "connecting")
                                .containsEntry("lastError", "No NATS server answers at " + first.url() + ".")
                                .containsEntry(
                                        "problems",
                                        List.of(
                                                "There is no connection to a NATS server; it is being tried to get one."));
                    });
                    try (NatsServer second = NatsServer.start(port)) {
                        await().atMost(PATIENCE).untilAsserted(() -> {
                            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
                            assertThat(health(context).getDetails().get("services"))
                                    .asInstanceOf(LIST)
                                    .hasSize(1);
                        });
                    }
                });
    }

    @Test
    void anEndpointThatTheServerRefusesIsDown(@TempDir Path directory) throws IOException {
        Path config = directory.resolve("nats.conf");
        Files.writeString(config, """
                authorization {
                  users = [{user: app, password: secret, permissions: {subscribe: {deny: ["forbidden"]}}}]
                }
                """);
        try (NatsServer server = NatsServer.start("-c", config.toString())) {
            this.runner
                    .withBean(Endpoints.class)
                    .withPropertyValues("nats.servers=" + server.url(), "nats.username=app", "nats.password=secret")
                    .run(context -> await().atMost(PATIENCE).untilAsserted(() -> {
                        Health health = health(context);
                        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                        assertThat(health.getDetails())
                                .containsEntry(
                                        "problems",
                                        List.of(
                                                "The endpoint \"forbidden\" of the service \"shop\" can not be reached: the server refused its subscription to \"forbidden\"."));
                        assertThat(health.getDetails().get("services"))
                                .asString()
                                .contains("failed=[", "subject=forbidden", "Permissions Violation");
                    }));
        }
    }
}
