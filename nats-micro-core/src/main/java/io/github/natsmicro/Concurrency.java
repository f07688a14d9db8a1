// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

/** How the handler of an endpoint is called. */
public enum Concurrency {

    /** On several threads at once, as many as the bound of requests in flight allows. The handler may block. */
    PARALLEL,

    /**
     * For one request after the other, in the order in which they arrived; the next one begins when the one before is
     * over and its thread has returned. A request whose time is up is over, whatever its stage still does. The handler may
     * block. Such an endpoint has a delivering thread of its own.
     */
    ORDERED,

    /**
     * On the thread that delivers the requests, without a change of threads. The handler must not block: it would hold up
     * the other endpoints of its service. One that does all the same is named in the log, but not interrupted. While another
     * endpoint is being paused or removed there are two delivering threads, and the handler may be called by both.
     */
    NON_BLOCKING
}
