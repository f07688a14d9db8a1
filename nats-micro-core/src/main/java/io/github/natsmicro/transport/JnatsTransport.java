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
    private final Map<Dispatcher, JnatsSubscriptionSet> sets = new ConcurrentHashMap<>();

    /**
     * Creates a transport.
     *
     * @param connection the connection
     */
    public JnatsTransport(Connection connection) {
        this.connection = connection;
    }

    @Override
    public SubscriptionSet newSubscriptionSet() {
        JnatsSubscriptionSet set = new JnatsSubscriptionSet(connection, sets::remove);
        sets.put(set.dispatcher(), set);
        return set;
    }

    @Override
    public void publish(String subject, @Nullable Headers headers, byte[] body) {
        // jnats silently discards what an interrupted thread publishes.
        boolean interrupted = Thread.interrupted();
        try {
            checkSize(subject, headers, body);
            connection.publish(subject, headers, body);
        } catch (IllegalStateException | IllegalArgumentException ex) {
            throw new TransportException(
                    connection.getStatus() == Connection.Status.CLOSED
                            ? TransportException.Reason.CLOSED
                            : TransportException.Reason.FAILED,
                    "The message to \"%s\" could not be published: %s.".formatted(subject, ex.getMessage()),
                    ex);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** jnats checks this too, unless its options say otherwise; the server would end the connection. */
    private void checkSize(String subject, @Nullable Headers headers, byte[] body) {
        int headerBytes = headers == null ? 0 : headers.serializedLength();
        long bytes = (long) headerBytes + body.length;
        long max = connection.getMaxPayload();
        if (max > 0 && bytes > max) {
            throw new TransportException(
                    TransportException.Reason.TOO_LARGE,
                    "The message to \"%s\" has %d bytes, and the server takes %d at most."
                            .formatted(subject, bytes, max),
                    null);
        }
    }

    @Override
    public void flush(Duration timeout) {
        try {
            connection.flush(timeout);
        } catch (TimeoutException ex) {
            throw new TransportException(
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
        return url == null ? "" : url.replaceFirst("//.*@", "//");
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
        return () -> connection.removeConnectionListener(listener);
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
        return connection.getOptions().getErrorListener() instanceof NatsTroubleListener source
                ? source.attach(connection, ear)
                : () -> {};
    }

    @Override
    public boolean hearsTrouble() {
        return connection.getOptions().getErrorListener() instanceof NatsTroubleListener;
    }

    @Override
    public Probe probe(String subject, Duration timeout) {
        // With a subscription of its own: the connection's request would leave one behind.
        String inbox = connection.createInbox();
        Subscription replies = null;
        try {
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
            if (replies != null && replies.isActive()) {
                replies.unsubscribe();
            }
        }
    }
}
