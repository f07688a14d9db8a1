// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.spring.contract.ContractReader;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.spring.contract.RemoteContract;
import io.github.natsmicro.spring.invocation.TargetClasses;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** The classes of beans, seen through their proxies. No bean is created for it whose class is known. */
final class BeanTypes {

    private final ConfigurableListableBeanFactory beanFactory;

    BeanTypes(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    /** The names of all beans that may have endpoints. */
    List<String> names() {
        return Arrays.stream(beanFactory.getBeanNamesForType(Object.class, true, false))
                .filter(name -> !ScopedProxyUtils.isScopedTarget(name))
                .toList();
    }

    /** The class of a bean behind its proxies, or {@code null} if it is not known, or calls others. */
    @Nullable
    Class<?> targetClass(String beanName) {
        Class<?> type = AutoProxyUtils.determineTargetClass(beanFactory, beanName);
        if (type == null || isRemote(type)) {
            return null;
        }
        Class<?> factory = factoryClass(beanName);
        if (factory != null && isRemote(factory)) {
            return null;
        }
        Class<?> target = TargetClasses.find(beanFactory, beanName);
        return target != null && target.isInterface() && isRemote(beanName, target) ? null : target;
    }

    /**
     * An interface does not tell whether its bean offers what it describes or calls it, so the bean is asked. It is not there
     * yet only if it is lazy.
     */
    private boolean isRemote(String beanName, Class<?> contract) {
        return beanFactory.isSingleton(beanName)
                && !EndpointMethods.of(contract).isEmpty()
                && beanFactory.getBean(beanName) instanceof RemoteContract;
    }

    private static boolean isRemote(Class<?> type) {
        return RemoteContract.class.isAssignableFrom(type);
    }

    /** The class of the factory that makes a bean, or {@code null} if no factory makes it. */
    @Nullable
    Class<?> factoryClass(String beanName) {
        String name = BeanFactoryUtils.transformedBeanName(beanName);
        return beanFactory.containsBean(name) && beanFactory.isFactoryBean(name)
                ? beanFactory.getType(BeanFactory.FACTORY_BEAN_PREFIX + name, false)
                : null;
    }

    /**
     * Checks that a method can be called through the proxy of its bean.
     *
     * @throws InvalidDefinitionException if the proxy would not pass it on
     */
    void checkInvocable(String beanName, Method method) {
        Class<?> exposed = beanFactory.getType(beanName, false);
        if (exposed == null) {
            return;
        }
        try {
            AopUtils.selectInvocableMethod(method, exposed);
        } catch (IllegalStateException ex) {
            throw new InvalidDefinitionException(
                    "The endpoint method %s can not be called through the proxy of bean \"%s\", which does not have it."
                            .formatted(ContractReader.describe(method), beanName),
                    "Declare the method in an interface of the bean, or have the class proxied (proxyTargetClass=true) and"
                            + " the method not private.",
                    ex);
        }
        if (SpringProxy.class.isAssignableFrom(exposed)
                && !Proxy.isProxyClass(exposed)
                && Modifier.isFinal(method.getModifiers())) {
            throw new InvalidDefinitionException(
                    "The endpoint method %s is final, so that the proxy of bean \"%s\" can not pass it on."
                            .formatted(ContractReader.describe(method), beanName),
                    "Remove the modifier.",
                    null);
        }
    }
}
