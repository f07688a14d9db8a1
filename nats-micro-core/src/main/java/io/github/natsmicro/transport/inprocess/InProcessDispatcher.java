// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport.inprocess;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a {@link Dispatcher} answers. */
final class InProcessDispatcher {

    private final @Nullable MessageHandler defaultHandler;
    private final InProcessSubscriptionSet set;
    private final Connection connection;
    private final Set<InProcessDispatched> subscriptions = ConcurrentHashMap.newKeySet();
    private final AtomicLong delivered = new AtomicLong();
    private final Dispatcher self = StandIn.of(Dispatcher.class, this);

    private InProcessDispatcher(InProcessConnection connection, @Nullable MessageHandler defaultHandler) {
        this.connection = connection.self();
        this.defaultHandler = defaultHandler;
        this.set = connection.newSet("in-process-dispatcher");
    }

    static Dispatcher of(InProcessConnection connection, @Nullable MessageHandler defaultHandler) {
        return new InProcessDispatcher(connection, defaultHandler).self;
    }

    public Dispatcher subscribe(String subject) {
        return subscribeByDefault(subject, null);
    }

    public Dispatcher subscribe(String subject, String queueGroup) {
        return subscribeByDefault(subject, queueGroup);
    }

    private Dispatcher subscribeByDefault(String subject, @Nullable String queueGroup) {
        // As with jnats, a subject is subscribed to only once in this way.
        if (subscriptions.stream().noneMatch(known -> known.getSubject().equals(subject))) {
            Subscription unused = add(subject, queueGroup, defaultHandler);
        }
        return self;
    }

    public Subscription subscribe(String subject, MessageHandler handler) {
        return add(subject, null, handler);
    }

    public Subscription subscribe(String subject, String queueGroup, MessageHandler handler) {
        return add(subject, queueGroup, handler);
    }

    private Subscription add(String subject, @Nullable String queueGroup, @Nullable MessageHandler handler) {
        if (!isActive()) {
            throw new IllegalStateException("The dispatcher is closed.");
        }
        if (handler == null) {
            throw new IllegalArgumentException("The dispatcher was made without a handler of its own.");
        }
        Consumer<Message> receiver = message -> deliver(handler, ((InProcessMessage) message).on(connection));
        InProcessDispatched added = new InProcessDispatched(
                self,
                subject,
                queueGroup,
                InProcessConnection.asJnats(() -> set.subscribe(subject, queueGroup, receiver)));
        subscriptions.add(added);
        return StandIn.of(Subscription.class, added);
    }

    private void deliver(MessageHandler handler, Message message) {
        delivered.incrementAndGet();
        try {
            handler.onMessage(message);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    public Dispatcher unsubscribe(String subject) {
        return removeIf(known -> known.getSubject().equals(subject));
    }

    public Dispatcher unsubscribe(Subscription subscription) {
        InProcessDispatched own = StandIn.target(subscription, InProcessDispatched.class);
        return removeIf(known -> known.equals(own));
    }

    private Dispatcher removeIf(Predicate<InProcessDispatched> wanted) {
        subscriptions.stream().filter(wanted).forEach(InProcessDispatched::remove);
        subscriptions.removeIf(wanted);
        return self;
    }

    void close() {
        set.removeAll();
        set.discard();
        subscriptions.clear();
    }

    public CompletableFuture<Boolean> drain(Duration timeout) {
        subscriptions.clear();
        return set.drain(timeout).thenApply(done -> true);
    }

    public boolean isActive() {
        return !set.isDraining();
    }

    public long getPendingMessageCount() {
        return set.pending();
    }

    public long getDeliveredCount() {
        return delivered.get();
    }

    public long getDroppedCount() {
        return set.dropped();
    }

    @Override
    public String toString() {
        return "in-process dispatcher";
    }
}
