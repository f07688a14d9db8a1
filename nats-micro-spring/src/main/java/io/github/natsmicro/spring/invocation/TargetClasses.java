// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.TargetClassAware;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** The classes of beans as their authors wrote them, behind proxies of any kind. No bean is created to learn them. */
public final class TargetClasses {

    private TargetClasses() {}

    /**
     * Finds the class of a bean.
     *
     * @param beanFactory where the bean is
     * @param beanName its name
     * @return the class; {@code null} if it is not known before the bean is there
     */
    public static @Nullable Class<?> find(ConfigurableListableBeanFactory beanFactory, String beanName) {
        Class<?> type = AutoProxyUtils.determineTargetClass(beanFactory, beanName);
        if (type != null && ScopedObject.class.isAssignableFrom(type)) {
            Class<?> targetType =
                    AutoProxyUtils.determineTargetClass(beanFactory, ScopedProxyUtils.getTargetBeanName(beanName));
            return targetType == null ? type : targetType;
        }
        return type != null && Proxy.isProxyClass(type) ? behindProxy(beanFactory, beanName, type) : type;
    }

    /** A proxy whose maker has not told the bean factory of the class is asked for it, if it is there already. */
    private static Class<?> behindProxy(
            ConfigurableListableBeanFactory beanFactory, String beanName, Class<?> proxyType) {
        Object bean = beanFactory.getSingleton(beanName);
        return bean instanceof TargetClassAware ? AopProxyUtils.ultimateTargetClass(bean) : proxyType;
    }
}
