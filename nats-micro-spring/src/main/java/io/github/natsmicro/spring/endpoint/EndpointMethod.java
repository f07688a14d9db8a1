// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.EndpointOptions;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A method that is an endpoint, with everything that its annotations say, resolved and checked.
 *
 * @param beanName the name of the bean, which need not exist yet
 * @param method the method, as the bean's class or an interface of it declares it
 * @param name the endpoint's name
 * @param template the subject with the prefix of its group
 * @param options what else was chosen for the endpoint
 * @param service the service that its class names, or {@code null} for the default service
 */
public record EndpointMethod(
        String beanName,
        Method method,
        String name,
        String template,
        EndpointOptions options,
        @Nullable ServiceAttributes service) {

    /**
     * The subject that it listens on.
     *
     * @return the subject, with wildcards
     */
    public String subject() {
        return SubjectTemplate.parse(template).pattern();
    }

    /**
     * The method as messages show it.
     *
     * @return the class, the method and its parameter types
     */
    public String describe() {
        return describe(method);
    }

    static String describe(Method method) {
        return method.getDeclaringClass().getName() + "." + method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
