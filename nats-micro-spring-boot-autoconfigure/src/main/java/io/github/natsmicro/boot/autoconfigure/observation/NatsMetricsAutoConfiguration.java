// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.observation;

import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.service.NatsMicroAutoConfiguration;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.observation.MicroServiceMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.nats.client.Connection;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.MaximumAllowableTagsMeterFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Auto-configuration of the meters of connections and services. */
@AutoConfiguration(
        after = {NatsAutoConfiguration.class, NatsMicroAutoConfiguration.class},
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "nats.metrics.enabled", matchIfMissing = true)
public final class NatsMetricsAutoConfiguration {

    @Bean
    @ConditionalOnBean(MicroServiceRegistrar.class)
    @ConditionalOnMissingBean
    MicroServiceMetrics microServiceMetrics() {
        return new MicroServiceMetrics();
    }

    @Bean
    @ConditionalOnBean(Connection.class)
    @ConditionalOnMissingBean
    AllConnectionsMetrics natsConnectionsMetrics(ConfigurableListableBeanFactory beanFactory) {
        return new AllConnectionsMetrics(beanFactory);
    }

    /** Subjects that a caller puts together instead of filling variables must not become meters without end. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MaximumAllowableTagsMeterFilter.class)
    @EnableConfigurationProperties(NatsClientObservationProperties.class)
    static class ClientEndpointLimitConfiguration {

        @Bean
        @Order(0)
        MeterFilter natsClientEndpointLimit(NatsClientObservationProperties properties) {
            return new MaximumAllowableTagsMeterFilter(
                    "nats.micro.client.requests",
                    "endpoint",
                    properties.getMaxEndpoints(),
                    "Are subjects put together instead of being written with variables?");
        }
    }
}
