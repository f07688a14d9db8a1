// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.service;

import io.github.natsmicro.HandlerThreads;
import io.github.natsmicro.boot.autoconfigure.PropertyCheck;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The threads that call endpoint methods. They are none of the application's executors, which end before services have
 * drained; these end when the beans are destroyed.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(HandlerThreads.class)
class HandlerThreadsConfiguration {

    @Bean(destroyMethod = "close")
    HandlerThreads natsMicroHandlerThreads(NatsMicroProperties properties, Environment environment) {
        NatsMicroProperties.Executor executor = properties.getExecutor();
        return Threading.VIRTUAL.isActive(environment)
                ? HandlerThreads.virtual(executor.getThreadNamePrefix())
                : PropertyCheck.check(
                        "nats.micro.executor",
                        () -> HandlerThreads.pool(
                                executor.getThreadNamePrefix(), executor.getMaxThreads(), executor.getKeepAlive()));
    }
}
