// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.observation;

import io.github.natsmicro.boot.autoconfigure.client.NatsClientAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.service.NatsMicroAutoConfiguration;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.client.NatsTemplate;
import io.github.natsmicro.spring.observation.NatsClientObservationConvention;
import io.github.natsmicro.spring.observation.NatsClientObserver;
import io.github.natsmicro.spring.observation.NatsServerObservationConvention;
import io.github.natsmicro.spring.observation.NatsServerObserver;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the observation of services and of their callers. */
@AutoConfiguration(
        after = {NatsMicroAutoConfiguration.class, NatsClientAutoConfiguration.class},
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
public final class NatsObservationAutoConfiguration {

    @Bean
    @ConditionalOnBean(MicroServiceRegistrar.class)
    @ConditionalOnBooleanProperty(name = "nats.micro.observations.enabled", matchIfMissing = true)
    @ConditionalOnMissingBean
    NatsServerObserver natsServerObserver(
            ObservationRegistry registry, ObjectProvider<NatsServerObservationConvention> convention) {
        return new NatsServerObserver(registry, convention.getIfAvailable());
    }

    @Bean
    @ConditionalOnBean(NatsTemplate.class)
    @ConditionalOnBooleanProperty(name = "nats.client.observations.enabled", matchIfMissing = true)
    @ConditionalOnMissingBean
    NatsClientObserver natsClientObserver(
            ObservationRegistry registry, ObjectProvider<NatsClientObservationConvention> convention) {
        return new NatsClientObserver(registry, convention.getIfAvailable());
    }
}
