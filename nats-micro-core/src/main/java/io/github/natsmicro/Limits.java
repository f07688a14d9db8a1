// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

/**
 * How much an endpoint takes on. What exceeds one of the bounds is answered {@code 503} at once.
 *
 * @param maxInFlight how many requests are handled at once, at least 1; an ordered endpoint handles one in any case
 * @param maxWaiting how many more may wait for their turn, 0 for none, {@link #UNBOUNDED} for any number; an endpoint that
 *     does not block lets nobody wait, and has as many more in flight instead
 * @param maxBytes how many bytes of payload those in flight and those waiting may have together, at least 1, or {@link
 *     #UNBOUNDED}
 */
record Limits(int maxInFlight, int maxWaiting, long maxBytes) {

    static final int UNBOUNDED = -1;

    static final Limits DEFAULTS = new Limits(64, 16_384, 64L * 1024 * 1024);

    Limits {
        if (maxInFlight < 1) {
            throw new IllegalArgumentException(
                    "The bound of requests in flight is %d. At least one must be allowed.".formatted(maxInFlight));
        }
        if (maxWaiting < 0 && maxWaiting != UNBOUNDED) {
            throw new IllegalArgumentException(
                    "The bound of waiting requests is %d. It must be 0 or more, or -1 for none.".formatted(maxWaiting));
        }
        if (maxBytes < 1 && maxBytes != UNBOUNDED) {
            throw new IllegalArgumentException(
                    "The bound of bytes is %d. It must be 1 or more, or -1 for none.".formatted(maxBytes));
        }
    }

    boolean holdWaiting(long waiting) {
        return maxWaiting == UNBOUNDED || waiting < maxWaiting;
    }

    boolean holdBytes(long bytes) {
        return maxBytes == UNBOUNDED || bytes <= maxBytes;
    }

    /** The same where nobody waits: those who would are in flight. */
    Limits withoutWaiting() {
        long all = maxWaiting == UNBOUNDED ? Integer.MAX_VALUE : (long) maxInFlight + maxWaiting;
        return new Limits((int) Math.min(all, Integer.MAX_VALUE), 0, maxBytes);
    }

    Limits oneAtATime() {
        return new Limits(1, maxWaiting, maxBytes);
    }
}
