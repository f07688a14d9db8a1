// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.OrderComparator;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.OrderUtils;

/**
 * A bean whose place among others is known before it is created. It is created only for that if its class is {@link
 * Ordered}, and not even then if it has a scope of its own.
 */
final class OrderedBean implements Ordered {

    private final ConfigurableListableBeanFactory beanFactory;
    private final String name;
    private final @Nullable Class<?> type;
    private final int order;

    private OrderedBean(ConfigurableListableBeanFactory beanFactory, String name) {
        this.beanFactory = beanFactory;
        this.name = name;
        this.type = TargetClasses.find(beanFactory, name);
        this.order = findOrder(ScopedProxyUtils.getTargetBeanName(name));
    }

    /**
     * The beans of a type and of parent contexts in their order. One behind the proxy of a scope is there once.
     *
     * @param wanted says by the class of a bean whether it is wanted; a class that is not known is wanted
     */
    static List<OrderedBean> all(
            ConfigurableListableBeanFactory beanFactory, Class<?> type, Predicate<Class<?>> wanted) {
        return Arrays.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, type, true, false))
                .filter(name -> !ScopedProxyUtils.isScopedTarget(name))
                .filter(name -> {
                    Class<?> found = TargetClasses.find(beanFactory, name);
                    return found == null || wanted.test(found);
                })
                .map(name -> new OrderedBean(beanFactory, name))
                .sorted(OrderComparator.INSTANCE)
                .toList();
    }

    String name() {
        return name;
    }

    /** The class behind proxies, {@code null} if it is not known before the bean is there. */
    @Nullable
    Class<?> type() {
        return type;
    }

    /** The bean, which is created now if it is lazy, or each time, as its scope says. */
    Object get() {
        return beanFactory.getBean(name);
    }

    @Override
    public int getOrder() {
        return order;
    }

    private int findOrder(String scopedTarget) {
        boolean scoped = beanFactory.containsBean(scopedTarget);
        Object known = scoped ? null : beanFactory.getSingleton(name);
        if (known instanceof Ordered ordered && !(known instanceof FactoryBean<?>)) {
            return ordered.getOrder();
        }
        if (!scoped && type != null && Ordered.class.isAssignableFrom(type)) {
            return ((Ordered) get()).getOrder();
        }
        Integer defined = definedOrder(scoped ? scopedTarget : name);
        if (defined != null) {
            return defined;
        }
        return type == null ? LOWEST_PRECEDENCE : OrderUtils.getOrder(type, LOWEST_PRECEDENCE);
    }

    /** What the bean's definition says, or the annotation of the method that makes it. */
    private @Nullable Integer definedOrder(String definitionName) {
        try {
            BeanDefinition definition = beanFactory.getMergedBeanDefinition(definitionName);
            if (definition.getAttribute(AbstractBeanDefinition.ORDER_ATTRIBUTE) instanceof Integer attribute) {
                return attribute;
            }
            return definition instanceof RootBeanDefinition root && root.getResolvedFactoryMethod() != null
                    ? OrderUtils.getOrder(root.getResolvedFactoryMethod())
                    : null;
        } catch (NoSuchBeanDefinitionException ex) {
            // A singleton may be registered without a definition.
            return null;
        }
    }

    @Override
    public String toString() {
        return "bean \"" + name + "\"";
    }
}
