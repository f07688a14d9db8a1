// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches handlers that run on a delivering thread and must not block it. One that does is named in the log, once for each
 * request; it is never interrupted.
 */
final class BlockedThreads {

    private static final Logger logger = LoggerFactory.getLogger(BlockedThreads.class);

    private static final Duration LIMIT = Duration.ofMillis(200);
    private static final Duration PERIOD = Duration.ofMillis(100);

    private final ServiceContext context;

    /** With the request that was named last. */
    private final Map<Endpoint, Named> watched = new ConcurrentHashMap<>();

    // Guarded by this.
    private ServiceTimer.@Nullable Due watch;

    private record Named(@Nullable Exchange exchange) {}

    BlockedThreads(ServiceContext context) {
        this.context = context;
    }

    synchronized void watch(Endpoint endpoint) {
        if (endpoint.concurrency() == Concurrency.NON_BLOCKING) {
            watched.putIfAbsent(endpoint, new Named(null));
            if (watch == null) {
                watch = context.timer().every(PERIOD, this::look);
            }
        }
    }

    private void look() {
        watched.forEach((endpoint, named) -> {
            Exchange exchange = endpoint.delivering();
            if (exchange != null && exchange != named.exchange() && exchange.handledNanos() > LIMIT.toNanos()) {
                watched.replace(endpoint, new Named(exchange));
                name(endpoint, exchange);
            }
        });
    }

    private void name(Endpoint endpoint, Exchange exchange) {
        Thread thread = exchange.handlerThread();
        if (thread == null) {
            return;
        }
        logger.warn(
                "The handler of the endpoint \"{}\" of the service \"{}\" was declared not to block, and blocks the delivering thread for more than {} ms. It is at:\n{}",
                endpoint.name(),
                context.config().name(),
                LIMIT.toMillis(),
                Arrays.stream(thread.getStackTrace())
                        .map(frame -> "    at " + frame)
                        .collect(Collectors.joining("\n")));
    }

    synchronized void forget(Endpoint endpoint) {
        watched.remove(endpoint);
        if (watched.isEmpty()) {
            stopWatching();
        }
    }

    synchronized void forgetAll() {
        watched.clear();
        stopWatching();
    }

    private void stopWatching() {
        if (watch != null) {
            watch.cancel();
            watch = null;
        }
    }
}
