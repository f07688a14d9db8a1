// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells several listeners of the connection, but nothing of attempts that lead to none: each of them would end with a
 * connection that is closed. One listener that throws does not keep the others from hearing.
 */
final class ConnectionListeners implements ConnectionListener {

    private static final Logger logger = LoggerFactory.getLogger(ConnectionListeners.class);

    private final List<ConnectionListener> listeners;
    private volatile @Nullable Connection connected;

    ConnectionListeners(List<ConnectionListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    private void tell(@Nullable Connection connection, Events event, Consumer<ConnectionListener> call) {
        if (event == Events.CONNECTED) {
            this.connected = connection;
        }
        if (connection == null || connection != this.connected) {
            return;
        }
        for (ConnectionListener listener : this.listeners) {
            try {
                call.accept(listener);
            } catch (RuntimeException ex) {
                logger.warn("A connection listener of the application failed itself.", ex);
            }
        }
    }

    @Override
    @SuppressWarnings("deprecation") // jnats declares it without a body.
    public void connectionEvent(Connection connection, Events event) {
        tell(connection, event, listener -> listener.connectionEvent(connection, event));
    }

    @Override
    public void connectionEvent(Connection connection, Events event, Long time, String uriDetails) {
        tell(connection, event, listener -> listener.connectionEvent(connection, event, time, uriDetails));
    }
}
