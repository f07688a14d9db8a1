// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.transport.SubscriptionSet;
import io.github.natsmicro.transport.Transport;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a service, on a thread of its own so that a handler can order it: take no more requests, finish those that
 * were delivered within one deadline, refuse the rest, leave discovery.
 */
final class Shutdown implements Runnable {

    private static final Logger logger = LoggerFactory.getLogger(Shutdown.class);

    /** What is left for goodbyes where the deadline has been used up. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final ServiceConfig config;
    private final Transport transport;
    private final SubscriptionSet requests;
    private final SubscriptionSet discovery;
    private final List<Endpoint> endpoints;
    private final InFlight inFlight;
    private final Execution execution;
    private final long deadlineNanos;
    private final Runnable done;

    Shutdown(
            ServiceConfig config,
            Transport transport,
            SubscriptionSet requests,
            SubscriptionSet discovery,
            List<Endpoint> endpoints,
            InFlight inFlight,
            Execution execution,
            Runnable done) {
        this.config = config;
        this.transport = transport;
        this.requests = requests;
        this.discovery = discovery;
        this.endpoints = endpoints;
        this.inFlight = inFlight;
        this.execution = execution;
        this.deadlineNanos = System.nanoTime() + config.drainTimeout().toNanos();
        this.done = done;
    }

    @Override
    public void run() {
        try {
            step(() -> requests.drain(atLeast(LAST_WORDS)).join());
            inFlight.awaitNone(atLeast(Duration.ZERO));
            endpoints.forEach(Endpoint::closeAdmission);
            rejectUnfinished();
            step(() -> discovery.drain(atLeast(LAST_WORDS)).join());
            step(() -> transport.flush(LAST_WORDS));
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        } finally {
            execution.shutdown();
            done.run();
        }
    }

    /** What goes wrong in one step, mostly for want of a connection, must not keep the others from being taken. */
    private void step(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException ex) {
            logger.debug("The service \"{}\" stops without the help of its connection.", config.name(), ex);
        }
    }

    private void rejectUnfinished() {
        List<Exchange> unfinished = inFlight.list();
        if (!unfinished.isEmpty()) {
            logger.warn(
                    "The service \"{}\" stops with {} unfinished requests; those without an answer get 503.",
                    config.name(),
                    unfinished.size());
            unfinished.forEach(exchange -> exchange.reject(503, "Service is stopping"));
        }
    }

    private Duration atLeast(Duration minimum) {
        Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
        return left.compareTo(minimum) < 0 ? minimum : left;
    }
}
