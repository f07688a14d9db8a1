// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import java.time.Duration;

/** What is asked of the times that a caller chooses. */
final class Times {

    /** Longer than anybody waits, and short enough to be counted in nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Times() {}

    static Duration positive(String what, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("The %s is %s. It must be more than zero.".formatted(what, time));
        }
        return time.compareTo(LONGEST) > 0 ? LONGEST : time;
    }
}
