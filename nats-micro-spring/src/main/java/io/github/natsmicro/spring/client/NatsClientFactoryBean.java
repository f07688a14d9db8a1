// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.spring.contract.RemoteContract;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.util.Assert;

/**
 * A client as a bean. It is made at the start, so that a mistake in its interface stops it. {@link EnableNatsClients} defines
 * such beans; the class is public only for the code that is generated ahead of time beside an interface that need not be.
 *
 * @param <T> the interface
 */
public final class NatsClientFactoryBean<T>
        implements FactoryBean<T>, BeanFactoryAware, InitializingBean, RemoteContract {

    private final Class<T> type;
    private final String proxyFactory;
    private @Nullable BeanFactory beanFactory;
    private @Nullable T client;

    /**
     * Creates a factory.
     *
     * @param type the interface
     * @param proxyFactory the name of the {@link NatsClientProxyFactory}; empty for the only one
     */
    public NatsClientFactoryBean(Class<T> type, String proxyFactory) {
        this.type = type;
        this.proxyFactory = proxyFactory;
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    @Override
    public void afterPropertiesSet() {
        client = factory().createClient(type);
    }

    @Override
    public @Nullable T getObject() {
        return client;
    }

    private NatsClientProxyFactory factory() {
        BeanFactory beans = beanFactory;
        Assert.state(beans != null, "A client is made by a bean factory.");
        try {
            return proxyFactory.isEmpty()
                    ? beans.getBean(NatsClientProxyFactory.class)
                    : beans.getBean(proxyFactory, NatsClientProxyFactory.class);
        } catch (NoSuchBeanDefinitionException ex) {
            throw new InvalidDefinitionException(
                    "The NATS client of %s can not be made: %s."
                            .formatted(
                                    type.getName(),
                                    proxyFactory.isEmpty()
                                            ? "there is not exactly one NatsClientProxyFactory"
                                            : "there is no bean \"" + proxyFactory + "\""),
                    "Define a bean of type NatsClientProxyFactory, and name it with @EnableNatsClients(proxyFactory = ...)"
                            + " if there are several.",
                    ex);
        }
    }

    @Override
    public Class<T> getObjectType() {
        return type;
    }
}
