// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The door of an endpoint: how many requests are handled at once, how many wait, and that no more come in. */
final class Admission {

    /** What becomes of a request at the door. */
    enum Verdict {
        RUN,
        WAIT,
        FULL,
        CLOSED
    }

    private final int maxInFlight;
    private final int maxWaiting;

    private final Queue<Exchange> waiting = new ArrayDeque<>();
    private int inFlight;
    private boolean closed;

    Admission(int maxInFlight, int maxWaiting) {
        this.maxInFlight = maxInFlight;
        this.maxWaiting = maxWaiting;
    }

    synchronized Verdict admit(Exchange exchange) {
        if (closed) {
            return Verdict.CLOSED;
        }
        if (inFlight < maxInFlight) {
            inFlight++;
            return Verdict.RUN;
        }
        if (waiting.size() < maxWaiting) {
            waiting.add(exchange);
            return Verdict.WAIT;
        }
        return Verdict.FULL;
    }

    /** A request that was running is over; returns the one whose turn it is now. */
    synchronized @Nullable Exchange next() {
        Exchange next = waiting.poll();
        if (next == null) {
            inFlight--;
        }
        return next;
    }

    /** Lets nobody in any more; returns those who were still waiting. */
    synchronized List<Exchange> close() {
        closed = true;
        List<Exchange> left = new ArrayList<>(waiting);
        waiting.clear();
        return left;
    }
}
