// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.nats.client.Connection;
import io.nats.client.Nats;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Auto-configuration of the connection to NATS, unless the application has one. */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnClass(Nats.class)
@ConditionalOnMissingBean(Connection.class)
@EnableConfigurationProperties(NatsProperties.class)
public final class NatsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(NatsConnectionDetails.class)
    PropertiesNatsConnectionDetails natsConnectionDetails(
            NatsProperties properties, ObjectProvider<SslBundles> sslBundles) {
        return new PropertiesNatsConnectionDetails(properties, sslBundles.getIfAvailable());
    }

    @Bean(destroyMethod = "close")
    Connection natsConnection(
            NatsProperties properties,
            NatsConnectionDetails details,
            Environment environment,
            ObjectProvider<NatsOptionsCustomizer> customizers) {
        NatsOptionsFactory options = new NatsOptionsFactory(
                properties,
                details,
                environment.getProperty("spring.application.name"),
                customizers.orderedStream().toList());
        return new NatsConnectionFactory(details, options).connect();
    }
}
