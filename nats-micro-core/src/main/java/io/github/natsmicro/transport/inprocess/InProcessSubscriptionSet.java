// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport.inprocess;

import io.github.natsmicro.transport.SubscriptionSet;
import io.github.natsmicro.transport.TransportException;
import io.github.natsmicro.wire.Grammar;
import io.nats.client.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Subscriptions that one thread delivers. The thread is made for the first message, and ends when the set is drained. */
final class InProcessSubscriptionSet implements SubscriptionSet {

    private static final Logger logger = LoggerFactory.getLogger(InProcessSubscriptionSet.class);

    /** Whether a message was queued for the delivering thread. */
    enum Queued {
        YES,
        DROPPED,
        /** The first one that was dropped since there was room. */
        FIRST_DROPPED
    }

    private final InProcessRouter router;
    private final boolean ofService;
    private final ThreadPoolExecutor deliveries;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final AtomicLong dropped = new AtomicLong();
    // Guarded by the router, which alone calls queue().
    private boolean full;

    InProcessSubscriptionSet(InProcessRouter router, boolean ofService, String name, int maxPending) {
        this.router = router;
        this.ofService = ofService;
        this.deliveries = deliveries(name, maxPending);
        router.add(this);
        CompletableFuture<Void> unused = drained.whenComplete((done, failure) -> router.remove(this));
    }

    private ThreadPoolExecutor deliveries(String name, int maxPending) {
        return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(maxPending), task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        }) {
            @Override
            protected void terminated() {
                drained.complete(null);
            }
        };
    }

    /** Whether it stands on the service's connection, which can be lost, and not on a caller's. */
    boolean ofService() {
        return ofService;
    }

    @Override
    public Handle subscribe(String subject, @Nullable String queueGroup, Consumer<Message> receiver) {
        InProcessSubscription subscription = new InProcessSubscription(this, subject, queueGroup, receiver);
        try {
            Grammar.subject(subject);
            if (queueGroup != null) {
                Grammar.queueGroup(queueGroup);
            }
        } catch (IllegalArgumentException ex) {
            throw new TransportException("Nothing was subscribed to. " + ex.getMessage(), ex);
        }
        router.add(subscription);
        return new Handle() {
            @Override
            public void remove() {
                router.remove(subscription);
            }

            @Override
            public Optional<String> refusal() {
                return router.refusal(subscription);
            }
        };
    }

    Queued queue(InProcessSubscription subscription, Parcel parcel) {
        try {
            deliveries.execute(() -> deliver(subscription, parcel));
            full = false;
            return Queued.YES;
        } catch (RejectedExecutionException ex) {
            dropped.incrementAndGet();
            boolean first = !full;
            full = true;
            return first ? Queued.FIRST_DROPPED : Queued.DROPPED;
        }
    }

    private static void deliver(InProcessSubscription subscription, Parcel parcel) {
        try {
            subscription.receive(parcel);
        } catch (Throwable ex) {
            logger.error("The receiver of \"{}\" failed.", subscription.subject(), ex);
        }
    }

    @Override
    public CompletableFuture<Void> drain(Duration timeout) {
        router.removeAll(this);
        deliveries.shutdown();
        return drained.copy()
                .completeOnTimeout(null, timeout.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((done, failure) -> deliveries.getQueue().clear());
    }

    /** Unsubscribes from everything. */
    void removeAll() {
        router.removeAll(this);
    }

    /** Completes when it has ended, in whatever way. */
    CompletableFuture<Void> drained() {
        return drained.copy();
    }

    /** Ends it without delivering what is queued. */
    void discard() {
        deliveries.shutdown();
        deliveries.getQueue().clear();
        drained.complete(null);
    }

    /** How many messages wait for the delivering thread. */
    int pending() {
        return deliveries.getQueue().size();
    }

    boolean isDraining() {
        return deliveries.isShutdown();
    }

    @Override
    public long dropped() {
        return dropped.get();
    }
}
