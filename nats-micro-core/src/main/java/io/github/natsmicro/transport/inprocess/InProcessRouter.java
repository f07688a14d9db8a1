// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport.inprocess;

import io.github.natsmicro.transport.TransportException;
import io.github.natsmicro.transport.TransportException.Reason;
import io.github.natsmicro.transport.TroubleListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Who gets a message. Everything is decided with the lock held, so that all see one order; what is decided is only
 * queued, for other threads to do without the lock.
 */
final class InProcessRouter {

    private enum State {
        CONNECTED,
        DISCONNECTED,
        CLOSED
    }

    private final TroubleListener trouble;

    // Guarded by this.
    private State state = State.CONNECTED;
    private final Set<InProcessSubscriptionSet> sets = new HashSet<>();
    private final List<InProcessSubscription> subscriptions = new ArrayList<>();
    private final List<SubjectPattern> refused = new ArrayList<>();
    private final List<Parcel> held = new ArrayList<>();

    /** The listener must do no more than to pass on what it hears. */
    InProcessRouter(TroubleListener trouble) {
        this.trouble = trouble;
    }

    synchronized void requireOpen() {
        if (state == State.CLOSED) {
            throw new TransportException(Reason.CLOSED, "The in-process transport is closed.", null);
        }
    }

    synchronized boolean isConnected() {
        return state == State.CONNECTED;
    }

    synchronized boolean isClosed() {
        return state == State.CLOSED;
    }

    /**
     * Waits for the connection.
     *
     * @return whether there is one
     * @throws TransportException if there will never be one again
     */
    synchronized boolean awaitConnected(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (state == State.DISCONNECTED) {
            long nanos = deadline - System.nanoTime();
            if (nanos <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        }
        requireOpen();
        return true;
    }

    synchronized void add(InProcessSubscriptionSet set) {
        requireOpen();
        sets.add(set);
    }

    synchronized void remove(InProcessSubscriptionSet set) {
        sets.remove(set);
    }

    synchronized void add(InProcessSubscription subscription) {
        requireOpen();
        if (subscription.set().isDraining()) {
            throw new TransportException(
                    "The subject \"%s\" could not be subscribed to: the set has been drained."
                            .formatted(subscription.subject()),
                    null);
        }
        subscriptions.add(subscription);
        if (state == State.CONNECTED) {
            tellIfRefused(subscription);
        }
    }

    synchronized void remove(InProcessSubscription subscription) {
        // One that is being drained still gets what is queued.
        if (subscriptions.remove(subscription)) {
            subscription.markRemoved();
        }
    }

    /**
     * Unsubscribes.
     *
     * @return whether there is a connection, and so a reason to deliver what is queued
     */
    synchronized boolean removeAll(InProcessSubscriptionSet set) {
        subscriptions.removeIf(subscription -> subscription.set() == set);
        return state == State.CONNECTED;
    }

    synchronized void refuse(SubjectPattern subjects) {
        refused.add(subjects);
        if (state == State.CONNECTED) {
            subscriptions.stream()
                    .filter(subscription -> subjects.matches(subscription.subject()))
                    .forEach(this::tellIfRefused);
        }
    }

    private boolean isRefused(InProcessSubscription subscription) {
        return subscription.set().ofService()
                && refused.stream().anyMatch(subjects -> subjects.matches(subscription.subject()));
    }

    private void tellIfRefused(InProcessSubscription subscription) {
        if (isRefused(subscription)) {
            trouble.subscriptionRefused(subscription.subject(), subscription.queueGroup(), refusalText(subscription));
        }
    }

    private static String refusalText(InProcessSubscription subscription) {
        String queueGroup = subscription.queueGroup();
        return "Permissions Violation for Subscription to \"%s\"%s"
                .formatted(subscription.subject(), queueGroup == null ? "" : " using queue \"" + queueGroup + "\"");
    }

    synchronized Optional<String> refusal(InProcessSubscription subscription) {
        return isRefused(subscription) ? Optional.of(refusalText(subscription)) : Optional.empty();
    }

    /** Publishes on the service's connection, which keeps the message until it is there again. */
    synchronized void publishFromService(Parcel parcel) {
        requireOpen();
        if (state == State.CONNECTED) {
            route(parcel);
        } else {
            held.add(parcel);
        }
    }

    /**
     * Publishes on a caller's connection, which is always there.
     *
     * @return whether somebody listens
     */
    synchronized boolean publishFromCaller(Parcel parcel) {
        requireOpen();
        return route(parcel);
    }

    private boolean route(Parcel parcel) {
        Map<String, List<InProcessSubscription>> members = new HashMap<>();
        List<InProcessSubscription> receivers = new ArrayList<>();
        for (InProcessSubscription subscription : subscriptions) {
            if (!isReached(subscription) || !subscription.wants(parcel.subject())) {
                continue;
            }
            String queueGroup = subscription.queueGroup();
            if (queueGroup == null) {
                receivers.add(subscription);
            } else {
                members.computeIfAbsent(queueGroup, name -> new ArrayList<>()).add(subscription);
            }
        }
        for (List<InProcessSubscription> group : members.values()) {
            receivers.add(group.get(ThreadLocalRandom.current().nextInt(group.size())));
        }
        for (InProcessSubscription receiver : receivers) {
            if (receiver.set().queue(receiver, parcel) == InProcessSubscriptionSet.Queued.FIRST_DROPPED) {
                trouble.messagesDropped(receiver.set());
            }
        }
        return !receivers.isEmpty();
    }

    private boolean isReached(InProcessSubscription subscription) {
        return (state == State.CONNECTED || !subscription.set().ofService()) && !isRefused(subscription);
    }

    synchronized void disconnect() {
        if (state == State.CONNECTED) {
            state = State.DISCONNECTED;
        }
    }

    synchronized void reconnect() {
        if (state == State.DISCONNECTED) {
            state = State.CONNECTED;
            trouble.connectionRenewed();
            subscriptions.forEach(this::tellIfRefused);
            held.forEach(this::route);
            held.clear();
            notifyAll();
        }
    }

    /**
     * Closes it.
     *
     * @return the sets that are to be discarded, if it was open
     */
    synchronized Optional<List<InProcessSubscriptionSet>> close() {
        if (state == State.CLOSED) {
            return Optional.empty();
        }
        state = State.CLOSED;
        subscriptions.clear();
        held.clear();
        notifyAll();
        return Optional.of(List.copyOf(sets));
    }
}
