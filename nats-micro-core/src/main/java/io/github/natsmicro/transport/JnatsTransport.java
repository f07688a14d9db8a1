// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The transport over a jnats connection, which stays the user's. */
public final class JnatsTransport implements Transport {

    private final Connection connection;

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
        return new JnatsSubscriptionSet(connection);
    }

    @Override
    public void publish(String subject, @Nullable Headers headers, byte[] body) {
        // jnats silently discards what an interrupted thread publishes.
        boolean interrupted = Thread.interrupted();
        try {
            connection.publish(subject, headers, body);
        } catch (IllegalStateException | IllegalArgumentException ex) {
            throw new TransportException(
                    "The message to \"%s\" could not be published: %s.".formatted(subject, ex.getMessage()), ex);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
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
}
