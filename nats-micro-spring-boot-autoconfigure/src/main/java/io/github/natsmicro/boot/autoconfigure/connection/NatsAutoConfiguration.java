// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.nats.client.Connection;
import io.nats.client.Nats;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/** Auto-configuration of the connection to NATS, unless the application has one. */
@AutoConfiguration(after = SslAutoConfiguration.class, beforeName = OnServersOfOurs.THEIRS)
@ConditionalOnClass(Nats.class)
@ConditionalOnMissingBean(Connection.class)
@Conditional(OnServersOfOurs.class)
@EnableConfigurationProperties(NatsProperties.class)
public final class NatsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(NatsConnectionDetails.class)
    PropertiesNatsConnectionDetails natsConnectionDetails(
            NatsProperties properties, ObjectProvider<SslBundles> sslBundles) {
        return new PropertiesNatsConnectionDetails(properties, sslBundles.getIfAvailable());
    }

    @Bean
    NatsConnectionFactory natsConnectionFactory(
            NatsProperties properties,
            NatsConnectionDetails details,
            Environment environment,
            BeanFactory beanFactory) {
        return new NatsConnectionFactory(
                details,
                new NatsOptionsFactory(
                        properties,
                        details,
                        environment.getProperty("spring.application.name"),
                        ConnectionBeans.of(beanFactory, properties.getExecutor())));
    }

    /** The connection depends on it, so that it comes last when the context ends. */
    @Bean
    NatsConnectionCloser natsConnectionCloser(NatsProperties properties) {
        return new NatsConnectionCloser(properties.getDrainTimeout());
    }

    @Bean(destroyMethod = "")
    Connection natsConnection(NatsConnectionFactory factory, NatsConnectionCloser closer, NatsProperties properties) {
        Connection connection = switch (properties.getStartup()) {
            case FAIL_FAST -> factory.connectNow();
            case BACKGROUND -> factory.connectInBackground();
        };
        closer.setConnection(connection);
        return connection;
    }

    @Bean
    ReadinessUntilConnected natsReadinessUntilConnected(
            @Qualifier("natsConnection") Connection connection,
            ApplicationContext context,
            ObjectProvider<ApplicationAvailability> availability) {
        // What keeps the state has to hear of a change before the one who takes it back.
        availability.ifAvailable(first -> {});
        return new ReadinessUntilConnected(connection, context);
    }
}
