// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport.inprocess;

import io.github.natsmicro.transport.SubscriptionSet;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a {@link Subscription} answers whose messages are asked for one by one. */
final class InProcessReader {

    private final String subject;
    private final @Nullable String queueGroup;
    private final InProcessSubscriptionSet set;
    // Nothing stands for the end.
    private final BlockingQueue<Optional<Message>> arrived = new LinkedBlockingQueue<>();
    private volatile boolean active = true;

    private InProcessReader(InProcessSubscriptionSet set, String subject, @Nullable String queueGroup) {
        this.set = set;
        this.subject = subject;
        this.queueGroup = queueGroup;
    }

    static Subscription subscribe(InProcessConnection connection, String subject, @Nullable String queueGroup) {
        InProcessReader reader = new InProcessReader(connection.newSet("in-process-subscription"), subject, queueGroup);
        Connection self = connection.self();
        SubscriptionSet.Handle unused = InProcessConnection.asJnats(() -> reader.set.subscribe(
                subject,
                queueGroup,
                message -> reader.arrived.add(Optional.of(((InProcessMessage) message).on(self)))));
        // Closing the transport ends the set too.
        CompletableFuture<Void> unusedEnd = reader.set.drained().thenRun(reader::end);
        return StandIn.of(Subscription.class, reader);
    }

    private void end() {
        active = false;
        arrived.add(Optional.empty());
    }

    public String getSubject() {
        return subject;
    }

    public @Nullable String getQueueName() {
        return queueGroup;
    }

    public @Nullable Dispatcher getDispatcher() {
        return null;
    }

    public @Nullable Message nextMessage(@Nullable Duration timeout) throws InterruptedException {
        // jnats takes nothing and zero for "without end".
        long nanos = timeout == null || timeout.isZero() ? Long.MAX_VALUE : timeout.toNanos();
        Optional<Message> next = arrived.poll(nanos, TimeUnit.NANOSECONDS);
        if (next == null) {
            return null;
        }
        if (next.isEmpty()) {
            arrived.add(next);
            throw new IllegalStateException("The subscription to \"%s\" has ended.".formatted(subject));
        }
        return next.get();
    }

    public @Nullable Message nextMessage(long millis) throws InterruptedException {
        return nextMessage(Duration.ofMillis(millis));
    }

    public void unsubscribe() {
        if (!active) {
            throw new IllegalStateException("The subscription to \"%s\" has ended.".formatted(subject));
        }
        set.removeAll();
        set.discard();
    }

    public boolean isActive() {
        return active;
    }

    public long getPendingMessageCount() {
        return arrived.size() + (long) set.pending();
    }

    public long getDroppedCount() {
        return set.dropped();
    }

    @Override
    public String toString() {
        return "in-process subscription to \"" + subject + "\"";
    }
}
