// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;

/**
 * Names parameters as the interface does whose method is the endpoint. Its clients know no other names, whatever the
 * implementation calls them.
 */
public final class ContractParameterNames implements ParameterNameDiscoverer {

    private final Class<?> type;
    private final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();

    /**
     * Creates one for the methods of a class.
     *
     * @param type the class or interface, without proxies
     */
    public ContractParameterNames(Class<?> type) {
        this.type = type;
    }

    @Override
    public @Nullable String @Nullable [] getParameterNames(Method method) {
        return names.getParameterNames(contractOf(method));
    }

    @Override
    public @Nullable String @Nullable [] getParameterNames(Constructor<?> constructor) {
        return names.getParameterNames(constructor);
    }

    private Method contractOf(Method method) {
        if (isAnnotated(method)) {
            return method;
        }
        return ClassUtils.getAllInterfacesForClassAsSet(type).stream()
                .flatMap(contract -> Arrays.stream(contract.getMethods()))
                .filter(candidate -> isAnnotated(candidate) && isImplementedBy(method, candidate))
                .findFirst()
                .orElse(method);
    }

    private static boolean isAnnotated(Method method) {
        return MergedAnnotations.from(method).isPresent(NatsEndpoint.class);
    }

    private boolean isImplementedBy(Method method, Method candidate) {
        if (!candidate.getName().equals(method.getName())
                || candidate.getParameterCount() != method.getParameterCount()) {
            return false;
        }
        for (int i = 0; i < method.getParameterCount(); i++) {
            if (ResolvableType.forMethodParameter(candidate, i, type).toClass() != method.getParameterTypes()[i]) {
                return false;
            }
        }
        return true;
    }
}
