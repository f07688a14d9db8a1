// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.client;

import io.github.natsmicro.boot.autoconfigure.PropertyCheck;
import io.github.natsmicro.boot.autoconfigure.codec.ImportPayloadCodecs;
import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.spring.client.NatsClientInterceptor;
import io.github.natsmicro.spring.client.NatsClientProxyFactory;
import io.github.natsmicro.spring.client.NatsTemplate;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.nats.client.Connection;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * Auto-configuration of what calls services: a template, and the factory of declared clients. It does not depend on whether
 * services are offered.
 */
@AutoConfiguration(
        after = NatsAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
            "org.springframework.boot.jackson2.autoconfigure.Jackson2AutoConfiguration"
        })
@ConditionalOnSingleCandidate(Connection.class)
@ConditionalOnBooleanProperty(name = "nats.client.enabled", matchIfMissing = true)
@EnableConfigurationProperties(NatsClientProperties.class)
@ImportPayloadCodecs
public final class NatsClientAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    NatsTemplate natsTemplate(
            Connection connection,
            PayloadCodecs codecs,
            NatsClientProperties properties,
            Environment environment,
            ObjectProvider<NatsClientInterceptor> interceptors,
            ObjectProvider<NatsTemplateCustomizer> customizers) {
        NatsTemplate.Builder builder = NatsTemplate.builder(connection, codecs);
        PropertyCheck.check("nats.client.timeout", () -> builder.timeout(properties.getTimeout()));
        builder.retry(PropertyCheck.check("nats.client.retry", properties.getRetry()::policy));
        if (Threading.VIRTUAL.isActive(environment)) {
            builder.streamExecutor(new VirtualThreadTaskExecutor("nats-stream-"));
        }
        interceptors.orderedStream().forEach(builder::interceptor);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(NatsTemplate.class)
    NatsClientProxyFactory natsClientProxyFactory(NatsTemplate template, ConfigurableBeanFactory beanFactory) {
        NatsClientProxyFactory.Builder builder =
                NatsClientProxyFactory.builder(template).embeddedValueResolver(new EmbeddedValueResolver(beanFactory));
        PropertyMapper.get().from(beanFactory::getConversionService).to(builder::conversionService);
        return builder.build();
    }
}
