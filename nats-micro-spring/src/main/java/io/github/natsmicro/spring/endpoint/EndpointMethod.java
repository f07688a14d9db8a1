// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.AsyncHandler;
import io.github.natsmicro.spring.contract.ContractReader;
import io.github.natsmicro.spring.contract.EndpointDefinition;
import io.github.natsmicro.spring.contract.ServiceAttributes;
import io.github.natsmicro.spring.invocation.ArgumentKinds;
import io.github.natsmicro.spring.invocation.HandlerFactory;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * A method that is an endpoint.
 *
 * @param beanName the name of the bean, which need not exist yet
 * @param type the class of the bean, behind its proxies
 * @param method the method, as the bean's class or an interface of it declares it
 * @param definition what is said of the endpoint
 * @param service the service that its class names, or {@code null} for the default service
 */
public record EndpointMethod(
        String beanName,
        Class<?> type,
        Method method,
        EndpointDefinition definition,
        @Nullable ServiceAttributes service)
        implements PlannedEndpoint {

    @Override
    public EndpointMethod withDefinition(EndpointDefinition changed) {
        return new EndpointMethod(beanName, type, method, changed, service);
    }

    @Override
    public String describe() {
        return "endpoint method %s (bean \"%s\")".formatted(ContractReader.describe(method), beanName);
    }

    @Override
    public void check(ArgumentKinds kinds) {
        SignatureCheck.check(type, method, definition, kinds);
    }

    @Override
    public AsyncHandler handler(HandlerFactory handlers) {
        return handlers.create(beanName, method, definition);
    }
}
