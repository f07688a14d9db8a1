// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.transport.SubscriptionSet;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a service, on a thread of its own so that a handler can order it: take no more requests, finish those that
 * were delivered within one deadline, refuse the rest, leave discovery.
 */
final class Shutdown {

    private static final Logger logger = LoggerFactory.getLogger(Shutdown.class);

    /** What is left for goodbyes where the deadline has been used up. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final ServiceContext context;
    private final Delivery delivery;
    private final @Nullable SubscriptionSet discovery;
    private final DiscoveryResponder responder;
    private final EndpointRegistry endpoints;
    private final long deadlineNanos;

    Shutdown(
            ServiceContext context,
            Delivery delivery,
            @Nullable SubscriptionSet discovery,
            DiscoveryResponder responder,
            EndpointRegistry endpoints) {
        this.context = context;
        this.delivery = delivery;
        this.discovery = discovery;
        this.responder = responder;
        this.endpoints = endpoints;
        this.deadlineNanos = System.nanoTime() + context.config().drainTimeout().toNanos();
    }

    void run() {
        CompletableFuture<Void> received = leaveEndpoints();
        step(() -> await(received, atLeast(Duration.ZERO)));
        step(this::awaitHandlers);
        refuseTheRest();
        // What is still queued in the client is refused as it is received.
        step(() -> await(received, LAST_WORDS));
        if (discovery != null) {
            step(() -> discovery.drain(atLeast(LAST_WORDS)).join());
            step(() -> await(responder.allAnswered(), LAST_WORDS));
        }
        if (!context.transport().server().isEmpty()) {
            step(() -> context.transport().flush(LAST_WORDS));
        }
    }

    private CompletableFuture<Void> leaveEndpoints() {
        try {
            return delivery.leaveAll(atLeast(Duration.ZERO).plus(LAST_WORDS));
        } catch (RuntimeException ex) {
            logger.debug("The service \"{}\" stops without the help of its connection.", name(), ex);
            return CompletableFuture.completedFuture(null);
        }
    }

    /** What goes wrong in one step, mostly for want of a connection, must not keep the others from being taken. */
    private void step(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException ex) {
            logger.debug("The service \"{}\" stops without the help of its connection.", name(), ex);
        }
    }

    private void awaitHandlers() {
        CompletableFuture<?>[] idle = endpoints.all().stream()
                .map(endpoint -> endpoint.exchanges().whenEmpty())
                .toArray(CompletableFuture<?>[]::new);
        await(CompletableFuture.allOf(idle), atLeast(Duration.ZERO));
    }

    private static void await(CompletableFuture<Void> end, Duration timeout) {
        try {
            end.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException ex) {
            // What comes next does without it.
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuseTheRest() {
        int unfinished = 0;
        long until = System.nanoTime() + LAST_WORDS.toNanos();
        for (Endpoint endpoint : endpoints.all()) {
            unfinished += endpoint.end("Service is stopping", Duration.ofNanos(Math.max(until - System.nanoTime(), 0)));
        }
        if (unfinished > 0) {
            logger.warn(
                    "The service \"{}\" stops with {} unfinished requests; those without an answer get 503.",
                    name(),
                    unfinished);
        }
    }

    private String name() {
        return context.config().name();
    }

    private Duration atLeast(Duration minimum) {
        Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
        return left.compareTo(minimum) < 0 ? minimum : left;
    }
}
