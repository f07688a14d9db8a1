// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.nats.client.Connection;
import io.nats.client.Nats;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Auto-configuration of the connection to NATS, unless the application has one. */
@AutoConfiguration
@ConditionalOnClass(Nats.class)
@ConditionalOnMissingBean(Connection.class)
@EnableConfigurationProperties(NatsProperties.class)
public final class NatsAutoConfiguration {

    @Bean(destroyMethod = "close")
    Connection natsConnection(
            NatsProperties properties, Environment environment, ObjectProvider<NatsOptionsCustomizer> customizers) {
        return new NatsConnectionFactory(
                        properties,
                        environment.getProperty("spring.application.name"),
                        customizers.orderedStream().toList())
                .connect();
    }
}
