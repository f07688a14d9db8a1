// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import io.nats.client.Message;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Subscriptions whose messages one thread delivers, in order, and that are drained as a whole. */
public interface SubscriptionSet {

    /**
     * Subscribes.
     *
     * @param subject the subject, which may have wildcards
     * @param queueGroup the queue group, or {@code null} for none
     * @param receiver takes the messages on the delivering thread; it must not block
     * @return a handle that unsubscribes; messages that were delivered but not yet received are lost with it
     * @throws TransportException if the connection is closed or closing
     */
    Transport.Registration subscribe(String subject, @Nullable String queueGroup, Consumer<Message> receiver);

    /**
     * Unsubscribes from everything and delivers what the server had sent by then. The set is of no use afterwards. The call
     * itself may take up to the timeout, until the server has confirmed.
     *
     * @param timeout how long that may take
     * @return completes when the last message has been delivered, or at once if there is no connection; never
     *     exceptionally
     */
    CompletableFuture<Void> drain(Duration timeout);

    /**
     * How many messages were lost because the delivering thread was held up.
     *
     * @return the number since the set was made
     */
    long dropped();
}
