// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Handles the requests of an endpoint and answers later. The request is finished when the stage that it returned is
 * complete; until then it counts as being in flight, and a service that stops waits for it.
 */
@FunctionalInterface
public interface AsyncHandler {

    /**
     * Handles a request.
     *
     * @param request the request
     * @return completes when the request has been answered; its value is not looked at. A failure is answered like an
     *     exception of a {@link Handler}
     * @throws Exception to answer with an error
     */
    CompletionStage<?> handle(Request request) throws Exception;

    /**
     * Makes the one form of the other.
     *
     * @param handler a handler that has answered when it returns
     * @return the same as an asynchronous handler
     */
    static AsyncHandler of(Handler handler) {
        return request -> {
            handler.handle(request);
            return CompletableFuture.completedFuture("handled");
        };
    }
}
