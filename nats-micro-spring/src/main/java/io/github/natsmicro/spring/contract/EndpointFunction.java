// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import org.jspecify.annotations.Nullable;

/**
 * An endpoint as a function of a request's payload, and of what else the request has.
 *
 * @param <T> what the payload is read as
 */
@FunctionalInterface
public interface EndpointFunction<T> {

    /**
     * Handles a request.
     *
     * @param payload the payload
     * @param request the request
     * @return what an endpoint method may return: an object, a {@link Reply}, a {@link
     *     java.util.concurrent.CompletionStage}, a stream where the endpoint is declared so; {@code null} for an empty reply,
     *     or for none if the request has been answered
     * @throws Exception to answer with an error
     */
    @Nullable
    Object handle(T payload, EndpointRequest request) throws Exception;
}
