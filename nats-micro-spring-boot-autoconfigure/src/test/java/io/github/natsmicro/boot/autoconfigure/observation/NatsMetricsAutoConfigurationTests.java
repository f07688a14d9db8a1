// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.boot.autoconfigure.client.NatsClientAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.service.NatsMicroAutoConfiguration;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.client.NatsTemplate;
import io.github.natsmicro.spring.observation.MicroServiceMetrics;
import io.github.natsmicro.testing.NatsServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.Connection;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class NatsMetricsAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class,
                    SimpleMetricsExportAutoConfiguration.class,
                    ObservationAutoConfiguration.class,
                    NatsAutoConfiguration.class,
                    NatsClientAutoConfiguration.class,
                    NatsMicroAutoConfiguration.class,
                    NatsObservationAutoConfiguration.class,
                    NatsMetricsAutoConfiguration.class))
            .withPropertyValues("nats.servers=" + NatsServer.shared().url(), "spring.application.name=metered");

    @Configuration(proxyBeanMethods = false)
    static class Endpoints {

        @NatsEndpoint("metered.{id}")
        String answer() {
            return "ok";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SecondConnection {

        @Bean(defaultCandidate = false, destroyMethod = "close")
        Connection other() {
            return NatsServer.shared().connect();
        }
    }

    private static void call(NatsTemplate template, String subject) {
        assertThat(template.request(subject, null, String.class)).isEqualTo("ok");
    }

    @Test
    void requestsServicesAndConnectionsHaveMeters() {
        runner.withUserConfiguration(Endpoints.class).run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            NatsTemplate template = context.getBean(NatsTemplate.class);
            call(template, "metered.1");
            call(template, "metered.1");

            Awaitility.await()
                    .until(() -> meters
                                    .find("nats.micro.server.requests")
                                    .tags("service", "metered", "endpoint", "answer", "outcome", "replied")
                                    .timers()
                                    .stream()
                                    .mapToLong(timer -> timer.count())
                                    .sum()
                            == 2);
            assertThat(meters.get("nats.micro.client.requests")
                            .tags("endpoint", "metered.1", "outcome", "replied")
                            .timer()
                            .count())
                    .isEqualTo(2);
            assertThat(meters.get("nats.micro.server.requests.inflight")
                            .tags("service", "metered", "endpoint", "answer")
                            .gauge()
                            .value())
                    .isZero();
            assertThat(meters.get("nats.connection.state")
                            .tags("connection", "natsConnection", "state", "connected")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            assertThat(meters.get("nats.connection.messages")
                            .tags("direction", "in")
                            .functionCounter()
                            .count())
                    .isPositive();
        });
    }

    @Test
    void eachConnectionHasMetersOfItsOwn() {
        runner.withUserConfiguration(SecondConnection.class)
                .run(context -> assertThat(context.getBean(MeterRegistry.class)
                                .get("nats.connection.reconnects")
                                .functionCounters())
                        .extracting(counter -> counter.getId().getTag("connection"))
                        .containsExactlyInAnyOrder("natsConnection", "other"));
    }

    @Test
    void subjectsThatArePutTogetherAreNoMetersWithoutEnd() {
        runner.withUserConfiguration(Endpoints.class)
                .withPropertyValues("nats.client.observations.max-endpoints=2")
                .run(context -> {
                    NatsTemplate template = context.getBean(NatsTemplate.class);
                    for (int i = 0; i < 5; i++) {
                        call(template, "metered." + i);
                    }

                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("nats.micro.client.requests")
                                    .timers())
                            .hasSize(2);
                });
    }

    @Test
    void aContextThatStartsAgainHasMetersOfItsNewServices() {
        runner.withUserConfiguration(Endpoints.class).run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(meters.find("nats.micro.server.requests.inflight").gauges())
                    .hasSize(1);
            context.getSourceApplicationContext().stop();
            assertThat(meters.find("nats.micro.server.requests.inflight").gauges())
                    .isEmpty();
            context.getSourceApplicationContext().start();
            assertThat(meters.find("nats.micro.server.requests.inflight").gauges())
                    .hasSize(1);
        });
    }

    @Test
    void withoutMicrometerThereAreNone() {
        runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(MicroServiceMetrics.class));
    }

    @Test
    void theyCanBeSwitchedOff() {
        runner.withPropertyValues("nats.metrics.enabled=false").run(context -> {
            assertThat(context).doesNotHaveBean(MicroServiceMetrics.class);
            assertThat(context.getBean(MeterRegistry.class)
                            .find("nats.connection.state")
                            .gauges())
                    .isEmpty();
        });
    }

    @Test
    void metersOfTheUserWin() {
        MicroServiceMetrics own = new MicroServiceMetrics();
        runner.withBean("own", MicroServiceMetrics.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(MicroServiceMetrics.class)).isSameAs(own));
    }
}
