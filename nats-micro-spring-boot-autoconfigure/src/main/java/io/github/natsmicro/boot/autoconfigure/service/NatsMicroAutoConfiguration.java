// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.service;

import io.github.natsmicro.HandlerThreads;
import io.github.natsmicro.boot.autoconfigure.PropertyCheck;
import io.github.natsmicro.boot.autoconfigure.codec.ImportPayloadCodecs;
import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.spring.ConnectionGate;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.wire.Grammar;
import io.nats.client.Connection;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Auto-configuration of the services that the beans of an application offer. */
@AutoConfiguration(
        after = NatsAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
            "org.springframework.boot.jackson2.autoconfigure.Jackson2AutoConfiguration"
        })
@ConditionalOnBean(Connection.class)
@ConditionalOnBooleanProperty(name = "nats.micro.enabled", matchIfMissing = true)
@EnableConfigurationProperties(NatsMicroProperties.class)
@ImportPayloadCodecs
@Import(HandlerThreadsConfiguration.class)
public final class NatsMicroAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    MicroServiceRegistrar microServiceRegistrar(
            PayloadCodecs codecs,
            HandlerThreads handlerThreads,
            NatsMicroProperties properties,
            Environment environment,
            ObjectProvider<BuildProperties> build,
            ObjectProvider<LifecycleProperties> lifecycle,
            ObjectProvider<ConnectionGate> gate) {
        MicroServiceRegistrar registrar = new MicroServiceRegistrar(codecs);
        registrar.setHandlerThreads(handlerThreads);
        registrar.setConnectionGate(gate.getIfAvailable(ReadinessGate::new));
        registrar.setDefaultService(new DefaultServiceFactory(
                        properties, environment.getProperty("spring.application.name"), build.getIfAvailable())
                .create());
        registrar.setAnnounceDefaultService(StringUtils.hasText(properties.getName()));
        PropertyMapper map = PropertyMapper.get();
        map.from(properties::getApiPrefix)
                .as(prefix -> PropertyCheck.check("nats.micro.api-prefix", () -> Grammar.apiPrefix(prefix)))
                .to(registrar::setApiPrefix);
        map.from(properties::getConnection).whenHasText().to(registrar::setConnectionName);
        LifecycleProperties phases = lifecycle.getIfAvailable();
        registrar.setDrainTimeout(DrainTimeout.within(
                phases == null ? null : phases.getTimeoutPerShutdownPhase(), properties.getDrainTimeout()));
        return registrar;
    }

    @Bean
    ShutdownAnnouncement natsMicroShutdownAnnouncement(
            NatsMicroProperties properties,
            ApplicationContext context,
            ObjectProvider<ApplicationAvailability> availability) {
        return new ShutdownAnnouncement(
                context, availability, properties.getShutdown().getDelay());
    }

    /** Nobody asks for the registrar. */
    @Bean
    static LazyInitializationExcludeFilter natsMicroLazyInitializationExcludeFilter() {
        return LazyInitializationExcludeFilter.forBeanTypes(MicroServiceRegistrar.class);
    }
}
