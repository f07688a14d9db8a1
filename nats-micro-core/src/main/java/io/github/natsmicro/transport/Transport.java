// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a service asks of a connection. Everything below it (protocol, reconnect, TLS, authentication) is the business of
 * whoever implements it. A transport never closes the connection that it stands on.
 */
public interface Transport {

    /**
     * The transport over a connection: that which the connection {@linkplain TransportSource brings}, else one that asks
     * jnats.
     *
     * @param connection the connection, which stays the user's
     * @return the transport
     */
    static Transport of(Connection connection) {
        return connection instanceof TransportSource source ? source.transport() : new JnatsTransport(connection);
    }

    /**
     * Makes an empty set of subscriptions with a delivering thread of its own.
     *
     * @return the set
     * @throws TransportException if the connection is closed or closing
     */
    SubscriptionSet newSubscriptionSet();

    /**
     * Publishes a message. An interrupted thread can do so too, and stays interrupted. Without a connection the message is
     * kept and sent when there is one again, as far as there is room.
     *
     * @param subject the subject
     * @param headers the headers, or {@code null} for none; they can be used again afterwards
     * @param body the body, which must not be changed afterwards
     * @throws TransportException if the message could not be handed to the connection; its {@linkplain
     *     TransportException#reason() reason} tells a closed connection and a message that is too large from all else
     */
    void publish(String subject, @Nullable Headers headers, byte[] body);

    /**
     * Waits until the server has confirmed what was sent before. Without a connection it waits for that first. Any number
     * of threads can do so at once.
     *
     * @param timeout how long to wait
     * @throws TransportException if there was no confirmation in time, the connection is closed, or the thread was
     *     interrupted, which it stays
     */
    void flush(Duration timeout);

    /**
     * Where the connection leads.
     *
     * @return the address of the server, without credentials; empty if there is no connection at the moment
     */
    String server();

    /**
     * Whether so much is waiting to be sent that whoever can wait should not publish more for now. That is so too while
     * there is no connection. It is not if the connection is closed for good: then there is nothing to wait for, and
     * publishing tells so. Never blocks.
     *
     * @return whether it is better to publish later
     */
    boolean isCongested();

    /**
     * Calls back once when the connection is closed for good, on any thread; at once if it is closed already.
     *
     * @param action what to do
     * @return a handle that takes the action back; it is not begun afterwards
     */
    Registration onClose(Runnable action);

    /**
     * Calls back for what goes wrong behind the service's back: subscriptions that the server refused, messages that were
     * lost. It is called on a thread that must not be blocked.
     *
     * @param listener what to call
     * @return a handle that takes the listener back
     */
    Registration onTrouble(TroubleListener listener);

    /**
     * Whether the listeners of {@link #onTrouble} hear of refusals and losses; on a connection that was made without the
     * means they do not.
     *
     * @return whether this transport hears of trouble
     */
    boolean hearsTrouble();

    /**
     * Asks with an empty request whether somebody answers on a subject.
     *
     * @param subject the subject
     * @param timeout how long to wait
     * @return what came of it; {@link Probe#SILENT} also if the request could not be sent, or the thread was interrupted,
     *     which it stays
     */
    Probe probe(String subject, Duration timeout);

    /** What came of {@link #probe}. */
    enum Probe {
        /** There was an answer. */
        ANSWERED,
        /** The server says that nobody listens. */
        NOBODY_LISTENS,
        /** There was no answer in time. */
        SILENT
    }

    /** Something that can be taken back. */
    interface Registration {

        /** Takes it back. Doing so twice, or after the connection was closed, does nothing. */
        void remove();
    }
}
