// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.transport.SubscriptionSet;
import io.github.natsmicro.transport.Transport;
import io.github.natsmicro.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which delivering thread the endpoints of a service have. They share one, so that the number of threads does not grow
 * with them.
 *
 * <p>Only a set of subscriptions that is drained as a whole loses nothing. So when an endpoint leaves, those that stay are
 * subscribed on a new set first, and the old one is drained: in their queue groups each request goes to one of the two.
 * Endpoints without a queue group would get it twice meanwhile, and ordered ones by two threads at once; these have a set,
 * and a thread, of their own.
 */
final class Delivery {

    private static final Logger logger = LoggerFactory.getLogger(Delivery.class);
    private static final Duration CONFIRMATION_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration DISCARD_TIMEOUT = Duration.ofSeconds(1);

    /** Others who stay hang on it, so it is not the service's; longer than any handler may hold up its delivering thread. */
    private static final Duration DRAIN_TIMEOUT = Duration.ofMinutes(2);

    /**
     * A server that has looked up who gets a request before it knew of the new subscriptions, and sends it when the old ones
     * have ended, finds nobody. It takes microseconds from the one to the other, unless its machine is busy.
     */
    private static final long OVERLAP_NANOS = 20_000_000;

    private final Transport transport;

    // Guarded by this.
    private @Nullable SubscriptionSet shared;
    private Map<Endpoint, SubscriptionSet.Handle> sharing = new LinkedHashMap<>();
    private final Map<Endpoint, Own> alone = new HashMap<>();
    /** Sets that are being drained, each with the end of its drain; of them an endpoint may still get requests. */
    private final Map<SubscriptionSet, CompletableFuture<Void>> leaving = new HashMap<>();

    private long droppedBefore;
    private boolean closed;

    Delivery(Transport transport) {
        this.transport = transport;
    }

    /** The set that an endpoint has for itself. */
    private record Own(SubscriptionSet set, SubscriptionSet.Handle subscription) {}

    private static boolean isAlone(Endpoint endpoint) {
        return endpoint.queueGroup() == null || endpoint.concurrency() == Concurrency.ORDERED;
    }

    /** Subscribes; the server has not confirmed it yet. */
    synchronized void subscribe(Endpoint endpoint) {
        if (closed) {
            throw new TransportException("The service is being stopped.", null);
        }
        if (isAlone(endpoint)) {
            SubscriptionSet own = transport.newSubscriptionSet();
            try {
                alone.put(endpoint, new Own(own, subscribeOn(own, endpoint)));
            } catch (TransportException ex) {
                abandon(own);
                throw ex;
            }
        } else {
            if (shared == null) {
                shared = transport.newSubscriptionSet();
            }
            sharing.put(endpoint, subscribeOn(shared, endpoint));
        }
    }

    private static SubscriptionSet.Handle subscribeOn(SubscriptionSet set, Endpoint endpoint) {
        return set.subscribe(endpoint.subject(), endpoint.queueGroup(), endpoint::receive);
    }

    /** What the server said if it refused the subscription of an endpoint; known when it has confirmed what it got. */
    synchronized Optional<String> refusal(Endpoint endpoint) {
        Own own = alone.get(endpoint);
        SubscriptionSet.Handle subscription = own == null ? sharing.get(endpoint) : own.subscription();
        return subscription == null ? Optional.empty() : subscription.refusal();
    }

    /**
     * Unsubscribes one endpoint without losing what was delivered for it or any other. Returns when the server has
     * confirmed, or could not be reached.
     *
     * @return completes when the last request has been received, even of those before a pause
     */
    CompletableFuture<Void> leave(Endpoint endpoint) {
        SubscriptionSet left = takeOut(endpoint);
        if (left != null) {
            drain(left, awaitOverlap() ? DRAIN_TIMEOUT : CONFIRMATION_TIMEOUT);
        }
        return allDrained();
    }

    /** Those who stay have their new subscriptions before the old ones end. Tells whether a drain need not fear to wait. */
    private boolean awaitOverlap() {
        if (transport.server().isEmpty()) {
            // Without a connection nothing more arrives, and the server is told when it is back.
            return true;
        }
        try {
            transport.flush(CONFIRMATION_TIMEOUT);
            LockSupport.parkNanos(OVERLAP_NANOS);
            return true;
        } catch (TransportException ex) {
            logger.debug("The server has not confirmed.", ex);
            return false;
        }
    }

    /** Takes back a subscription that the server has not confirmed, or has refused. */
    void discard(Endpoint endpoint) {
        try {
            SubscriptionSet left = takeOut(endpoint);
            if (left != null) {
                drain(left, DISCARD_TIMEOUT);
            }
        } catch (TransportException ex) {
            // The connection is being closed, and takes the subscription with it.
            synchronized (this) {
                sharing.remove(endpoint);
            }
        }
    }

    /** Returns the set that is to be drained, if the endpoint is subscribed. */
    private synchronized @Nullable SubscriptionSet takeOut(Endpoint endpoint) {
        Own own = alone.remove(endpoint);
        SubscriptionSet left = own == null ? null : own.set();
        if (left == null && shared != null && sharing.containsKey(endpoint)) {
            left = moveTheOthers(shared, endpoint);
        }
        if (left != null) {
            leaving.put(left, new CompletableFuture<>());
        }
        return left;
    }

    private synchronized CompletableFuture<Void> allDrained() {
        return CompletableFuture.allOf(leaving.values().toArray(CompletableFuture<?>[]::new));
    }

    /** Returns the set that those who stay have left. */
    private SubscriptionSet moveTheOthers(SubscriptionSet old, Endpoint leaver) {
        Map<Endpoint, SubscriptionSet.Handle> staying = new LinkedHashMap<>(sharing);
        staying.remove(leaver);
        SubscriptionSet next = staying.isEmpty() ? null : transport.newSubscriptionSet();
        try {
            staying.replaceAll((endpoint, before) -> subscribeOn(Objects.requireNonNull(next), endpoint));
        } catch (TransportException ex) {
            abandon(next);
            throw ex;
        }
        shared = next;
        sharing = staying;
        return old;
    }

    /** A set on which nothing could be subscribed any more, as the connection is closed or closing. */
    private void abandon(@Nullable SubscriptionSet set) {
        if (set != null) {
            leaving.put(set, new CompletableFuture<>());
            drain(set, DISCARD_TIMEOUT);
        }
    }

    private void drain(SubscriptionSet set, Duration timeout) {
        CompletableFuture<Void> unused = set.drain(timeout).whenComplete((drained, failure) -> forget(set));
    }

    private void forget(SubscriptionSet set) {
        CompletableFuture<Void> end;
        synchronized (this) {
            end = leaving.remove(set);
            droppedBefore += end == null ? 0 : set.dropped();
        }
        if (end != null) {
            end.complete(null);
        }
    }

    /** Lets no endpoint subscribe any more. */
    synchronized void close() {
        closed = true;
    }

    /**
     * Unsubscribes all endpoints.
     *
     * @return completes when the last request has been received
     */
    CompletableFuture<Void> leaveAll(Duration timeout) {
        List<SubscriptionSet> sets = new ArrayList<>();
        synchronized (this) {
            if (shared != null) {
                sets.add(shared);
            }
            alone.values().forEach(own -> sets.add(own.set()));
            shared = null;
            sharing.clear();
            alone.clear();
            sets.forEach(set -> leaving.put(set, new CompletableFuture<>()));
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        for (SubscriptionSet set : sets) {
            // A drain waits for the server; one that does not answer must not cost the time again and again.
            drain(set, Duration.ofNanos(Math.max(deadline - System.nanoTime(), 1_000_000)));
        }
        return allDrained();
    }

    synchronized boolean has(Endpoint endpoint) {
        return sharing.containsKey(endpoint) || alone.containsKey(endpoint);
    }

    synchronized boolean has(SubscriptionSet set) {
        return set.equals(shared)
                || alone.values().stream().anyMatch(own -> own.set().equals(set))
                || leaving.containsKey(set);
    }

    /** How many requests were lost because a delivering thread was held up. */
    synchronized long dropped() {
        long dropped = droppedBefore + (shared == null ? 0 : shared.dropped());
        for (Own own : alone.values()) {
            dropped += own.set().dropped();
        }
        for (SubscriptionSet set : leaving.keySet()) {
            dropped += set.dropped();
        }
        return dropped;
    }
}
