// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The transport over a jnats connection, which stays the user's. */
public final class JnatsTransport implements Transport {

    private final Connection connection;
    private final OutgoingQueue outgoing;
    private final Map<Dispatcher, JnatsSubscriptionSet> sets = new ConcurrentHashMap<>();

    /**
     * Creates a transport.
     *
     * @param connection the connection
     */
    public JnatsTransport(Connection connection) {
        this.connection = connection;
        this.outgoing = OutgoingQueue.of(connection);
    }

    /**
     * What it stands on.
     *
     * @return the connection
     */
    public Connection connection() {
        return connection;
    }

    @Override
    public SubscriptionSet newSubscriptionSet() {
        JnatsSubscriptionSet set = new JnatsSubscriptionSet(connection, this);
        sets.put(set.dispatcher(), set);
        return set;
    }

    /** A set is drained, and of no more interest. */
    void forget(Dispatcher dispatcher) {
        sets.remove(dispatcher);
    }

    @Override
    public void publish(String subject, @Nullable Headers headers, byte[] body) {
        // jnats silently discards what an interrupted thread publishes.
        boolean interrupted = Thread.interrupted();
        try {
            publishCounted(subject, headers, body, checkedSize(subject, headers, body));
        } catch (IllegalStateException | IllegalArgumentException ex) {
            throw new TransportException(
                    reason(connection),
                    "The message to \"%s\" could not be published: %s.".formatted(subject, ex.getMessage()),
                    ex);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void publishCounted(String subject, @Nullable Headers headers, byte[] body, long bytes) {
        boolean published = false;
        outgoing.add(bytes);
        try {
            connection.publish(subject, headers, body);
            published = true;
        } finally {
            if (!published) {
                outgoing.takeBack(bytes);
            }
        }
    }

    static TransportException.Reason reason(Connection connection) {
        return connection.getStatus() == Connection.Status.CLOSED
                ? TransportException.Reason.CLOSED
                : TransportException.Reason.FAILED;
    }

    /** jnats checks this too, unless its options say otherwise; the server would end the connection. */
    private long checkedSize(String subject, @Nullable Headers headers, byte[] body) {
        // jnats does not send headers that are empty.
        int headerBytes = headers == null || headers.isEmpty() ? 0 : headers.serializedLength();
        long bytes = (long) headerBytes + body.length;
        long max = connection.getMaxPayload();
        if (max > 0 && bytes > max) {
            throw new TransportException(
                    TransportException.Reason.TOO_LARGE,
                    "The message to \"%s\" has %d bytes, and the server takes %d at most."
                            .formatted(subject, bytes, max),
                    null);
        }
        return bytes;
    }

    @Override
    public void flush(Duration timeout) {
        try {
            PingGate.flush(connection, timeout);
        } catch (TimeoutException ex) {
            throw new TransportException(
                    reason(connection),
                    "The NATS server did not confirm within %d ms; the connection is %s."
                            .formatted(timeout.toMillis(), connection.getStatus()),
                    ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new TransportException("Waiting for the NATS server to confirm was interrupted.", ex);
        }
    }

    @Override
    public String server() {
        String url = connection.getConnectedUrl();
        // jnats forgets the server a moment after it has lost it.
        return url == null || connection.getStatus() != Connection.Status.CONNECTED
                ? ""
                : url.replaceFirst("//.*@", "//");
    }

    @Override
    public boolean isCongested() {
        return switch (connection.getStatus()) {
            case DISCONNECTED, CONNECTING, RECONNECTING -> true;
            case CLOSED -> false;
            case CONNECTED -> outgoing.isFull(connection);
        };
    }

    @Override
    public Registration onClose(Runnable action) {
        AtomicBoolean once = new AtomicBoolean();
        ConnectionListener listener = (source, event) -> {
            if (event == ConnectionListener.Events.CLOSED && once.compareAndSet(false, true)) {
                action.run();
            }
        };
        connection.addConnectionListener(listener);
        // The connection may have been closed before the listener was there to hear of it.
        if (connection.getStatus() == Connection.Status.CLOSED && once.compareAndSet(false, true)) {
            action.run();
        }
        return () -> {
            // jnats may have noted already that it is going to call the listener.
            once.set(true);
            connection.removeConnectionListener(listener);
        };
    }

    @Override
    public Registration onTrouble(TroubleListener listener) {
        NatsTroubleListener.Ear ear = new NatsTroubleListener.Ear() {
            @Override
            public void errorOccurred(String error) {
                Refusal.in(error)
                        .ifPresent(refusal ->
                                listener.subscriptionRefused(refusal.subject(), refusal.queueGroup(), refusal.text()));
            }

            @Override
            public void slowConsumerDetected(Consumer consumer) {
                JnatsSubscriptionSet slow = consumer instanceof Dispatcher ? sets.get(consumer) : null;
                if (slow != null) {
                    listener.messagesDropped(slow);
                }
            }
        };
        if (!(connection.getOptions().getErrorListener() instanceof NatsTroubleListener source)) {
            return () -> {};
        }
        // Comes before the subscriptions are sent again, and so before what is said of them.
        ConnectionListener renewals = (connected, event) -> {
            if (event == ConnectionListener.Events.RECONNECTED) {
                listener.connectionRenewed();
            }
        };
        connection.addConnectionListener(renewals);
        Registration errors = source.attach(connection, ear);
        return () -> {
            connection.removeConnectionListener(renewals);
            errors.remove();
        };
    }

    @Override
    public boolean hearsTrouble() {
        return connection.getOptions().getErrorListener() instanceof NatsTroubleListener;
    }

    @Override
    public Probe probe(String subject, Duration timeout) {
        // With a subscription of its own: the connection's request would leave one behind.
        Subscription replies = null;
        try {
            String inbox = connection.createInbox();
            replies = connection.subscribe(inbox);
            connection.publish(subject, inbox, new byte[0]);
            Message answer = replies.nextMessage(timeout);
            if (answer == null) {
                return Probe.SILENT;
            }
            return answer.isStatusMessage() ? Probe.NOBODY_LISTENS : Probe.ANSWERED;
        } catch (IllegalStateException | IllegalArgumentException ex) {
            return Probe.SILENT;
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return Probe.SILENT;
        } finally {
            unsubscribe(replies);
        }
    }

    private static void unsubscribe(@Nullable Subscription subscription) {
        try {
            if (subscription != null && subscription.isActive()) {
                subscription.unsubscribe();
            }
        } catch (IllegalStateException ex) {
            // The connection was closed in this very moment, and took the subscription with it.
        }
    }
}
