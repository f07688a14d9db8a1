// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.transport.SubscriptionSet;
import io.github.natsmicro.transport.Transport;
import io.github.natsmicro.transport.TransportException;
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
            requests.drain(remaining()).join();
            inFlight.awaitNone(remaining());
            endpoints.forEach(Endpoint::closeAdmission);
            List<Exchange> unfinished = inFlight.list();
            if (!unfinished.isEmpty()) {
                logger.warn(
                        "The service \"{}\" stops with {} unfinished requests, which are answered with 503.",
                        config.name(),
                        unfinished.size());
                unfinished.forEach(exchange -> exchange.reject(503, "Service is stopping"));
            }
            discovery.drain(remaining()).join();
            transport.flush(LAST_WORDS);
        } catch (TransportException ex) {
            logger.debug("The service \"{}\" stops without a connection.", config.name(), ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        } finally {
            execution.shutdown();
            done.run();
        }
    }

    private Duration remaining() {
        Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
        return left.compareTo(LAST_WORDS) < 0 ? LAST_WORDS : left;
    }
}
