// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.nats.client.Connection;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/** Closes the connection when all beans that use it are gone, and drains it before where that is wanted. */
final class NatsConnectionCloser implements DisposableBean {

    private static final Logger logger = LoggerFactory.getLogger(NatsConnectionCloser.class);

    private final @Nullable Duration drainTimeout;
    private @Nullable Connection connection;

    NatsConnectionCloser(@Nullable Duration drainTimeout) {
        this.drainTimeout = drainTimeout;
    }

    /** Sets what is to be closed. */
    void setConnection(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void destroy() throws InterruptedException {
        Connection there = this.connection;
        if (there == null) {
            return;
        }
        Duration timeout = this.drainTimeout;
        if (timeout != null && timeout.toMillis() > 0 && there.getStatus() == Connection.Status.CONNECTED) {
            drain(there, timeout);
        }
        there.close();
    }

    private static void drain(Connection connection, Duration timeout) throws InterruptedException {
        try {
            connection.drain(timeout).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException | IllegalStateException ex) {
            logger.warn("The NATS connection was closed before it was drained: {}.", ex.toString());
        }
    }
}
