// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import io.nats.client.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Subscriptions whose messages one thread delivers, in order, and that are drained as a whole. */
public interface SubscriptionSet {

    /**
     * Subscribes. No message is lost that arrives in the instant of subscribing. Without a connection it is done when there
     * is one again.
     *
     * @param subject the subject, which may have wildcards
     * @param queueGroup the queue group, or {@code null} for none
     * @param receiver takes the messages on the delivering thread; it must not block. If it throws, or leaves the thread
     *     interrupted, the next message is delivered all the same.
     * @return a handle that unsubscribes; messages that were delivered but not yet received are lost with it, unless the
     *     set is being drained already
     * @throws TransportException if the connection is closed or closing, the set has been drained, or the subject or the
     *     queue group is not valid
     */
    Handle subscribe(String subject, @Nullable String queueGroup, Consumer<Message> receiver);

    /**
     * Unsubscribes from everything and delivers what the server had sent by then. The set is of no use afterwards. The call
     * itself may take up to the timeout, until the server has confirmed. Draining twice is draining once.
     *
     * @param timeout how long that may take; what has not been delivered by then is lost
     * @return completes when the last message has been delivered and received, whether the server is there to confirm or
     *     not; when the connection is closed what is queued is lost; never exceptionally
     */
    CompletableFuture<Void> drain(Duration timeout);

    /**
     * How many messages were lost because the delivering thread was held up.
     *
     * @return the number since the set was made
     */
    long dropped();

    /** What was subscribed to. */
    interface Handle extends Transport.Registration {

        /**
         * What the server said if it refused the subscription when it was made; to be asked when {@link Transport#flush} has
         * returned. It may be empty though it was refused, if the server refused something else right after it.
         *
         * @return the server's text
         */
        Optional<String> refusal();
    }
}
