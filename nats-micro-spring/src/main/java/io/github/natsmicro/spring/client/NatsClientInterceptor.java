// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.spring.contract.Reply;
import java.util.concurrent.CompletionStage;

/**
 * Stands around the requests of a client, whether their caller waits or not. It may look at the request and hand it on,
 * hand on another one, answer itself and hand on nothing, or attach to the stage what is to happen at the end. It sees one
 * request however often that is tried again.
 *
 * <pre>{@code
 * NatsClientInterceptor keyed = (request, next) -> next.proceed(request.withHeader("Api-Key", key));
 * }</pre>
 */
@FunctionalInterface
public interface NatsClientInterceptor {

    /**
     * Makes a request, or has it made. Called on the thread of the caller, or on that which reads the stream.
     *
     * @param request the request
     * @param next the next interceptor, or the request itself
     * @return completes with the reply, with an empty one at the end of a stream or when nothing is waited for, or
     *     exceptionally with the {@link io.github.natsmicro.client.RequestException} that the caller is to see. A reply that
     *     is an error is one to the caller. The elements of a stream pass by; a stream that its reader leaves early ends with
     *     a {@link java.util.concurrent.CancellationException}
     * @throws Exception to fail the request
     */
    CompletionStage<Reply<byte[]>> intercept(NatsClientRequest request, Next next) throws Exception;

    /** What an interceptor stands before. */
    @FunctionalInterface
    interface Next {

        /**
         * Makes the request. Where the caller waits, so does this method. A stream can be asked for once.
         *
         * @param request the request
         * @return completes with the reply, or exceptionally; this method itself does not throw what went wrong
         */
        CompletionStage<Reply<byte[]>> proceed(NatsClientRequest request);
    }
}
