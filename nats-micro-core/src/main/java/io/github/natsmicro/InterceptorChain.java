// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import java.util.List;
import java.util.ListIterator;

/** A handler with its interceptors around it, made once when an endpoint is added. */
final class InterceptorChain {

    private InterceptorChain() {}

    /** The first of the interceptors is the outermost. */
    static AsyncHandler around(List<Interceptor> interceptors, AsyncHandler handler) {
        AsyncHandler chain = handler;
        ListIterator<Interceptor> fromTheInnermost = interceptors.listIterator(interceptors.size());
        while (fromTheInnermost.hasPrevious()) {
            Interceptor interceptor = fromTheInnermost.previous();
            AsyncHandler next = chain;
            chain = request -> interceptor.intercept(request, next);
        }
        return chain;
    }
}
