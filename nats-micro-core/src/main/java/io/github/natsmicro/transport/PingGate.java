// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread at a time wait for a connection's server. jnats flushes with a ping and drains with a flush, and takes
 * more than two pings that are under way at once ({@code Options.maxPingsOut}) for a dead server: three services of one
 * connection that stop at the same moment would break it.
 */
final class PingGate {

    /** jnats takes zero for "without end". */
    private static final Duration LEAST = Duration.ofMillis(1);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Services know each other only by their connection, which has no place for a lock that is ours alone. */
    private static final Map<Connection, ReentrantLock> GATES = Collections.synchronizedMap(new WeakHashMap<>());

    private PingGate() {}

    private static ReentrantLock gate(Connection connection) {
        return GATES.computeIfAbsent(connection, unused -> new ReentrantLock());
    }

    /**
     * Waits until the server has confirmed what was sent before.
     *
     * @throws TimeoutException if there was no confirmation in time
     */
    static void flush(Connection connection, Duration timeout) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + timeout.toNanos();
        ReentrantLock gate = gate(connection);
        if (!gate.tryLock(left(deadline).toNanos(), TimeUnit.NANOSECONDS)) {
            throw new TimeoutException("Others have been waiting for the server.");
        }
        try {
            connection.flush(left(deadline));
        } finally {
            gate.unlock();
        }
        // jnats returns as if nothing was wrong if it loses the connection before it can ask.
        if (connection.getStatus() != Connection.Status.CONNECTED) {
            throw new TimeoutException("The connection was lost.");
        }
    }

    /** Drains a dispatcher. Waits for the server itself; the future is for what is queued. */
    static CompletableFuture<Boolean> drain(Connection connection, Dispatcher dispatcher, Duration timeout)
            throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        ReentrantLock gate = gate(connection);
        // Where it does not open in time one more ping is the lesser evil.
        boolean entered = gate.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        try {
            return dispatcher.drain(left(deadline));
        } finally {
            if (entered) {
                gate.unlock();
            }
        }
    }

    private static Duration left(long deadline) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        return left.compareTo(LEAST) < 0 ? LEAST : left;
    }
}
