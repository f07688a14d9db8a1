// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.AsyncHandler;
import io.github.natsmicro.spring.contract.EndpointDefinition;
import io.github.natsmicro.spring.contract.EndpointFunction;
import io.github.natsmicro.spring.contract.ServiceAttributes;
import io.github.natsmicro.spring.invocation.ArgumentKinds;
import io.github.natsmicro.spring.invocation.HandlerFactory;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A function that is an endpoint.
 *
 * @param describe what and where it is, as it is read after "The"
 * @param beanName the name of the bean that has defined it
 * @param payload what the payload is read as, or {@code null} if the function does not take it
 * @param function the function
 * @param definition what is said of the endpoint
 * @param service the service that it was defined for, or {@code null} for the default service
 */
public record FunctionEndpoint(
        String describe,
        String beanName,
        @Nullable Type payload,
        EndpointFunction<?> function,
        EndpointDefinition definition,
        @Nullable ServiceAttributes service)
        implements PlannedEndpoint {

    @Override
    public FunctionEndpoint withDefinition(EndpointDefinition changed) {
        return new FunctionEndpoint(describe, beanName, payload, function, changed, service);
    }

    /** A function takes what it asks for, so that nothing is known before there is a request. */
    @Override
    public void check(ArgumentKinds kinds) {}

    @Override
    public AsyncHandler handler(HandlerFactory handlers) {
        return handlers.createFunctional(describe, beanName, payload, function, definition);
    }
}
