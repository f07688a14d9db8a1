// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.spring.contract.EndpointRequest;
import org.jspecify.annotations.Nullable;

/** An endpoint as a function of a request. */
@FunctionalInterface
public interface RequestFunction {

    /**
     * Handles a request.
     *
     * @param request the request
     * @return the reply, as {@link io.github.natsmicro.spring.contract.EndpointFunction} has it
     * @throws Exception to answer with an error
     */
    @Nullable
    Object handle(EndpointRequest request) throws Exception;
}
