// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.observation;

import io.github.natsmicro.boot.autoconfigure.service.NatsMicroAutoConfiguration;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.observation.LoggingContextInterceptor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of what the log is told of a request that is handled. */
@AutoConfiguration(after = NatsMicroAutoConfiguration.class)
@ConditionalOnBean(MicroServiceRegistrar.class)
@ConditionalOnBooleanProperty(name = "nats.micro.logging-context.enabled", matchIfMissing = true)
public final class NatsLoggingContextAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    LoggingContextInterceptor natsLoggingContextInterceptor() {
        return new LoggingContextInterceptor();
    }
}
