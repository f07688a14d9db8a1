// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.wire.RequestTimeout;
import io.nats.client.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Until when a request is to be answered: the endpoint's timeout or the caller's, whichever ends first.
 *
 * @param limited whether there is one
 * @param nanos when it is, by {@link System#nanoTime()}
 */
record Deadline(boolean limited, long nanos) {

    private static final Deadline NONE = new Deadline(false, 0);

    // What waits for longer than that need not be watched, and must not overflow.
    private static final long LONGEST_MILLIS = TimeUnit.DAYS.toMillis(365);

    /** Counted from now, when the request has just arrived. */
    static Deadline of(@Nullable Duration endpointTimeout, Message message) {
        String header = message.hasHeaders() ? message.getHeaders().getLast(RequestTimeout.HEADER) : null;
        long said = header == null ? Long.MAX_VALUE : millis(header);
        if (endpointTimeout == null && said == Long.MAX_VALUE) {
            return NONE;
        }
        long millis = Math.max(0, Math.min(said, LONGEST_MILLIS));
        long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        if (endpointTimeout != null && endpointTimeout.compareTo(Duration.ofNanos(nanos)) < 0) {
            nanos = endpointTimeout.toNanos();
        }
        return new Deadline(true, System.nanoTime() + nanos);
    }

    /** What is no whole number says nothing. */
    private static long millis(String header) {
        try {
            return Long.parseLong(header.strip());
        } catch (NumberFormatException ex) {
            return Long.MAX_VALUE;
        }
    }

    /** What is left; zero or negative if it is over. */
    long remainingNanos() {
        return nanos - System.nanoTime();
    }

    boolean isOver() {
        return limited && remainingNanos() <= 0;
    }

    Optional<Duration> remaining() {
        return limited ? Optional.of(Duration.ofNanos(Math.max(0, remainingNanos()))) : Optional.empty();
    }
}
