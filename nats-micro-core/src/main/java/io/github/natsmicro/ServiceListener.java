// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears what happens to a service. It is called on the thread on which it happens and must not block; what it throws is
 * logged and changes nothing.
 */
public interface ServiceListener {

    /**
     * The service has been started: the server has confirmed its subscriptions.
     *
     * @param service the service
     */
    default void started(MicroService service) {}

    /**
     * The service begins to stop.
     *
     * @param service the service
     */
    default void stopping(MicroService service) {}

    /**
     * The service has stopped.
     *
     * @param service the service
     * @param reason the error it was stopped with, or {@code null}
     */
    default void stopped(MicroService service, @Nullable Throwable reason) {}

    /**
     * A request is over. Called once for each request, when its statistics have been counted.
     *
     * @param request the request
     * @param outcome how it ended
     * @param time how long it was handled, zero if it was refused
     */
    default void requestClosed(Request request, Outcome outcome, Duration time) {}

    /**
     * The server refused the subscription of an endpoint, or refused to renew it. Called once until the endpoint is resumed or
     * there is a new connection.
     *
     * @param endpoint the endpoint, whose {@link Endpoint#failure()} is set
     * @param reason what the server said
     */
    default void endpointFailed(Endpoint endpoint, String reason) {}

    /**
     * The server refused a subscription to a control subject, so that the service can not be discovered on it.
     *
     * @param service the service
     * @param subject the control subject
     * @param reason what the server said
     */
    default void discoveryFailed(MicroService service, String subject, String reason) {}

    /**
     * An endpoint refuses requests because its bounds are exhausted. Called for the first one, and every ten seconds as
     * long as it goes on.
     *
     * @param endpoint the endpoint
     * @param refused how many requests were refused since the last call, at least one
     */
    default void overloaded(Endpoint endpoint, long refused) {}

    /**
     * Requests were lost in the client, because a delivering thread was held up; a handler that blocks though it was declared not to may be why.
     *
     * @param service the service
     * @param lost how many since the service was started
     */
    default void requestsLost(MicroService service, long lost) {}
}
