// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.transport.SubscriptionSet;
import io.github.natsmicro.transport.Transport;
import io.github.natsmicro.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one life of a service: which endpoints it has, what is subscribed to when, and that nothing is subscribed to after
 * its end or after a start that failed.
 */
final class Lifecycle {

    private static final Logger logger = LoggerFactory.getLogger(Lifecycle.class);

    private enum State {
        NEW,
        STARTED,
        STOPPING,
        STOPPED
    }

    private static final Duration CONFIRMATION_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration DISCARD_TIMEOUT = Duration.ofSeconds(1);

    private final ServiceConfig config;
    private final Transport transport;
    private final Execution execution;
    private final InFlight inFlight;
    private final List<Endpoint> endpoints = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    private volatile Instant started = Instant.EPOCH;

    // Guarded by this.
    private State state = State.NEW;
    private @Nullable Subscriptions subscriptions;
    private Transport.@Nullable Registration closeListener;

    /** Discovery has a delivering thread of its own, so that it never queues behind requests. */
    private record Subscriptions(SubscriptionSet requests, SubscriptionSet discovery) {}

    Lifecycle(ServiceConfig config, Transport transport, Execution execution, InFlight inFlight) {
        this.config = config;
        this.transport = transport;
        this.execution = execution;
        this.inFlight = inFlight;
    }

    List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    /** Adds an endpoint; on a running service it is not listed before the server has confirmed it. */
    synchronized void add(Endpoint endpoint) {
        if (state == State.STOPPING || state == State.STOPPED) {
            throw new IllegalStateException(
                    "The endpoint \"%s\" can not be added: the service \"%s\" has been stopped. Build a new service."
                            .formatted(endpoint.name(), config.name()));
        }
        if (subscriptions != null) {
            subscribe(endpoint, subscriptions.requests());
        }
        endpoints.add(endpoint);
    }

    private void subscribe(Endpoint endpoint, SubscriptionSet requests) {
        Transport.Registration subscription = null;
        try {
            subscription = requests.subscribe(endpoint.subject(), endpoint.queueGroup(), endpoint::receive);
            transport.flush(CONFIRMATION_TIMEOUT);
        } catch (TransportException ex) {
            if (subscription != null) {
                subscription.remove();
            }
            throw new IllegalStateException(
                    "The endpoint \"%s\" could not be added to the service \"%s\": %s"
                            .formatted(endpoint.name(), config.name(), clause(ex)),
                    ex);
        }
    }

    void start(DiscoveryResponder discovery) {
        synchronized (this) {
            if (state != State.NEW) {
                throw new IllegalStateException(
                        "The service \"%s\" can not be started: it is %s. A service has one life; build a new one."
                                .formatted(config.name(), state == State.STARTED ? "running" : "stopped"));
            }
            started = Instant.now();
            subscriptions = subscribeAll(discovery);
            state = State.STARTED;
        }
        Transport.Registration listener = transport.onClose(this::stopUnattended);
        synchronized (this) {
            if (state == State.STOPPED) {
                listener.remove();
            } else {
                closeListener = listener;
            }
        }
    }

    private Subscriptions subscribeAll(DiscoveryResponder discovery) {
        SubscriptionSet forRequests = null;
        SubscriptionSet forDiscovery = null;
        try {
            forRequests = transport.newSubscriptionSet();
            forDiscovery = transport.newSubscriptionSet();
            for (Endpoint endpoint : endpoints) {
                forRequests.subscribe(endpoint.subject(), endpoint.queueGroup(), endpoint::receive);
            }
            discovery.subscribe(forDiscovery, config.apiPrefix());
            transport.flush(CONFIRMATION_TIMEOUT);
            return new Subscriptions(forRequests, forDiscovery);
        } catch (RuntimeException ex) {
            discard(forRequests);
            discard(forDiscovery);
            if (ex instanceof TransportException refusal) {
                throw new ServiceStartException(
                        "The service \"%s\" could not be started: %s".formatted(config.name(), clause(refusal)), ex);
            }
            throw ex;
        }
    }

    /** A sentence as the second half of another. */
    private static String clause(TransportException refusal) {
        String sentence = String.valueOf(refusal.getMessage());
        return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }

    /** When it was started, or its statistics were reset. */
    Instant started() {
        return started;
    }

    void restartClock() {
        started = Instant.now();
    }

    private static void discard(@Nullable SubscriptionSet set) {
        if (set != null) {
            set.drain(DISCARD_TIMEOUT).join();
        }
    }

    private void stopUnattended() {
        synchronized (this) {
            if (state == State.STARTED) {
                logger.warn("The service \"{}\" stops, because its connection was closed.", config.name());
            }
        }
        CompletableFuture<Void> unused = stop();
    }

    CompletableFuture<Void> stop() {
        boolean neverStarted;
        synchronized (this) {
            neverStarted = state == State.NEW;
            if (neverStarted) {
                state = State.STOPPED;
            } else if (state == State.STARTED && subscriptions != null) {
                Shutdown shutdown = new Shutdown(
                        config,
                        transport,
                        subscriptions.requests(),
                        subscriptions.discovery(),
                        endpoints(),
                        inFlight,
                        execution,
                        this::finishStop);
                new Thread(shutdown, config.name() + "-shutdown").start();
                // Not before there is a thread that will end it.
                state = State.STOPPING;
            }
        }
        if (neverStarted) {
            stopped.complete(null);
        }
        return stopped();
    }

    private void finishStop() {
        synchronized (this) {
            state = State.STOPPED;
            if (closeListener != null) {
                closeListener.remove();
            }
        }
        stopped.complete(null);
    }

    CompletableFuture<Void> stopped() {
        return stopped.copy();
    }
}
