// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.service;

import io.github.natsmicro.boot.autoconfigure.PropertyCheck;
import io.github.natsmicro.boot.autoconfigure.codec.ImportPayloadCodecs;
import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.wire.Grammar;
import io.nats.client.Connection;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Auto-configuration of the services that the beans of an application offer. */
@AutoConfiguration(
        after = NatsAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
            "org.springframework.boot.jackson2.autoconfigure.Jackson2AutoConfiguration"
        })
@ConditionalOnSingleCandidate(Connection.class)
@ConditionalOnBooleanProperty(name = "nats.micro.enabled", matchIfMissing = true)
@EnableConfigurationProperties(NatsMicroProperties.class)
@ImportPayloadCodecs
public final class NatsMicroAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    MicroServiceRegistrar microServiceRegistrar(
            Connection connection,
            PayloadCodecs codecs,
            NatsMicroProperties properties,
            Environment environment,
            ObjectProvider<BuildProperties> build) {
        MicroServiceRegistrar registrar = new MicroServiceRegistrar(connection, codecs);
        registrar.setDefaultService(new DefaultServiceFactory(
                        properties, environment.getProperty("spring.application.name"), build.getIfAvailable())
                .create());
        registrar.setAnnounceDefaultService(StringUtils.hasText(properties.getName()));
        PropertyMapper map = PropertyMapper.get();
        map.from(properties::getApiPrefix)
                .as(prefix -> PropertyCheck.check("nats.micro.api-prefix", () -> Grammar.apiPrefix(prefix)))
                .to(registrar::setApiPrefix);
        map.from(properties::getDrainTimeout).to(registrar::setDrainTimeout);
        return registrar;
    }
}
