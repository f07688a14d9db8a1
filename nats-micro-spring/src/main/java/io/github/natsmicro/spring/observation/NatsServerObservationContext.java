// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import io.github.natsmicro.Outcome;
import io.github.natsmicro.Request;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.RequestReplyReceiverContext;
import io.nats.client.impl.Headers;

/**
 * What is known of a request while it is observed. Its headers bring the context of the caller's trace; its response is how
 * it ended, and {@code null} before.
 */
public final class NatsServerObservationContext extends RequestReplyReceiverContext<Headers, Outcome> {

    private final Request request;

    /**
     * Creates a context.
     *
     * @param request the request
     */
    public NatsServerObservationContext(Request request) {
        super(new HeaderPropagation(), request.expectsReply() ? Kind.SERVER : Kind.CONSUMER);
        this.request = request;
        setCarrier(request.headers());
    }

    /**
     * The request.
     *
     * @return the request
     */
    public Request request() {
        return request;
    }
}
