// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscriptions on one jnats dispatcher. Draining the dispatcher as a whole is the one way in which jnats loses nothing
 * that is queued.
 *
 * <p>jnats tells the server of a subscription before it notes the subscription's handler, and at the end of a drain it
 * forgets the handlers while its thread may still hold a message. What arrives meanwhile goes to the dispatcher's default
 * handler, or is lost without one; so there is one, and it finds the receiver itself.
 */
final class JnatsSubscriptionSet implements SubscriptionSet {

    private static final Logger logger = LoggerFactory.getLogger(JnatsSubscriptionSet.class);
    private static final long RECEIVE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Connection connection;
    private final Dispatcher dispatcher;
    private final JnatsTransport transport;
    private final AtomicLong received = new AtomicLong();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    // Guarded by itself.
    private final Map<Subscription, Consumer<Message>> receivers = new HashMap<>();

    JnatsSubscriptionSet(Connection connection, JnatsTransport transport) {
        this.connection = connection;
        this.transport = transport;
        try {
            this.dispatcher = connection.createDispatcher(this::receiveUnhandled);
        } catch (IllegalStateException ex) {
            throw new TransportException(
                    JnatsTransport.reason(connection), "Nothing can be subscribed to: " + ex.getMessage() + ".", ex);
        }
    }

    @Override
    public Handle subscribe(String subject, @Nullable String queueGroup, Consumer<Message> receiver) {
        String errorBefore = connection.getLastError();
        try {
            synchronized (receivers) {
                MessageHandler handler = message -> receive(receiver, message);
                Subscription subscription = queueGroup == null
                        ? dispatcher.subscribe(subject, handler)
                        : dispatcher.subscribe(subject, queueGroup, handler);
                receivers.put(subscription, receiver);
                return new JnatsSubscription(
                        connection, subject, queueGroup, errorBefore, () -> unsubscribe(subscription));
            }
        } catch (IllegalStateException | IllegalArgumentException ex) {
            throw new TransportException(
                    JnatsTransport.reason(connection),
                    "The subject \"%s\" could not be subscribed to: %s.".formatted(subject, ex.getMessage()),
                    ex);
        }
    }

    private void receiveUnhandled(Message message) {
        @Nullable Consumer<Message> receiver;
        // Waits for a subscribe() that is just being made.
        synchronized (receivers) {
            receiver = receivers.get(message.getSubscription());
        }
        receive(receiver, message);
    }

    private void receive(@Nullable Consumer<Message> receiver, Message message) {
        try {
            if (receiver != null) {
                receiver.accept(message);
            }
        } finally {
            received.incrementAndGet();
            // jnats would never deliver again. When it means to end the thread, it says so in other ways too.
            Thread.interrupted();
        }
    }

    private void unsubscribe(Subscription subscription) {
        synchronized (receivers) {
            receivers.remove(subscription);
        }
        try {
            if (subscription.isActive() && dispatcher.isActive()) {
                dispatcher.unsubscribe(subscription);
            }
        } catch (IllegalStateException ex) {
            logger.debug("A subscription ended together with its connection or its set.", ex);
        }
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    @Override
    public long dropped() {
        return dispatcher.getDroppedCount();
    }

    @Override
    public CompletableFuture<Void> drain(Duration timeout) {
        if (draining.compareAndSet(false, true)) {
            // jnats does not complete a drain whose connection is closed meanwhile.
            Transport.Registration closing = transport.onClose(() -> drained.complete(null));
            CompletableFuture<Void> unused = unsubscribeAll(timeout).whenComplete((ignored, failure) -> {
                closing.remove();
                transport.forget(dispatcher);
                drained.complete(null);
            });
        }
        return drained.copy();
    }

    private CompletableFuture<Void> unsubscribeAll(Duration timeout) {
        // An interrupted thread could not wait for the server.
        boolean interrupted = Thread.interrupted();
        try {
            if (connection.getStatus() == Connection.Status.CONNECTED) {
                return PingGate.drain(connection, dispatcher, timeout)
                        .<Void>handle((done, failure) -> null)
                        // jnats watches a drain on the connection's executor, which may be gone.
                        .completeOnTimeout(null, timeout.toNanos(), TimeUnit.NANOSECONDS)
                        // Not on the thread that watches all time limits of the JVM.
                        .thenRunAsync(this::awaitReceived, JnatsSubscriptionSet::onOwnThread);
            }
            if (connection.getStatus() != Connection.Status.CLOSED) {
                return awaitReceivedWithoutServer(timeout);
            }
        } catch (InterruptedException ex) {
            interrupted = true;
        } catch (RuntimeException ex) {
            // The connection is being closed or drained, and takes the dispatcher with it in ways of its own.
            logger.debug("A dispatcher was not drained.", ex);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    /** Draining would wait for the server's confirmation, which is away, and closing a dispatcher discards what is queued. */
    private CompletableFuture<Void> awaitReceivedWithoutServer(Duration timeout) {
        if (isAllReceived()) {
            connection.closeDispatcher(dispatcher);
            return CompletableFuture.completedFuture(null);
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        CompletableFuture<Void> end = new CompletableFuture<>();
        Runnable wait = () -> {
            try {
                awaitReceivedOrServer(deadline);
            } finally {
                end.complete(null);
            }
        };
        onOwnThread(wait);
        return end;
    }

    private static void onOwnThread(Runnable task) {
        Thread thread = new Thread(null, task, "nats-drain", 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    private void awaitReceivedOrServer(long deadline) {
        while (System.nanoTime() < deadline && !isAllReceived()) {
            if (connection.getStatus() == Connection.Status.CONNECTED) {
                // It is back, and so are the subscriptions.
                unsubscribeAll(Duration.ofNanos(Math.max(deadline - System.nanoTime(), 1_000_000)))
                        .join();
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        if (connection.getStatus() != Connection.Status.CLOSED) {
            connection.closeDispatcher(dispatcher);
        }
    }

    /** Looks twice, as a message that was taken from the queue is not counted as delivered in the same instant. */
    private boolean isAllReceived() {
        return hasNothingPending() && parkedFor(TimeUnit.MILLISECONDS.toNanos(1)) && hasNothingPending();
    }

    private boolean hasNothingPending() {
        return dispatcher.getPendingMessageCount() == 0 && received.get() >= dispatcher.getDeliveredCount();
    }

    private static boolean parkedFor(long nanos) {
        LockSupport.parkNanos(nanos);
        return true;
    }

    /** jnats takes a queue that is empty for drained, though its thread may still hand over the last message. */
    private void awaitReceived() {
        long deadline = System.nanoTime() + RECEIVE_NANOS;
        while (received.get() < dispatcher.getDeliveredCount() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(RECEIVE_NANOS / 1000);
        }
    }
}
