// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.autoconfigure;

import io.github.natsmicro.transport.inprocess.InProcessTransport;
import io.nats.client.Connection;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.util.StringUtils;

/**
 * Makes each connection of the application one that leads into the process. Their definitions stay, so that names,
 * qualifiers and conditions do; only what makes the instance is another.
 */
final class InProcessConnections implements BeanFactoryPostProcessor, Ordered {

    private final String transportName;

    InProcessConnections(String transportName) {
        this.transportName = transportName;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
        for (String name : beanFactory.getBeanNamesForType(Connection.class, true, false)) {
            if (beanFactory.containsBeanDefinition(name)
                    && beanFactory.getBeanDefinition(name) instanceof AbstractBeanDefinition definition) {
                definition.setInstanceSupplier(() -> beanFactory
                        .getBean(transportName, InProcessTransport.class)
                        .connection());
                // The transport is closed as a bean of its own, after all that depends on it.
                definition.setDestroyMethodName("");
                definition.setDependsOn(StringUtils.addStringToArray(definition.getDependsOn(), transportName));
            }
        }
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
