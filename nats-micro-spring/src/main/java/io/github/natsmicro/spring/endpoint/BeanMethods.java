// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Finds methods of beans that code names as endpoints. */
public final class BeanMethods {

    private final ConfigurableListableBeanFactory beanFactory;
    private final BeanTypes types;

    /**
     * A method of a bean.
     *
     * @param beanName the name of the bean
     * @param type the class of the bean, behind its proxies
     * @param method the method
     */
    public record Found(String beanName, Class<?> type, Method method) {}

    /**
     * Creates a finder.
     *
     * @param beanFactory the beans
     */
    public BeanMethods(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
        this.types = new BeanTypes(beanFactory);
    }

    /**
     * Finds a method by its name.
     *
     * @param where what it is to handle, as it is read after "The"
     * @param beanName the name of the bean
     * @param methodName the name of the method
     * @param parameterTypes the types of its parameters; empty if the name says enough
     * @return the method
     * @throws InvalidDefinitionException if there is no such method, or more than one, or it can not be called
     */
    public Found find(String where, String beanName, String methodName, List<Class<?>> parameterTypes) {
        Class<?> type = typeOf(where, beanName);
        List<Method> named = Arrays.stream(
                        ReflectionUtils.getUniqueDeclaredMethods(type, ReflectionUtils.USER_DECLARED_METHODS))
                .filter(method -> method.getName().equals(methodName))
                .toList();
        List<Method> found = parameterTypes.isEmpty()
                ? named
                : named.stream()
                        .filter(method ->
                                Arrays.asList(method.getParameterTypes()).equals(parameterTypes))
                        .toList();
        if (found.size() != 1) {
            throw new InvalidDefinitionException(
                    "The %s is to be handled by the method \"%s\" of the bean \"%s\", but its class %s has %s."
                            .formatted(
                                    where,
                                    methodName,
                                    beanName,
                                    type.getName(),
                                    found.isEmpty() ? "no such method" : "several of that name"),
                    named.isEmpty()
                            ? "Correct the name of the method."
                            : "Give the types of the parameters of the one that is meant.",
                    null);
        }
        types.checkInvocable(beanName, found.get(0));
        return new Found(beanName, type, found.get(0));
    }

    /**
     * Finds a method.
     *
     * @param where what it is to handle, as it is read after "The"
     * @param beanName the name of the bean
     * @param method the method, which its class or an interface of it declares
     * @return the method as the class has it
     * @throws InvalidDefinitionException if the bean has no such method, or it can not be called
     */
    public Found find(String where, String beanName, Method method) {
        Class<?> type = typeOf(where, beanName);
        if (!method.getDeclaringClass().isAssignableFrom(type)) {
            throw new InvalidDefinitionException(
                    "The %s is to be handled by a method of %s, but the bean \"%s\" is a %s."
                            .formatted(where, method.getDeclaringClass().getName(), beanName, type.getName()),
                    "Name a bean that has the method.",
                    null);
        }
        Method own = ClassUtils.getMostSpecificMethod(method, type);
        types.checkInvocable(beanName, own);
        return new Found(beanName, type, own);
    }

    private Class<?> typeOf(String where, String beanName) {
        Class<?> type = beanFactory.containsBean(beanName) ? types.targetClass(beanName) : null;
        if (type == null) {
            throw new InvalidDefinitionException(
                    "The %s is to be handled by a method of the bean \"%s\", which is not there."
                            .formatted(where, beanName),
                    "Define the bean, or correct its name.",
                    null);
        }
        return type;
    }
}
