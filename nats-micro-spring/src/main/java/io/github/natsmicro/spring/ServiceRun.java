// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.ServiceStartException;
import io.nats.client.Connection;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services of a registrar from a start to the stop that follows. Those whose connection is not there yet are started when
 * it is, on a thread of their own.
 */
final class ServiceRun {

    private static final Logger logger = LoggerFactory.getLogger(MicroServiceRegistrar.class);

    /** How long to wait before a start is tried again that has failed where nobody is told of it. */
    private static final long RETRY_MILLIS = 2_000;

    private final List<Offer> offers;
    private final ConnectionGate gate;
    private final String codecs;
    private final CountDownLatch stopRequested = new CountDownLatch(1);

    // Guarded by this.
    private final IdentityHashMap<Offer, MicroService> running = new IdentityHashMap<>();
    private final List<CompletableFuture<@Nullable Void>> underWay = new ArrayList<>();
    private boolean stopping;

    /** A service that is to be, the connection that it is offered on, and what makes it. */
    record Offer(ServicePlan plan, Connection connection, MicroServiceFactory factory) {}

    /**
     * Creates a run.
     *
     * @param offers the services in their order
     * @param gate tells when their connections can be used
     * @param codecs the codecs as the log shows them
     */
    ServiceRun(List<Offer> offers, ConnectionGate gate, String codecs) {
        this.offers = offers;
        this.gate = gate;
        this.codecs = codecs;
    }

    /** The services that are running. */
    synchronized List<MicroService> services() {
        return offers.stream()
                .map(running::get)
                .filter(Objects::nonNull)
                .filter(service -> !service.stopped().isDone())
                .toList();
    }

    /**
     * Starts the services whose connection is there. Whatever is thrown, nothing is left then that was started.
     *
     * @throws RuntimeException if one could not be started
     */
    void start() {
        boolean done = false;
        try {
            offers.stream().map(Offer::connection).distinct().forEach(this::start);
            done = true;
        } finally {
            if (!done) {
                stop().join();
            }
        }
        if (offers.isEmpty()) {
            logger.info(
                    "No NATS service was started: no bean has a method with @NatsEndpoint, and no NatsRouter defines one.");
        }
    }

    private void start(Connection connection) {
        List<Offer> offered = offers.stream()
                .filter(offer -> offer.connection() == connection)
                .toList();
        CompletableFuture<?> ready = gate.ready(connection).toCompletableFuture();
        if (ready.isDone()) {
            throwFailure(ready);
            startNow(offered);
        } else {
            logger.info("NATS services start when their connection is there: {}.", names(offered));
            CompletableFuture<?> unused = ready.whenComplete((value, failure) -> startLater(offered, failure));
        }
    }

    private static void throwFailure(CompletableFuture<?> ready) {
        try {
            ready.join();
        } catch (CompletionException ex) {
            throw ex.getCause() instanceof RuntimeException cause ? cause : ex;
        }
    }

    private static String names(List<Offer> offered) {
        return offered.stream()
                .map(offer -> offer.plan().definition().describe())
                .collect(Collectors.joining(", "));
    }

    private void startNow(List<Offer> offered) {
        List<MicroService> started = new ArrayList<>();
        for (Offer offer : offered) {
            MicroService service = startOnce(offer);
            if (service == null) {
                return;
            }
            started.add(service);
        }
        logger.info(
                "Started NATS services at {}: {}; codec: {}.",
                offered.get(0).factory().transport().server(),
                started.stream().map(MicroServiceFactory::describe).collect(Collectors.joining("; ")),
                codecs);
    }

    /** The service, be it that it was started before; {@code null} if no service may start any more. */
    private @Nullable MicroService startOnce(Offer offer) {
        synchronized (this) {
            MicroService known = running.get(offer);
            if (known != null || stopping) {
                return stopping ? null : known;
            }
        }
        MicroService service = offer.factory().build(offer.plan()).start();
        synchronized (this) {
            if (!stopping) {
                running.put(offer, service);
                return service;
            }
        }
        settled(service.stop()).join();
        return null;
    }

    private void startLater(List<Offer> offered, @Nullable Throwable failure) {
        CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
        synchronized (this) {
            if (stopping) {
                return;
            }
            underWay.add(end);
        }
        if (failure != null) {
            logger.error("NATS services do not start, as their connection fails: {}.", names(offered), failure);
            end.complete(null);
            return;
        }
        Runnable start = () -> {
            try {
                startUntilStopped(offered);
            } finally {
                end.complete(null);
            }
        };
        // Whoever makes the connection has other things to do.
        Thread thread = new Thread(null, start, "nats-micro-start", 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    private void startUntilStopped(List<Offer> offered) {
        try {
            do {
                try {
                    startNow(offered);
                    return;
                } catch (ServiceStartException ex) {
                    if (offered.get(0).connection().getStatus() == Connection.Status.CLOSED) {
                        throw ex;
                    }
                    logger.warn("{} It is tried again in {} seconds.", ex.getMessage(), RETRY_MILLIS / 1_000);
                }
            } while (!stopRequested.await(RETRY_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError ex) {
            // Nobody watches this thread.
            logger.error("NATS services could not be started: {}.", names(offered), ex);
        }
    }

    /**
     * Stops the services, and keeps those from starting that wait for their connection.
     *
     * @return completes when all have stopped
     */
    CompletableFuture<Void> stop() {
        List<CompletableFuture<?>> ends;
        synchronized (this) {
            stopping = true;
            ends = new ArrayList<>(underWay);
            offers.stream()
                    .map(running::get)
                    .filter(Objects::nonNull)
                    .map(service -> settled(service.stop()))
                    .forEach(ends::add);
        }
        stopRequested.countDown();
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }

    /** A service that was stopped with an error has stopped all the same. */
    private static CompletableFuture<?> settled(CompletableFuture<Void> stop) {
        return stop.handle((done, failure) -> "stopped");
    }
}
