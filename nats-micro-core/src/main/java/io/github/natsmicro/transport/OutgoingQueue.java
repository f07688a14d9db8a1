// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import io.nats.client.Connection;
import io.nats.client.Options;
import io.nats.client.Statistics;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How much of what the services of a connection have published is still to be written. jnats has counts of that, but they
 * are behind the locks of its writer and of whoever ends a dead connection: to ask for them while the socket takes nothing
 * would block, and keep jnats from reconnecting. So what was published is compared with what the writer has taken, which
 * anybody may read. What the application publishes itself on the connection is not seen; it makes the queue look shorter.
 */
final class OutgoingQueue {

    /** A small part of the 5,000 messages with which jnats blocks by default. */
    static final int MAX_MESSAGES = 256;

    static final int MAX_BYTES = 1024 * 1024;

    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Services know each other only by their connection, which has no place for a count that is ours alone. */
    private static final Map<Connection, OutgoingQueue> QUEUES = Collections.synchronizedMap(new WeakHashMap<>());

    private final int maxMessages;
    private final AtomicLong publishedMessages = new AtomicLong();
    private final AtomicLong publishedBytes = new AtomicLong();

    // Guarded by this. What was published exceeds what was taken by as much as is queued, less what others have sent.
    // It is least when the queue is empty.
    private @Nullable Excess least;
    private long reconnects;
    private long taken;
    private long takenSince;
    private boolean looking;

    private record Excess(long messages, long bytes) {

        Excess least(Excess other) {
            return new Excess(Math.min(messages, other.messages), Math.min(bytes, other.bytes));
        }
    }

    private OutgoingQueue(Options options) {
        int capacity = options.getMaxMessagesInOutgoingQueue();
        this.maxMessages = capacity > 0 ? Math.max(1, Math.min(MAX_MESSAGES, capacity / 2)) : MAX_MESSAGES;
    }

    static OutgoingQueue of(Connection connection) {
        return QUEUES.computeIfAbsent(connection, key -> new OutgoingQueue(key.getOptions()));
    }

    /** Something is going to be published. */
    void add(long bytes) {
        publishedMessages.incrementAndGet();
        publishedBytes.addAndGet(bytes);
    }

    /** It could not be published. */
    void takeBack(long bytes) {
        publishedMessages.decrementAndGet();
        publishedBytes.addAndGet(-bytes);
    }

    /** Whether so much is queued that nobody should add to it who can wait. Never blocks. */
    synchronized boolean isFull(Connection connection) {
        Statistics statistics = connection.getStatistics();
        long takenNow = statistics.getOutMsgs();
        if (takenNow == 0) {
            // The statistics are the user's, and count nothing.
            return false;
        }
        Excess now = new Excess(publishedMessages.get() - takenNow, publishedBytes.get() - statistics.getOutBytes());
        if (least == null || statistics.getReconnects() != reconnects) {
            // With a connection goes what was just being written.
            reconnects = statistics.getReconnects();
            least = now;
        }
        least = now.least(least);
        boolean full = now.messages - least.messages >= maxMessages || now.bytes - least.bytes >= MAX_BYTES;
        if (full) {
            checkRest(connection, takenNow);
        }
        return full;
    }

    /** Where the writer takes nothing for a while it is stuck, or has lost what is missed. */
    private void checkRest(Connection connection, long takenNow) {
        long nanos = System.nanoTime();
        if (takenNow != taken) {
            taken = takenNow;
            takenSince = nanos;
        } else if (!looking && nanos - takenSince > REST_NANOS) {
            looking = true;
            Thread look = new Thread(null, () -> look(connection, takenNow), "nats-micro-outgoing-queue", 0, false);
            look.setDaemon(true);
            look.start();
        }
    }

    private void look(Connection connection, long takenBefore) {
        boolean idle = false;
        try {
            // Waits for a writer that is at it, and keeps nobody else from anything.
            connection.flushBuffer();
            idle = connection.getStatistics().getOutMsgs() == takenBefore;
        } catch (IllegalStateException | IOException ex) {
            // The connection was lost.
        } finally {
            synchronized (this) {
                looking = false;
                takenSince = System.nanoTime();
                least = idle ? null : least;
            }
        }
    }
}
