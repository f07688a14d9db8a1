// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.spring.client.NatsClientInterceptor.Next;
import io.github.natsmicro.spring.contract.Reply;
import java.util.List;
import java.util.ListIterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A request with its interceptors around it; nothing in it throws, but all fails the stage. */
final class InterceptorChain {

    private InterceptorChain() {}

    /** The first of the interceptors is the outermost. */
    static Next around(List<NatsClientInterceptor> interceptors, Next request) {
        Next chain = request;
        ListIterator<NatsClientInterceptor> fromTheInnermost = interceptors.listIterator(interceptors.size());
        while (fromTheInnermost.hasPrevious()) {
            NatsClientInterceptor interceptor = fromTheInnermost.previous();
            Next next = chain;
            chain = intercepted -> intercept(interceptor, intercepted, next);
        }
        return chain;
    }

    @SuppressWarnings("ConstantValue") // as below
    private static Reply<byte[]> checked(NatsClientInterceptor interceptor, Reply<byte[]> reply) {
        if (reply == null) {
            throw new IllegalStateException(
                    "The stage that the interceptor %s returned has null for a reply.".formatted(interceptor));
        }
        return reply;
    }

    // A broken interceptor may return null whatever its signature says.
    @SuppressWarnings("ConstantValue") // an interceptor of a user may return null all the same
    private static CompletionStage<Reply<byte[]>> intercept(
            NatsClientInterceptor interceptor, NatsClientRequest request, Next next) {
        try {
            CompletionStage<Reply<byte[]>> stage = interceptor.intercept(request, next);
            if (stage == null) {
                throw new IllegalStateException("The interceptor %s returned null for a stage.".formatted(interceptor));
            }
            return stage.thenApply(reply -> checked(interceptor, reply));
        } catch (Exception ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }
}
