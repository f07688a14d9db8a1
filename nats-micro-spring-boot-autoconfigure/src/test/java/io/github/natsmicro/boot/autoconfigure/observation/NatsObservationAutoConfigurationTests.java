// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.boot.autoconfigure.client.NatsClientAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.service.NatsMicroAutoConfiguration;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.client.NatsTemplate;
import io.github.natsmicro.spring.observation.DefaultNatsClientObservationConvention;
import io.github.natsmicro.spring.observation.DefaultNatsServerObservationConvention;
import io.github.natsmicro.spring.observation.LoggingContextInterceptor;
import io.github.natsmicro.spring.observation.NatsClientObservationConvention;
import io.github.natsmicro.spring.observation.NatsClientObserver;
import io.github.natsmicro.spring.observation.NatsServerObservationConvention;
import io.github.natsmicro.spring.observation.NatsServerObserver;
import io.github.natsmicro.testing.NatsServer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class NatsObservationAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    NatsAutoConfiguration.class,
                    NatsClientAutoConfiguration.class,
                    NatsMicroAutoConfiguration.class,
                    ObservationAutoConfiguration.class,
                    NatsLoggingContextAutoConfiguration.class,
                    NatsObservationAutoConfiguration.class))
            .withPropertyValues("nats.servers=" + NatsServer.shared().url(), "spring.application.name=observed");

    @Configuration(proxyBeanMethods = false)
    static class Endpoints {

        @NatsEndpoint("observed.where")
        String where() {
            return Objects.requireNonNullElse(MDC.get("nats.service"), "-") + "/"
                    + Objects.requireNonNullElse(MDC.get("nats.endpoint"), "-");
        }

        @Bean
        Noting noting() {
            return new Noting();
        }
    }

    static final class Noting implements ObservationHandler<Observation.Context> {

        private final List<String> names = new CopyOnWriteArrayList<>();

        @Override
        public void onStop(Observation.Context context) {
            names.add(context.getName());
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Conventions {

        @Bean
        NatsServerObservationConvention server() {
            return new DefaultNatsServerObservationConvention() {
                @Override
                public String getName() {
                    return "served";
                }
            };
        }

        @Bean
        NatsClientObservationConvention client() {
            return new DefaultNatsClientObservationConvention() {
                @Override
                public String getName() {
                    return "called";
                }
            };
        }
    }

    private static void assertObserved(NatsTemplate template, Noting noting, String... names) {
        assertThat(template.request("observed.where", null, String.class)).isEqualTo("observed/where");
        Awaitility.await().untilAsserted(() -> assertThat(noting.names).containsExactlyInAnyOrder(names));
    }

    @Test
    void bothSidesAreObservedAndTheLogIsTold() {
        runner.withUserConfiguration(Endpoints.class)
                .run(context -> assertObserved(
                        context.getBean(NatsTemplate.class),
                        context.getBean(Noting.class),
                        "nats.micro.server.requests",
                        "nats.micro.client.requests"));
    }

    @Test
    void conventionsOfTheUserAreUsed() {
        runner.withUserConfiguration(Endpoints.class, Conventions.class)
                .run(context -> assertObserved(
                        context.getBean(NatsTemplate.class), context.getBean(Noting.class), "served", "called"));
    }

    @Test
    void withoutMicrometerNothingIsObserved() {
        runner.withClassLoader(new FilteredClassLoader(ObservationRegistry.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(NatsServerObserver.class)
                        .doesNotHaveBean(NatsClientObserver.class)
                        .hasSingleBean(LoggingContextInterceptor.class));
    }

    @Test
    void withoutARegistryNothingIsObserved() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        NatsAutoConfiguration.class,
                        NatsClientAutoConfiguration.class,
                        NatsMicroAutoConfiguration.class,
                        NatsObservationAutoConfiguration.class))
                .withPropertyValues("nats.servers=" + NatsServer.shared().url())
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(NatsServerObserver.class)
                        .doesNotHaveBean(NatsClientObserver.class));
    }

    @Test
    void eachSideCanBeSwitchedOff() {
        runner.withPropertyValues("nats.micro.observations.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(NatsServerObserver.class)
                        .hasSingleBean(NatsClientObserver.class));
        runner.withPropertyValues("nats.client.observations.enabled=false")
                .run(context -> assertThat(context)
                        .hasSingleBean(NatsServerObserver.class)
                        .doesNotHaveBean(NatsClientObserver.class));
        runner.withPropertyValues("nats.micro.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(NatsServerObserver.class)
                        .doesNotHaveBean(LoggingContextInterceptor.class)
                        .hasSingleBean(NatsClientObserver.class));
    }

    @Test
    void theLoggingContextCanBeSwitchedOff() {
        runner.withPropertyValues("nats.micro.logging-context.enabled=false")
                .withUserConfiguration(Endpoints.class)
                .run(context -> assertThat(
                                context.getBean(NatsTemplate.class).request("observed.where", null, String.class))
                        .isEqualTo("-/-"));
    }

    @Test
    void observersOfTheUserWin() {
        NatsServerObserver server = new NatsServerObserver(ObservationRegistry.NOOP, null);
        NatsClientObserver client = new NatsClientObserver(ObservationRegistry.NOOP, null);
        LoggingContextInterceptor logging = new LoggingContextInterceptor();
        runner.withBean("server", NatsServerObserver.class, () -> server)
                .withBean("client", NatsClientObserver.class, () -> client)
                .withBean("logging", LoggingContextInterceptor.class, () -> logging)
                .run(context -> {
                    assertThat(context.getBean(NatsServerObserver.class)).isSameAs(server);
                    assertThat(context.getBean(NatsClientObserver.class)).isSameAs(client);
                    assertThat(context.getBean(LoggingContextInterceptor.class)).isSameAs(logging);
                });
    }
}
