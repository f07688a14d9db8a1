// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions on one jnats dispatcher. Draining the dispatcher as a whole is the one way in which jnats loses nothing
 * that is queued.
 *
 * <p>jnats tells the server of a subscription before it notes the subscription's handler, and at the end of a drain it
 * forgets the handlers while its thread may still hold a message. What arrives meanwhile goes to the dispatcher's default
 * handler, or is lost without one; so there is one, and it finds the receiver itself.
 */
final class JnatsSubscriptionSet implements SubscriptionSet {

    private final Connection connection;
    private final Dispatcher dispatcher;
    // Guarded by itself.
    private final Map<Subscription, Consumer<Message>> receivers = new HashMap<>();

    JnatsSubscriptionSet(Connection connection) {
        this.connection = connection;
        try {
            this.dispatcher = connection.createDispatcher(this::receiveUnhandled);
        } catch (IllegalStateException ex) {
            throw new TransportException("Nothing can be subscribed to: " + ex.getMessage() + ".", ex);
        }
    }

    @Override
    public Transport.Registration subscribe(String subject, @Nullable String queueGroup, Consumer<Message> receiver) {
        try {
            synchronized (receivers) {
                Subscription subscription = queueGroup == null
                        ? dispatcher.subscribe(subject, receiver::accept)
                        : dispatcher.subscribe(subject, queueGroup, receiver::accept);
                receivers.put(subscription, receiver);
                return () -> unsubscribe(subscription);
            }
        } catch (IllegalStateException | IllegalArgumentException ex) {
            throw new TransportException(
                    "The subject \"%s\" could not be subscribed to: %s.".formatted(subject, ex.getMessage()), ex);
        }
    }

    private void receiveUnhandled(Message message) {
        Consumer<Message> receiver;
        // Waits for a subscribe() that is just being made.
        synchronized (receivers) {
            receiver = receivers.get(message.getSubscription());
        }
        if (receiver != null) {
            receiver.accept(message);
        }
    }

    private void unsubscribe(Subscription subscription) {
        synchronized (receivers) {
            receivers.remove(subscription);
        }
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
