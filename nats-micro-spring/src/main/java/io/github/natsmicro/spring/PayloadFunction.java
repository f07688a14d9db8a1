// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import org.jspecify.annotations.Nullable;

/**
 * An endpoint as a function of a request's payload.
 *
 * @param <T> what the payload is read as
 */
@FunctionalInterface
public interface PayloadFunction<T> {

    /**
     * Handles a request.
     *
     * @param payload the payload
     * @return the reply, as {@link io.github.natsmicro.spring.contract.EndpointFunction} has it
     * @throws Exception to answer with an error
     */
    @Nullable
    Object handle(T payload) throws Exception;
}
