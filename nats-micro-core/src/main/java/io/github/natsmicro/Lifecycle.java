// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.transport.SubscriptionSet;
import io.github.natsmicro.transport.Transport;
import io.github.natsmicro.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a service is started and stopped, and that nothing stays subscribed after its end or after a start that failed. */
final class Lifecycle {

    private static final Logger logger = LoggerFactory.getLogger(Lifecycle.class);

    private static final Duration CONFIRMATION_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);

    private final MicroService service;
    private final ServiceContext context;
    private final DiscoveryResponder discovery;
    private final Runnable release;
    private final ServiceState state = new ServiceState();
    private final Delivery delivery;
    private final Trouble trouble;
    private final BlockedThreads blockedThreads;
    private final EndpointRegistry endpoints;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    private volatile Instant started = Instant.EPOCH;

    // Guarded by this, which is never held while the server is waited for.
    private @Nullable SubscriptionSet discoverySubscriptions;
    private final List<Transport.Registration> registrations = new ArrayList<>();
    private boolean stopRequested;
    private @Nullable Throwable reason;

    Lifecycle(MicroService service, ServiceContext context, DiscoveryResponder discovery, Runnable release) {
        this.service = service;
        this.context = context;
        this.discovery = discovery;
        this.release = release;
        this.delivery = new Delivery(context.transport());
        this.trouble = new Trouble(service, context, state, delivery);
        this.blockedThreads = new BlockedThreads(context);
        this.endpoints = new EndpointRegistry(context, state, delivery, trouble, blockedThreads);
    }

    EndpointRegistry endpoints() {
        return endpoints;
    }

    ServicePhase phase() {
        return state.phase();
    }

    /** When it was started, or its statistics were reset. */
    Instant started() {
        return started;
    }

    void restartClock() {
        started = context.config().clock().instant();
    }

    /** How many requests were lost because a delivering thread was held up. */
    long lost() {
        return delivery.dropped();
    }

    void start() {
        try {
            endpoints.exclusively(this::subscribe);
            hear(context.transport().onClose(this::stopUnattended));
            if (!isStopRequested()) {
                endpoints.listed().forEach(trouble::checkRefused);
                trouble.checkReachable(PROBE_TIMEOUT);
            }
            if (!isStopRequested()) {
                context.listeners().tell(listener -> listener.started(service));
            }
        } finally {
            if (isStopRequested()) {
                beginStop();
            }
        }
        Throwable because;
        synchronized (this) {
            because = reason;
        }
        if (because instanceof ServiceFailedException failed) {
            throw new ServiceStartException(
                    "The service \"%s\" was started and stopped at once: %s"
                            .formatted(service.name(), String.valueOf(failed.getMessage())),
                    failed);
        }
    }

    private synchronized boolean isStopRequested() {
        return stopRequested;
    }

    private void subscribe() {
        if (!state.advance(ServicePhase.NEW, ServicePhase.STARTING)) {
            throw new IllegalStateException(
                    "The service \"%s\" can not be started: it is %s. A service has one life; build a new one."
                            .formatted(context.config().name(), state.isOver() ? "stopped" : "running"));
        }
        boolean confirmed = false;
        try {
            started = context.config().clock().instant();
            hear(context.transport().onTrouble(trouble));
            endpoints.subscribeAll();
            SubscriptionSet forDiscovery = context.transport().newSubscriptionSet();
            synchronized (this) {
                discoverySubscriptions = forDiscovery;
            }
            discovery.subscribe(forDiscovery, context.config().apiPrefix());
            context.transport().flush(CONFIRMATION_TIMEOUT);
            confirmed = true;
        } catch (TransportException ex) {
            throw new ServiceStartException(
                    "The service \"%s\" could not be started: %s"
                            .formatted(context.config().name(), ex.clause()),
                    ex);
        } finally {
            if (!confirmed) {
                discardStart();
            }
            state.advance(ServicePhase.STARTING, confirmed ? ServicePhase.STARTED : ServicePhase.NEW);
        }
    }

    private synchronized void hear(Transport.Registration registration) {
        if (state.phase() == ServicePhase.STOPPED) {
            registration.remove();
        } else {
            registrations.add(registration);
        }
    }

    private synchronized void hearNoMore() {
        registrations.forEach(Transport.Registration::remove);
        registrations.clear();
    }

    private void discardStart() {
        Duration atOnce = Duration.ofSeconds(1);
        hearNoMore();
        blockedThreads.forgetAll();
        delivery.leaveAll(atOnce).join();
        SubscriptionSet left = takeDiscovery();
        if (left != null) {
            left.drain(atOnce).join();
        }
    }

    private synchronized @Nullable SubscriptionSet takeDiscovery() {
        SubscriptionSet subscriptions = discoverySubscriptions;
        discoverySubscriptions = null;
        return subscriptions;
    }

    private void stopUnattended() {
        if (state.phase() == ServicePhase.STARTED) {
            logger.warn("The service \"{}\" stops, because its connection was closed.", service.name());
        }
        CompletableFuture<Void> unused = stop(null);
    }

    CompletableFuture<Void> stop(@Nullable Throwable because) {
        synchronized (this) {
            if (!stopRequested) {
                stopRequested = true;
                reason = because;
            }
        }
        beginStop();
        return stopped();
    }

    /** A start that is under way comes here when it is done. */
    private void beginStop() {
        if (state.advance(ServicePhase.NEW, ServicePhase.STOPPED)) {
            finishStop();
        } else if (state.advance(ServicePhase.STARTED, ServicePhase.STOPPING)) {
            try {
                // It must not inherit what the handler holds that orders it.
                new Thread(null, this::shutDown, service.name() + "-shutdown", 0, false).start();
            } catch (OutOfMemoryError ex) {
                // The machine has no thread for it; whoever asks again may be luckier.
                state.advance(ServicePhase.STOPPING, ServicePhase.STARTED);
                throw ex;
            }
        }
    }

    private void shutDown() {
        try {
            context.listeners().tell(listener -> listener.stopping(service));
            delivery.close();
            new Shutdown(context, delivery, takeDiscovery(), discovery, endpoints).run();
        } finally {
            state.advance(ServicePhase.STOPPING, ServicePhase.STOPPED);
            finishStop();
        }
    }

    private void finishStop() {
        Throwable because;
        synchronized (this) {
            because = reason;
        }
        try {
            hearNoMore();
            blockedThreads.forgetAll();
            endpoints.all().forEach(endpoint -> endpoint.end("Service is stopping", Duration.ZERO));
            context.timer().close();
            context.outflow().close();
            release.run();
            context.listeners().tell(listener -> listener.stopped(service, because));
        } finally {
            if (because == null) {
                stopped.complete(null);
            } else {
                stopped.completeExceptionally(because);
            }
        }
    }

    CompletableFuture<Void> stopped() {
        return stopped.copy();
    }
}
