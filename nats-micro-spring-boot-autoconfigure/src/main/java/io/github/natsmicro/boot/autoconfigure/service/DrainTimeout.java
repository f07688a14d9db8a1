// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.service;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long services drain, so that they have stopped before Spring goes on with the shutdown without them. */
final class DrainTimeout {

    private static final Logger logger = LoggerFactory.getLogger(DrainTimeout.class);

    /** What is left for the last replies and for leaving discovery; of a short phase it is a fifth. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private DrainTimeout() {}

    /**
     * Chooses the time.
     *
     * @param phase how long Spring waits for a phase of the shutdown, or {@code null} if that is not known
     * @param wanted what the properties say, or {@code null}
     * @return the time, or {@code null} for the engine's default
     */
    static @Nullable Duration within(@Nullable Duration phase, @Nullable Duration wanted) {
        if (phase == null) {
            return wanted;
        }
        if (wanted == null) {
            Duration fifth = phase.dividedBy(5);
            return phase.minus(fifth.compareTo(GOODBYE) < 0 ? fifth : GOODBYE);
        }
        if (wanted.compareTo(phase) >= 0) {
            logger.warn(
                    "Services may drain for {} (nats.micro.drain-timeout), but Spring goes on with the shutdown after {}"
                            + " (spring.lifecycle.timeout-per-shutdown-phase) and takes their beans from requests. Make the"
                            + " former shorter than the latter.",
                    wanted,
                    phase);
        }
        return wanted;
    }
}
