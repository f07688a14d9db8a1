// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.nats.client.AuthHandler;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.ReconnectDelayHandler;
import io.nats.client.ServerPool;
import io.nats.client.StatisticsCollector;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.util.StringUtils;

/** The beans of the application that have a part in its connection: many of some kinds, one of others. */
record ConnectionBeans(
        List<ErrorListener> errorListeners,
        List<ConnectionListener> connectionListeners,
        @Nullable AuthHandler authHandler,
        @Nullable ReconnectDelayHandler reconnectDelayHandler,
        @Nullable ServerPool serverPool,
        @Nullable StatisticsCollector statisticsCollector,
        @Nullable ExecutorService executor,
        List<NatsOptionsCustomizer> customizers) {

    static ConnectionBeans none() {
        return new ConnectionBeans(List.of(), List.of(), null, null, null, null, null, List.of());
    }

    /**
     * Finds the beans.
     *
     * @param executor the name of the bean that is the executor, or {@code null} if there is none
     */
    static ConnectionBeans of(BeanFactory beans, @Nullable String executor) {
        return new ConnectionBeans(
                beans.getBeanProvider(ErrorListener.class).orderedStream().toList(),
                beans.getBeanProvider(ConnectionListener.class).orderedStream().toList(),
                beans.getBeanProvider(AuthHandler.class).getIfAvailable(),
                beans.getBeanProvider(ReconnectDelayHandler.class).getIfAvailable(),
                beans.getBeanProvider(ServerPool.class).getIfAvailable(),
                beans.getBeanProvider(StatisticsCollector.class).getIfAvailable(),
                StringUtils.hasText(executor) ? executor(beans, executor) : null,
                beans.getBeanProvider(NatsOptionsCustomizer.class)
                        .orderedStream()
                        .toList());
    }

    private static ExecutorService executor(BeanFactory beans, String name) {
        try {
            return beans.getBean(name, ExecutorService.class);
        } catch (NoSuchBeanDefinitionException | BeanNotOfRequiredTypeException ex) {
            throw new InvalidDefinitionException(
                    "The property nats.executor names the bean \"%s\", which is no ExecutorService of this application."
                            .formatted(name),
                    "Define an ExecutorService bean of that name, or correct nats.executor.",
                    ex);
        }
    }
}
