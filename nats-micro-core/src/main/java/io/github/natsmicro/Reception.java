// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.nats.client.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Where the requests of an endpoint come in, are let in by {@link Admission}, handed to {@link Execution}, and leave again
 * when they are closed. Nobody who came in is forgotten: {@link #end} finds all who are still there.
 */
final class Reception {

    private static final int UNAVAILABLE = 503;
    private static final int TIMED_OUT = 504;

    private final Endpoint endpoint;
    private final ServiceContext context;
    private final @Nullable Duration timeout;
    private final Admission admission;
    private final Overload overload;
    private final InFlight inFlight = new InFlight();

    /** Those who leave a place. An executor may run the next on the thread of the one before, which must not recurse. */
    private final Queue<Exchange> leaving = new ArrayDeque<>();

    // Guarded by leaving.
    private boolean handsPlacesOn;

    private volatile String refusal = "Service is stopping";

    Reception(Endpoint endpoint, ServiceContext context, EndpointOptions options) {
        this.endpoint = endpoint;
        this.context = context;
        this.timeout = options.timeout();
        this.admission = new Admission(options.limits());
        this.overload = new Overload(endpoint, context, options.limits());
    }

    /** Takes a request from its subscription. Called by the delivering thread, and does not block it. */
    void receive(Message message) {
        Exchange exchange = new Exchange(endpoint, message, Deadline.of(timeout, message));
        inFlight.add(exchange);
        if (exchange.isLate()) {
            exchange.reject(TIMED_OUT, "Request timed out");
            return;
        }
        try {
            exchange.expireWith(context.timer());
        } catch (OutOfMemoryError ex) {
            exchange.reject(UNAVAILABLE, "Service is unavailable");
            return;
        }
        switch (admission.admit(exchange)) {
            case RUN -> {
                if (!run(exchange)) {
                    released(exchange);
                }
            }
            case WAIT -> {
                // Its time may have been up before it waited.
                if (exchange.isClosed()) {
                    admission.withdraw(exchange);
                }
            }
            case FULL -> {
                exchange.reject(UNAVAILABLE, "Too many requests");
                overload.refused();
            }
            case CLOSED -> exchange.reject(UNAVAILABLE, refusal);
        }
    }

    /** Tells whether it uses its place. */
    private boolean run(Exchange exchange) {
        if (!exchange.takePlace()) {
            return false;
        }
        try {
            context.execution().run(exchange);
            return true;
        } catch (Throwable ex) {
            // No thread is to be had: the service has stopped, the executor rejects, or the machine has no more of
            // them.
            boolean hadPlace = exchange.givePlaceBack();
            refuseGuarded(exchange);
            return !hadPlace;
        }
    }

    /** It is closed in any case, and the next in turn must not suffer. */
    private void refuseGuarded(Exchange exchange) {
        try {
            exchange.reject(UNAVAILABLE, "Service is unavailable");
        } catch (Throwable ex) {
            endpoint.log().notRefused(ex);
        }
    }

    /** Counts what became of it. */
    void closed(Exchange exchange, Outcome outcome, long nanos) {
        endpoint.counters().count(outcome, nanos);
        if (!exchange.wasStarted()) {
            admission.withdraw(exchange);
        }
        inFlight.remove(exchange);
        if (!context.listeners().isEmpty()) {
            context.listeners().tell(listener -> listener.requestClosed(exchange, outcome, Duration.ofNanos(nanos)));
        }
    }

    /** Hands a place that became free to the next who waits. */
    void released(Exchange exchange) {
        synchronized (leaving) {
            leaving.add(exchange);
            if (handsPlacesOn) {
                return;
            }
            handsPlacesOn = true;
        }
        boolean done = false;
        try {
            for (Exchange left = nextLeaving(); left != null; left = nextLeaving()) {
                Exchange next = admission.leave(left);
                while (next != null && !run(next)) {
                    next = admission.leave(next);
                }
            }
            done = true;
        } finally {
            if (!done) {
                synchronized (leaving) {
                    handsPlacesOn = false;
                }
            }
        }
    }

    private @Nullable Exchange nextLeaving() {
        synchronized (leaving) {
            Exchange left = leaving.poll();
            handsPlacesOn = left != null;
            return left;
        }
    }

    /**
     * Refuses those who wait, those who are handled and have no answer, and all who come from now on.
     *
     * @param patience how long that may take; then they are closed without an answer
     * @return how many were not finished
     */
    int end(String why, Duration patience) {
        refusal = why;
        int unfinished = inFlight.size();
        long until = System.nanoTime() + patience.toNanos();
        admission.close().forEach(exchange -> refuse(exchange, why, until));
        inFlight.list().forEach(exchange -> refuse(exchange, why, until));
        overload.end();
        return unfinished;
    }

    /** Without a server a reply can take seconds to fail, and there can be thousands. */
    private static void refuse(Exchange exchange, String why, long until) {
        if (System.nanoTime() - until < 0) {
            exchange.reject(UNAVAILABLE, why);
        } else {
            exchange.giveUp(UNAVAILABLE, why);
        }
    }

    InFlight exchanges() {
        return inFlight;
    }
}
