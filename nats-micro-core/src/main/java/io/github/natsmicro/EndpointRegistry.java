// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.transport.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The endpoints of a service, in the order of their registration, and how they come and go while it runs. What is listed
 * here is what discovery shows: an endpoint is listed when the server has confirmed its subscription, if it is to have one,
 * and no more when the server has confirmed its end.
 */
final class EndpointRegistry {

    private static final Duration CONFIRMATION_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final ServiceContext context;
    private final ServiceState state;
    private final Delivery delivery;
    private final Trouble trouble;
    private final BlockedThreads blockedThreads;
    private final List<Endpoint> listed = new CopyOnWriteArrayList<>();

    /** Those that may have requests: the listed ones, and those that come or go. */
    private final List<Endpoint> all = new CopyOnWriteArrayList<>();

    /** One change at a time, the server's confirmation included. A stop does not wait for it. */
    private final ReentrantLock changes = new ReentrantLock();

    EndpointRegistry(
            ServiceContext context,
            ServiceState state,
            Delivery delivery,
            Trouble trouble,
            BlockedThreads blockedThreads) {
        this.context = context;
        this.state = state;
        this.delivery = delivery;
        this.trouble = trouble;
        this.blockedThreads = blockedThreads;
    }

    List<Endpoint> listed() {
        return List.copyOf(listed);
    }

    List<Endpoint> all() {
        return List.copyOf(all);
    }

    /** Does something while no endpoint comes or goes. */
    void exclusively(Runnable action) {
        changes.lock();
        try {
            action.run();
        } finally {
            changes.unlock();
        }
    }

    /** Subscribes those that are not paused; the server has not confirmed them yet. */
    void subscribeAll() {
        for (Endpoint endpoint : listed) {
            if (!endpoint.isPaused()) {
                delivery.subscribe(endpoint);
                blockedThreads.watch(endpoint);
            }
        }
    }

    void add(Endpoint endpoint) {
        exclusively(() -> {
            boolean subscribes = isRunning(endpoint, "added") && !endpoint.isPaused();
            all.add(endpoint);
            if (subscribes) {
                boolean subscribed = false;
                try {
                    subscribe(endpoint, "added");
                    subscribed = true;
                } finally {
                    if (!subscribed) {
                        int unused = endpoint.end("Endpoint was not added", LAST_WORDS);
                        all.remove(endpoint);
                    }
                }
            }
            listed.add(endpoint);
        });
    }

    void pause(Endpoint endpoint) {
        exclusively(() -> {
            boolean running = isRunning(endpoint, "paused");
            requireListed(endpoint);
            if (endpoint.isPaused()) {
                return;
            }
            if (running) {
                endpoint.setLeft(leave(endpoint, "paused"));
            }
            endpoint.setPaused(true);
        });
    }

    void resume(Endpoint endpoint) {
        exclusively(() -> {
            boolean running = isRunning(endpoint, "resumed");
            requireListed(endpoint);
            if (!endpoint.isPaused()) {
                return;
            }
            endpoint.setFailure(null);
            if (running) {
                awaitOrder(endpoint);
                subscribe(endpoint, "resumed");
            }
            endpoint.setPaused(false);
        });
    }

    CompletableFuture<Void> remove(Endpoint endpoint) {
        exclusively(() -> {
            if (!listed.contains(endpoint) || state.isOver()) {
                // It goes already, by itself or with its service.
                return;
            }
            long deadline = System.nanoTime() + context.config().drainTimeout().toNanos();
            CompletableFuture<Void> received = state.phase() == ServicePhase.STARTED
                    ? leave(endpoint, "removed")
                    : CompletableFuture.completedFuture(null);
            listed.remove(endpoint);
            finishWhenIdle(endpoint, received, deadline);
        });
        return endpoint.ended();
    }

    private void finishWhenIdle(Endpoint endpoint, CompletableFuture<Void> received, long deadline) {
        CompletableFuture<Void> idle =
                received.thenCompose(done -> endpoint.exchanges().whenEmpty()).copy();
        ServiceTimer.Due limit = context.timer().after(deadline - System.nanoTime(), () -> idle.complete(null));
        CompletableFuture<Void> unused = idle.whenComplete((done, failure) -> {
            limit.cancel();
            blockedThreads.forget(endpoint);
            // What is still queued in the client is refused as it is received.
            int unfinished = endpoint.end("Endpoint has been removed", LAST_WORDS);
            all.remove(endpoint);
            endpoint.log().removed(unfinished);
        });
    }

    /** Whether what is changed takes effect at once, and not with the start. */
    private boolean isRunning(Endpoint endpoint, String change) {
        if (state.isOver()) {
            throw new IllegalStateException(
                    "The endpoint \"%s\" can not be %s: the service \"%s\" has been stopped. Build a new service."
                            .formatted(endpoint.name(), change, context.config().name()));
        }
        return state.phase() == ServicePhase.STARTED;
    }

    /** What was delivered before a pause comes before what is delivered after it. */
    private void awaitOrder(Endpoint endpoint) {
        if (endpoint.concurrency() == Concurrency.ORDERED) {
            endpoint.left()
                    .copy()
                    .completeOnTimeout(null, CONFIRMATION_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)
                    .join();
        }
    }

    private void requireListed(Endpoint endpoint) {
        if (!listed.contains(endpoint)) {
            throw new IllegalStateException(
                    "The endpoint \"%s\" has been removed from the service \"%s\". Add a new one."
                            .formatted(endpoint.name(), context.config().name()));
        }
    }

    private void subscribe(Endpoint endpoint, String change) {
        try {
            delivery.subscribe(endpoint);
            context.transport().flush(CONFIRMATION_TIMEOUT);
        } catch (TransportException ex) {
            delivery.discard(endpoint);
            throw refused(endpoint, change, ex);
        }
        delivery.refusal(endpoint).ifPresent(reason -> {
            delivery.discard(endpoint);
            trouble.endpointFailed(endpoint, reason);
            throw new IllegalStateException(
                    "The endpoint \"%s\" could not be %s: the server refused its subscription to \"%s\" (%s)."
                            .formatted(endpoint.name(), change, endpoint.subject(), reason));
        });
        blockedThreads.watch(endpoint);
    }

    private CompletableFuture<Void> leave(Endpoint endpoint, String change) {
        try {
            return delivery.leave(endpoint);
        } catch (TransportException ex) {
            throw refused(endpoint, change, ex);
        }
    }

    private IllegalStateException refused(Endpoint endpoint, String change, TransportException ex) {
        return new IllegalStateException(
                "The endpoint \"%s\" could not be %s: %s".formatted(endpoint.name(), change, ex.clause()), ex);
    }
}
