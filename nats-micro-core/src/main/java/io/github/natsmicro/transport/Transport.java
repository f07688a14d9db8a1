// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import io.nats.client.impl.Headers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a service asks of a connection. Everything below it (protocol, reconnect, TLS, authentication) is the business of
 * whoever implements it. A transport never closes the connection that it stands on.
 */
public interface Transport {

    /**
     * Makes an empty set of subscriptions with a delivering thread of its own.
     *
     * @return the set
     * @throws TransportException if the connection is closed or closing
     */
    SubscriptionSet newSubscriptionSet();

    /**
     * Publishes a message.
     *
     * @param subject the subject
     * @param headers the headers, or {@code null} for none
     * @param body the body
     * @throws TransportException if the message could not be handed to the connection
     */
    void publish(String subject, @Nullable Headers headers, byte[] body);

    /**
     * Waits until the server has confirmed what was sent before.
     *
     * @param timeout how long to wait
     * @throws TransportException if there was no confirmation in time
     */
    void flush(Duration timeout);

    /**
     * Where the connection leads.
     *
     * @return the address of the server, without credentials; empty if there is no connection at the moment
     */
    String server();

    /**
     * Calls back once when the connection is closed for good.
     *
     * @param action what to do
     * @return a handle that takes the action back
     */
    Registration onClose(Runnable action);

    /** Something that can be taken back. */
    interface Registration {

        /** Takes it back. Doing so twice, or after the connection was closed, does nothing. */
        void remove();
    }
}
