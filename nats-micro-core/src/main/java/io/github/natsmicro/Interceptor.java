// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import java.util.concurrent.CompletionStage;

/**
 * Stands around the handlers of a service, a group or an endpoint, whichever form they have. Interceptors of the service
 * come before those of its groups, and these before those of the endpoint; within each the order of registration counts.
 *
 * <p>It may look at the request and call {@code next}, answer the request itself and not call {@code next}, throw, hand on
 * another request (see {@link ForwardingRequest}) and so see or change the replies, or attach to the stage what is to happen
 * at the end.
 *
 * <pre>{@code
 * Interceptor keyed = (request, next) -> {
 *     if (request.header("Api-Key") == null) {
 *         throw new ServiceException(401, "The header Api-Key is missing");
 *     }
 *     return next.handle(request);
 * };
 * }</pre>
 */
@FunctionalInterface
public interface Interceptor {

    /**
     * Handles a request, or has it handled. Called on the thread that would call the handler.
     *
     * @param request the request
     * @param next the next interceptor, or the handler
     * @return completes when the request has been handled; a failure is answered like one of the handler. A handler that
     *     answers before it returns throws its failures, and has a stage that is complete
     * @throws Exception to answer with an error
     */
    CompletionStage<?> intercept(Request request, AsyncHandler next) throws Exception;
}
