// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.transport.Transport;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who waits until the connection takes more. It tells nobody when it does, and so is asked again and again, but only while
 * somebody waits. Those who are called back may work a little, and so have a thread of their own beside the timer.
 */
final class Outflow {

    private static final Duration INTERVAL = Duration.ofMillis(1);

    /** Threads that are woken send a moment later; all of them together would be too many. */
    private static final int MOST_AT_ONCE = 64;

    private final Transport transport;
    private final ServiceTimer timer;

    // Guarded by this.
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private ServiceTimer.@Nullable Due looking;

    Outflow(Transport transport, String serviceName) {
        this.transport = transport;
        this.timer = new ServiceTimer(serviceName + "-streams");
    }

    boolean isCongested() {
        return transport.isCongested();
    }

    /** Calls back once, when there is room, in the order in which they came. */
    synchronized void await(Runnable waiter) {
        waiting.add(waiter);
        if (looking == null) {
            looking = timer.every(INTERVAL, this::look);
        }
    }

    synchronized void forget(Runnable waiter) {
        waiting.remove(waiter);
    }

    private void look() {
        for (int i = 0; i < MOST_AT_ONCE && !isCongested(); i++) {
            Runnable next = next();
            if (next == null) {
                return;
            }
            next.run();
        }
        endIfNobodyWaits();
    }

    private synchronized @Nullable Runnable next() {
        Iterator<Runnable> first = waiting.iterator();
        if (!first.hasNext()) {
            endIfNobodyWaits();
            return null;
        }
        Runnable next = first.next();
        first.remove();
        return next;
    }

    private synchronized void endIfNobodyWaits() {
        if (waiting.isEmpty() && looking != null) {
            looking.cancel();
            looking = null;
        }
    }

    void close() {
        timer.close();
    }
}
