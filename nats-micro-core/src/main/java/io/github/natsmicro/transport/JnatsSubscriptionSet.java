// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions on one jnats dispatcher. Draining the dispatcher as a whole is the one way in which jnats loses nothing
 * that is queued.
 */
final class JnatsSubscriptionSet implements SubscriptionSet {

    private final Connection connection;
    private final Dispatcher dispatcher;

    JnatsSubscriptionSet(Connection connection) {
        this.connection = connection;
        try {
            this.dispatcher = connection.createDispatcher();
        } catch (IllegalStateException ex) {
            throw new TransportException("Nothing can be subscribed to: " + ex.getMessage() + ".", ex);
        }
    }

    @Override
    public Transport.Registration subscribe(String subject, @Nullable String queueGroup, Consumer<Message> receiver) {
        try {
            Subscription subscription = queueGroup == null
                    ? dispatcher.subscribe(subject, receiver::accept)
                    : dispatcher.subscribe(subject, queueGroup, receiver::accept);
            return () -> unsubscribe(subscription);
        } catch (IllegalStateException | IllegalArgumentException ex) {
            throw new TransportException(
                    "The subject \"%s\" could not be subscribed to: %s.".formatted(subject, ex.getMessage()), ex);
        }
    }

    private void unsubscribe(Subscription subscription) {
        if (subscription.isActive() && dispatcher.isActive()) {
            dispatcher.unsubscribe(subscription);
        }
    }

    @Override
    public CompletableFuture<Void> drain(Duration timeout) {
        try {
            if (connection.getStatus() == Connection.Status.CONNECTED) {
                return dispatcher.drain(timeout).handle((drained, failure) -> null);
            }
            // Draining waits for the server's confirmation; without a connection nothing more arrives anyway.
            if (connection.getStatus() != Connection.Status.CLOSED) {
                connection.closeDispatcher(dispatcher);
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException | IllegalArgumentException ex) {
            // The connection was closed or drained in the meantime, and took the dispatcher with it.
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.completedFuture(null);
    }
}
