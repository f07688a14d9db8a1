// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.spring.contract.ContractReader;
import io.github.natsmicro.spring.contract.EndpointDefinition;
import io.github.natsmicro.spring.contract.ServiceAttributes;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * A method that is an endpoint.
 *
 * @param beanName the name of the bean, which need not exist yet
 * @param method the method, as the bean's class or an interface of it declares it
 * @param definition what is said of the endpoint
 * @param service the service that its class names, or {@code null} for the default service
 */
public record EndpointMethod(
        String beanName,
        Method method,
        EndpointDefinition definition,
        @Nullable ServiceAttributes service) {

    /**
     * The subject that it listens on.
     *
     * @return the subject, with wildcards
     */
    public String subject() {
        return definition.template().pattern();
    }

    /**
     * The endpoint as messages show it.
     *
     * @return the class, the method, its parameter types and the bean, as it is read after "The"
     */
    public String describe() {
        return "endpoint method %s (bean \"%s\")".formatted(ContractReader.describe(method), beanName);
    }
}
