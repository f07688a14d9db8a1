// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import io.github.natsmicro.spring.client.NatsClientRequest;
import io.github.natsmicro.spring.contract.Reply;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.RequestReplySenderContext;
import io.nats.client.impl.Headers;

/**
 * What is known of the request of a caller while it is observed. Its carrier takes the headers that tell the service of the
 * trace; its response is the reply, an empty one at the end of a stream, and {@code null} before or where there is none.
 */
public final class NatsClientObservationContext extends RequestReplySenderContext<Headers, Reply<byte[]>> {

    private final NatsClientRequest request;
    private boolean cancelled;

    /**
     * Creates a context.
     *
     * @param request the request as the caller makes it
     */
    public NatsClientObservationContext(NatsClientRequest request) {
        super(
                new HeaderPropagation(),
                request.expectation() == NatsClientRequest.Expectation.NOTHING ? Kind.PRODUCER : Kind.CLIENT);
        this.request = request;
        setCarrier(new Headers());
        setRemoteServiceName(request.service());
    }

    /**
     * The request as the caller makes it, without what the carrier has.
     *
     * @return the request
     */
    public NatsClientRequest request() {
        return request;
    }

    /**
     * Whether the caller gave the request up, or left its stream before the end.
     *
     * @return whether it was cancelled
     */
    public boolean isCancelled() {
        return cancelled;
    }

    /**
     * Notes whether the caller gave the request up.
     *
     * @param cancelled whether it was cancelled
     */
    public void setCancelled(boolean cancelled) {
        this.cancelled = cancelled;
    }
}
