// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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

    private final Limits limits;

    // In the order of their arrival; those whose time is up leave from the middle.
    private final Set<Exchange> waiting = new LinkedHashSet<>();
    private int inFlight;
    private long bytes;
    private boolean closed;

    Admission(Limits limits) {
        this.limits = limits;
    }

    synchronized Verdict admit(Exchange exchange) {
        if (closed) {
            return Verdict.CLOSED;
        }
        if (!limits.holdBytes(bytes + exchange.size())) {
            return Verdict.FULL;
        }
        if (inFlight < limits.maxInFlight()) {
            inFlight++;
            bytes += exchange.size();
            return Verdict.RUN;
        }
        if (limits.holdWaiting(waiting.size())) {
            waiting.add(exchange);
            bytes += exchange.size();
            return Verdict.WAIT;
        }
        return Verdict.FULL;
    }

    /** A request that had a place is over; returns the one who gets it, if anybody waits. */
    synchronized @Nullable Exchange leave(Exchange exchange) {
        bytes -= exchange.size();
        Iterator<Exchange> first = waiting.iterator();
        if (!first.hasNext()) {
            inFlight--;
            return null;
        }
        Exchange next = first.next();
        first.remove();
        return next;
    }

    /** A request is over that may have waited for a place. */
    synchronized void withdraw(Exchange exchange) {
        if (waiting.remove(exchange)) {
            bytes -= exchange.size();
        }
    }

    /** Lets nobody in any more; returns those who were still waiting. */
    synchronized List<Exchange> close() {
        closed = true;
        List<Exchange> left = new ArrayList<>(waiting);
        waiting.clear();
        left.forEach(exchange -> bytes -= exchange.size());
        return left;
    }
}
