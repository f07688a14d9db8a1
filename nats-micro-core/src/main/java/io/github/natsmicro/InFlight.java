// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The exchanges of a service that are not closed yet. */
final class InFlight {

    private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();
    private final Object emptied = new Object();

    void add(Exchange exchange) {
        exchanges.add(exchange);
    }

    void remove(Exchange exchange) {
        exchanges.remove(exchange);
        if (exchanges.isEmpty()) {
            synchronized (emptied) {
                emptied.notifyAll();
            }
        }
    }

    List<Exchange> list() {
        return List.copyOf(exchanges);
    }

    /** Waits until there are none, and gives up after the time. */
    void awaitNone(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (emptied) {
            while (!exchanges.isEmpty()) {
                long millis = (deadline - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return;
                }
                emptied.wait(millis);
            }
        }
    }
}
