// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.spring.contract.ContractReader;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.lang.reflect.Method;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import org.springframework.messaging.handler.annotation.support.AnnotationExceptionHandlerMethodResolver;

/** The {@link MessageExceptionHandler} methods of a class. */
final class ExceptionHandlerMethods {

    private static final ExceptionHandlerMethods NONE = new ExceptionHandlerMethods(null);

    private final @Nullable AnnotationExceptionHandlerMethodResolver resolver;

    private ExceptionHandlerMethods(@Nullable AnnotationExceptionHandlerMethodResolver resolver) {
        this.resolver = resolver;
    }

    /**
     * Finds the methods.
     *
     * @param type the class of a bean
     * @param exposed the class of its proxy, or the same
     * @throws InvalidDefinitionException if a method can not be called, or two are for the same exception
     */
    static ExceptionHandlerMethods of(Class<?> type, Class<?> exposed) {
        if (!AnnotationUtils.isCandidateClass(type, MessageExceptionHandler.class)) {
            return NONE;
        }
        Set<Method> methods = MethodIntrospector.selectMethods(
                type, (Method method) -> AnnotatedElementUtils.hasAnnotation(method, MessageExceptionHandler.class));
        if (methods.isEmpty()) {
            return NONE;
        }
        methods.forEach(method -> checkProxy(method, exposed));
        try {
            return new ExceptionHandlerMethods(new AnnotationExceptionHandlerMethodResolver(type));
        } catch (IllegalStateException ex) {
            throw new InvalidDefinitionException(
                    "The @MessageExceptionHandler methods of %s can not be used: %s."
                            .formatted(type.getName(), ex.getMessage()),
                    "Name the exceptions of each in the annotation or as a parameter, and each exception at one method only.",
                    ex);
        }
    }

    private static void checkProxy(Method method, Class<?> exposed) {
        try {
            AopUtils.selectInvocableMethod(method, exposed);
        } catch (IllegalStateException ex) {
            throw new InvalidDefinitionException(
                    "The @MessageExceptionHandler method %s can not be called through the proxy of its bean, which does not have it."
                            .formatted(ContractReader.describe(method)),
                    "Declare the method in an interface of the bean, or have the class proxied (proxyTargetClass=true) and"
                            + " the method not private.",
                    ex);
        }
    }

    boolean isEmpty() {
        return resolver == null;
    }

    /** The method for an exception, else for its cause; {@code null} if none is for it. */
    @Nullable
    Method find(Throwable exception) {
        return resolver == null ? null : resolver.resolveMethod(exception);
    }
}
