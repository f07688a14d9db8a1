// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells once in a while, and not for each request, that an endpoint refuses requests because its bounds are exhausted. */
final class Overload {

    private static final Logger logger = LoggerFactory.getLogger(Overload.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Endpoint endpoint;
    private final ServiceContext context;
    private final Limits limits;

    // Guarded by this.
    private long untold;
    private boolean silent;

    Overload(Endpoint endpoint, ServiceContext context, Limits limits) {
        this.endpoint = endpoint;
        this.context = context;
        this.limits = limits;
    }

    /** One more was refused. */
    void refused() {
        synchronized (this) {
            untold++;
            if (silent) {
                return;
            }
            silent = true;
        }
        // Not on the delivering thread, which has others to serve.
        context.timer().after(0, this::tell);
    }

    private void tell() {
        if (report()) {
            context.timer().after(INTERVAL.toNanos(), this::tell);
        }
    }

    /** Tells what has not been told yet. */
    void end() {
        boolean unused = report();
    }

    private boolean report() {
        long refused;
        synchronized (this) {
            refused = untold;
            untold = 0;
            if (refused == 0) {
                silent = false;
                return false;
            }
        }
        logger.warn(
                "The endpoint \"{}\" of the service \"{}\" is overloaded and refused {} requests with 503: its bounds are {}.",
                endpoint.name(),
                context.config().name(),
                refused,
                limits);
        context.listeners().tell(listener -> listener.overloaded(endpoint, refused));
        return true;
    }
}
