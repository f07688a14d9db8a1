// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import org.jspecify.annotations.Nullable;

/** Hears of what goes wrong with the subscriptions of a connection, those of others among them. */
public interface TroubleListener {

    /**
     * The server refused a subscription, at its making or when it was renewed on a new connection.
     *
     * @param subject the subject
     * @param queueGroup the queue group; {@code null} for none, or if the server did not name it
     * @param reason what the server said
     */
    void subscriptionRefused(String subject, @Nullable String queueGroup, String reason);

    /** There is a new connection; what is refused on it is told anew. */
    void connectionRenewed();

    /**
     * Messages were lost, because the delivering thread of a set was held up. Called for the first that was lost, and not
     * again before there was room for another.
     *
     * @param set the set; {@link SubscriptionSet#dropped()} tells how many
     */
    void messagesDropped(SubscriptionSet set);
}
