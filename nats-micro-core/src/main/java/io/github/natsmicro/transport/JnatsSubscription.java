// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import io.nats.client.Connection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One subscription of a set. jnats does not tie a refusal to a subscription; it keeps the last error of a connection, whose
 * text names subject and queue group.
 *
 * @param errorBefore the last error when the subscription was not made yet
 */
record JnatsSubscription(
        Connection connection,
        String subject,
        @Nullable String queueGroup,
        @Nullable String errorBefore,
        Runnable unsubscribe)
        implements SubscriptionSet.Handle {

    @Override
    public void remove() {
        unsubscribe.run();
    }

    @Override
    // Two errors of one text are two: the subscription may have been refused before, and again.
    @SuppressWarnings("ReferenceEquality")
    public Optional<String> refusal() {
        String last = connection.getLastError();
        return last == errorBefore
                ? Optional.empty()
                : Refusal.in(last)
                        .filter(refusal -> refusal.concerns(subject, queueGroup))
                        .map(Refusal::text);
    }
}
