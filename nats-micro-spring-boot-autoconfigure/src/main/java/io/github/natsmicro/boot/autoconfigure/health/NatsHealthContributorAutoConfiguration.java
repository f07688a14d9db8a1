// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.health;

import io.github.natsmicro.boot.autoconfigure.PropertyCheck;
import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.nats.client.Connection;
import java.time.Duration;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the health contributor {@code nats}: a composite where there are several connections. */
@AutoConfiguration(after = NatsAutoConfiguration.class)
@ConditionalOnClass({Connection.class, HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(Connection.class)
@ConditionalOnEnabledHealthIndicator("nats")
@EnableConfigurationProperties(NatsHealthProperties.class)
public final class NatsHealthContributorAutoConfiguration
        extends CompositeHealthContributorConfiguration<NatsHealthIndicator, Connection> {

    NatsHealthContributorAutoConfiguration(NatsHealthProperties properties, ServiceWatch watch) {
        super(connection -> new NatsHealthIndicator(connection, watch, timeout(properties)));
    }

    private static Duration timeout(NatsHealthProperties properties) {
        return PropertyCheck.check("nats.health.timeout", () -> {
            Duration timeout = properties.getTimeout();
            if (timeout.isZero() || timeout.isNegative()) {
                throw new IllegalArgumentException("The timeout is %s. It must be more than zero.".formatted(timeout));
            }
            return timeout;
        });
    }

    @Bean
    static ServiceWatch natsServiceWatch() {
        return new ServiceWatch();
    }

    @Bean
    @ConditionalOnMissingBean(name = {"natsHealthIndicator", "natsHealthContributor"})
    HealthContributor natsHealthContributor(ConfigurableListableBeanFactory beanFactory) {
        return createContributor(beanFactory, Connection.class);
    }
}
