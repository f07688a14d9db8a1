// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.spring.contract.ContractReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.util.ReflectionUtils;

/** Calls one method for an exception. The arguments are what the annotated method wants, the call goes to what the proxy has. */
final class ExceptionHandlerMethod extends InvocableHandlerMethod {

    private final Method invocable;

    ExceptionHandlerMethod(Object bean, Method method, ArgumentResolvers resolvers) {
        super(bean, method);
        this.invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
        ReflectionUtils.makeAccessible(invocable);
        setMessageMethodArgumentResolvers(resolvers);
    }

    @Override
    protected @Nullable Object[] getMethodArgumentValues(Message<?> message, @Nullable Object... exceptions)
            throws Exception {
        for (MethodParameter parameter : getMethodParameters()) {
            Class<?> type = parameter.getParameterType();
            // It would be read from the payload.
            if (Throwable.class.isAssignableFrom(type)
                    && Arrays.stream(exceptions).noneMatch(type::isInstance)) {
                throw new IllegalStateException(
                        "The method %s wants a %s, which neither the exception nor a cause of it is."
                                .formatted(ContractReader.describe(getMethod()), type.getName()));
            }
        }
        return super.getMethodArgumentValues(message, exceptions);
    }

    @Override
    protected @Nullable Object doInvoke(@Nullable Object... args) throws Exception {
        try {
            return invocable.invoke(getBean(), args);
        } catch (InvocationTargetException ex) {
            ReflectionUtils.rethrowException(ex.getTargetException());
            throw ex;
        }
    }
}
