// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.AsyncHandler;
import io.github.natsmicro.spring.contract.EndpointDefinition;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.spring.contract.ServiceAttributes;
import io.github.natsmicro.spring.invocation.ArgumentKinds;
import io.github.natsmicro.spring.invocation.HandlerFactory;
import org.jspecify.annotations.Nullable;

/** An endpoint that is to be: of a method or a function. */
public sealed interface PlannedEndpoint permits EndpointMethod, FunctionEndpoint {

    /**
     * What is said of the endpoint.
     *
     * @return the definition
     */
    EndpointDefinition definition();

    /**
     * The same with another definition.
     *
     * @param changed the other definition
     * @return a new endpoint
     */
    PlannedEndpoint withDefinition(EndpointDefinition changed);

    /**
     * The service that it belongs to.
     *
     * @return what is said of the service, or {@code null} for the default service
     */
    @Nullable
    ServiceAttributes service();

    /**
     * The endpoint as messages show it.
     *
     * @return what and where it is, as it is read after "The"
     */
    String describe();

    /**
     * Checks that what handles the requests goes with the definition.
     *
     * @param kinds tells what fills a parameter
     * @throws InvalidDefinitionException if it does not
     */
    void check(ArgumentKinds kinds);

    /**
     * Makes what handles the requests.
     *
     * @param handlers makes handlers
     * @return the handler
     * @throws InvalidDefinitionException if the definition names what is not there
     */
    AsyncHandler handler(HandlerFactory handlers);
}
