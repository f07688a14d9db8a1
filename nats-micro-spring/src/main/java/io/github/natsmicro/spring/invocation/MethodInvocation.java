// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.spring.contract.ContractParameterNames;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.util.ReflectionUtils;

/** Calls a method of a bean for a request. The bean is created by the first request, or by each, as its scope says. */
final class MethodInvocation implements Invocation {

    private final String beanName;
    private final Method method;
    private final ConfigurableListableBeanFactory beanFactory;
    private final ArgumentResolvers resolvers;
    private final MethodValidation validation;
    private final boolean singleton;
    private volatile @Nullable BeanTarget cached;

    MethodInvocation(
            String beanName,
            Method method,
            ConfigurableListableBeanFactory beanFactory,
            ArgumentResolvers resolvers,
            MethodValidation validation) {
        this.beanName = beanName;
        this.method = method;
        this.beanFactory = beanFactory;
        this.resolvers = resolvers;
        this.validation = validation;
        this.singleton = beanFactory.isSingleton(beanName);
    }

    @Override
    public Target target() {
        BeanTarget known = cached;
        if (known != null) {
            return known;
        }
        Object bean = beanFactory.getBean(beanName);
        BeanTarget target =
                new BeanTarget(bean, method, AopUtils.selectInvocableMethod(method, bean.getClass()), validation);
        target.setMessageMethodArgumentResolvers(resolvers);
        target.setParameterNameDiscoverer(new ContractParameterNames(AopProxyUtils.ultimateTargetClass(bean)));
        if (singleton) {
            cached = target;
        }
        return target;
    }

    /** Reads the arguments as the annotated method wants them, and calls the method that the bean's proxy has. */
    private static final class BeanTarget extends InvocableHandlerMethod implements Target {

        private final Method invocable;
        private final MethodValidation validation;

        BeanTarget(Object bean, Method method, Method invocable, MethodValidation validation) {
            super(bean, method);
            this.invocable = invocable;
            this.validation = validation;
            ReflectionUtils.makeAccessible(invocable);
        }

        @Override
        public @Nullable Object invoke(RequestMessage message) throws Exception {
            return super.invoke(message);
        }

        @Override
        public void checkElement(@Nullable Object element) {
            validation.checkElement(getBean(), element);
        }

        @Override
        public Object bean() {
            return getBean();
        }

        /** A proxy does not tell what its target makes of type variables. */
        @Override
        protected Class<?> getContainingClass() {
            return AopProxyUtils.ultimateTargetClass(getBean());
        }

        @Override
        protected @Nullable Object doInvoke(@Nullable Object... args) throws Exception {
            validation.checkArguments(getBean(), args);
            try {
                return validation.checkResult(getBean(), invocable.invoke(getBean(), args));
            } catch (InvocationTargetException ex) {
                ReflectionUtils.rethrowException(ex.getTargetException());
                throw ex;
            }
        }
    }
}
