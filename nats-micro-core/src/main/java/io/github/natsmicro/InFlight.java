// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The exchanges of an endpoint that are not closed yet. */
final class InFlight {

    private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();
    private volatile @Nullable CompletableFuture<Void> emptied;

    void add(Exchange exchange) {
        exchanges.add(exchange);
    }

    void remove(Exchange exchange) {
        exchanges.remove(exchange);
        completeIfEmpty();
    }

    int size() {
        return exchanges.size();
    }

    /** How many of them have not begun to be handled. */
    int waiting() {
        int waiting = 0;
        for (Exchange exchange : exchanges) {
            waiting += exchange.wasStarted() ? 0 : 1;
        }
        return waiting;
    }

    /** For how long the oldest waits that has not begun, in nanoseconds; 0 if there is none. */
    long longestWaitNanos() {
        long longest = 0;
        for (Exchange exchange : exchanges) {
            longest = Math.max(longest, exchange.waitedNanos());
        }
        return longest;
    }

    List<Exchange> list() {
        return List.copyOf(exchanges);
    }

    /** Completes when there are none; to be asked for when no more come. */
    synchronized CompletableFuture<Void> whenEmpty() {
        CompletableFuture<Void> future = emptied;
        if (future == null) {
            future = new CompletableFuture<>();
            emptied = future;
        }
        completeIfEmpty();
        return future;
    }

    private void completeIfEmpty() {
        CompletableFuture<Void> future = emptied;
        if (future != null && exchanges.isEmpty()) {
            future.complete(null);
        }
    }
}
