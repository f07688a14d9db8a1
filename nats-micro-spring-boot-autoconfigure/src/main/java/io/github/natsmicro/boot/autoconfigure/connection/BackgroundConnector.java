// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.nats.client.Connection;
import io.nats.client.Options;
import io.nats.client.ReconnectDelayHandler;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries to connect until there is a connection, or nobody wants it any more. jnats could do that itself, but gives up after
 * some attempts, and when a server has refused the credentials twice, which may come to be right.
 */
final class BackgroundConnector {

    private static final Logger logger = LoggerFactory.getLogger(BackgroundConnector.class);

    private final NatsConnectionFactory factory;
    private final BackgroundConnection stand;
    private final CountDownLatch unwanted = new CountDownLatch(1);
    // No daemon: as with a connection, the application lives while there is one to come.
    private final Thread thread = new Thread(this::run, "nats-connect");

    BackgroundConnector(NatsConnectionFactory factory, String servers) {
        this.factory = factory;
        this.stand = new BackgroundConnection(factory.options(), servers, this::stop);
    }

    /** Begins, and returns what stands for the connection. */
    Connection start() {
        this.thread.start();
        return this.stand.proxy();
    }

    private void stop() {
        this.unwanted.countDown();
        try {
            // An attempt that is under way can not be ended otherwise.
            if (Thread.currentThread() != this.thread) {
                this.thread.join(Math.max(
                        1, this.factory.options().getConnectionTimeout().toMillis()));
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            String told = null;
            for (long attempt = 1; this.unwanted.getCount() > 0; attempt++) {
                String error = attempt();
                if (error == null) {
                    return;
                }
                this.stand.failed(error);
                if (!error.equals(told)) {
                    logger.warn("{} The application goes on trying in the background.", error);
                    told = error;
                }
                if (this.unwanted.await(delay(this.factory.options(), attempt).toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns a sentence if there is no connection. */
    private @Nullable String attempt() throws InterruptedException {
        Connection made;
        try {
            made = this.factory.connect();
        } catch (NatsConnectionException ex) {
            return NatsConnectionFailureAnalyzer.describe(ex).getDescription();
        } catch (RuntimeException ex) {
            return "The attempt to connect to a NATS server failed unexpectedly: %s."
                    .formatted(NatsUrls.withoutCredentials(ex.toString()));
        }
        logger.info("Connected to the NATS server at {}.", NatsUrls.withoutCredentials(made.getConnectedUrl()));
        if (!this.stand.connected(made)) {
            made.close();
        }
        return null;
    }

    /** As jnats waits before it reconnects. */
    private static Duration delay(Options options, long attempt) {
        ReconnectDelayHandler handler = options.getReconnectDelayHandler();
        if (handler != null) {
            Duration delay = handler.getWaitTime(attempt);
            return delay == null ? Duration.ZERO : delay;
        }
        Duration jitter = options.isTLSRequired() ? options.getReconnectJitterTls() : options.getReconnectJitter();
        long most = jitter == null ? 0 : jitter.toNanos();
        return options.getReconnectWait()
                .plusNanos(most <= 0 ? 0 : ThreadLocalRandom.current().nextLong(most));
    }
}
