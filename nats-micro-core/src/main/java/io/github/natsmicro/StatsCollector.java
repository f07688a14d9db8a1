// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.natsmicro.codec.DefaultJsonMapper;
import io.github.natsmicro.wire.EndpointStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statistics of endpoints with the data that users supply. Suppliers are asked on threads of their own, one call for
 * each at a time, and within one time limit for all: whatever they do, the statistics come.
 */
final class StatsCollector {

    private static final Logger logger = LoggerFactory.getLogger(StatsCollector.class);

    /** Clients stop waiting 300 milliseconds after the last answer of the fastest service. */
    private static final Duration LIMIT = Duration.ofMillis(100);

    private static final int MAX_THREADS = 8;

    /** Not those of the handlers, which may all be stuck, and must not be held up by a supplier. */
    private final HandlerThreads threads;

    private final ObjectMapper mapper = DefaultJsonMapper.create();
    private final HandlerThreads.Lane lane = new HandlerThreads.Lane();
    private final Set<Thread> supplying = ConcurrentHashMap.newKeySet();

    // Guarded by calls.
    private final Map<Endpoint, Call> calls = new HashMap<>();
    private final Set<Endpoint> complainedOf = Collections.newSetFromMap(new WeakHashMap<>());

    /** One call of a supplier, which is handed over a second time if nobody has begun it in time. */
    private static final class Call {

        private final CompletableFuture<@Nullable Object> data = new CompletableFuture<>();
        private final AtomicBoolean begun = new AtomicBoolean();
        private final long startNanos = System.nanoTime();

        boolean isLate() {
            return System.nanoTime() - startNanos > LIMIT.toNanos();
        }
    }

    StatsCollector(String serviceName) {
        this.threads = HandlerThreads.pool(serviceName + "-stats", MAX_THREADS);
    }

    /** Does something on a thread that handles no requests; it does not wait for suppliers that hang. */
    void execute(Runnable task) {
        threads.execute(new HandlerThreads.Lane(), task);
    }

    /** Completes within the limit; at once if nothing has to be asked for, or a supplier itself asks. */
    CompletableFuture<List<EndpointStats>> collect(List<Endpoint> endpoints) {
        Map<Endpoint, CompletableFuture<@Nullable Object>> data = new HashMap<>();
        if (!supplying.contains(Thread.currentThread())) {
            for (Endpoint endpoint : endpoints) {
                StatsData supplier = endpoint.statsData();
                if (supplier != null) {
                    data.put(endpoint, ask(endpoint, supplier));
                }
            }
        }
        if (data.isEmpty()) {
            return CompletableFuture.completedFuture(
                    endpoints.stream().map(Endpoint::stats).toList());
        }
        // Not by the timer of the service, on which a listener may wait for this.
        CompletableFuture<Void> inTime = CompletableFuture.allOf(data.values().toArray(CompletableFuture<?>[]::new))
                .copy()
                .completeOnTimeout(null, LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        return inTime.thenApply(done -> {
            List<EndpointStats> stats = new ArrayList<>(endpoints.size());
            for (Endpoint endpoint : endpoints) {
                CompletableFuture<@Nullable Object> supplied = data.get(endpoint);
                stats.add(endpoint.stats(supplied == null ? null : supplied.getNow(null)));
            }
            return stats;
        });
    }

    private CompletableFuture<@Nullable Object> ask(Endpoint endpoint, StatsData supplier) {
        Call call;
        HandlerThreads.Lane by = lane;
        synchronized (calls) {
            call = calls.get(endpoint);
            if (call != null && !call.isLate()) {
                return call.data;
            }
            if (call != null && call.begun.get()) {
                // One that hangs must not cost more than one thread, nor those who ask any time.
                complain(endpoint, "is late and shows none", null);
                return CompletableFuture.completedFuture(null);
            }
            if (call != null) {
                // Others hang before it.
                call.begun.set(true);
                call.data.complete(null);
                by = new HandlerThreads.Lane();
            }
            call = new Call();
            calls.put(endpoint, call);
        }
        Call asked = call;
        try {
            threads.execute(by, () -> supply(endpoint, supplier, asked));
        } catch (RuntimeException | OutOfMemoryError ex) {
            end(endpoint, asked, null);
        }
        return asked.data;
    }

    private void supply(Endpoint endpoint, StatsData supplier, Call call) {
        if (!call.begun.compareAndSet(false, true)) {
            return;
        }
        Thread thread = Thread.currentThread();
        supplying.add(thread);
        Object data = null;
        try {
            Object supplied = supplier.get(endpoint);
            data = supplied == null ? null : mapper.valueToTree(supplied);
            if (!call.isLate()) {
                praise(endpoint);
            }
        } catch (Throwable ex) {
            complain(endpoint, "failed and shows none", ex);
        } finally {
            supplying.remove(thread);
            end(endpoint, call, data);
        }
    }

    private void end(Endpoint endpoint, Call call, @Nullable Object data) {
        synchronized (calls) {
            calls.remove(endpoint, call);
        }
        call.data.complete(data);
    }

    private void praise(Endpoint endpoint) {
        synchronized (calls) {
            complainedOf.remove(endpoint);
        }
    }

    /** Once, until it is better. */
    private void complain(Endpoint endpoint, String what, @Nullable Throwable failure) {
        boolean first;
        synchronized (calls) {
            first = complainedOf.add(endpoint);
        }
        if (first) {
            logger.warn("The supplier of statistics data of the endpoint \"{}\" {}.", endpoint.name(), what, failure);
        }
    }

    /** Asks no supplier any more. */
    void close() {
        threads.close();
    }
}
