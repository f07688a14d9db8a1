// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class DrainTimeoutTests {

    private static final Duration PHASE = Duration.ofSeconds(30);

    @Test
    void byDefaultItIsALittleShorterThanThePhase() {
        assertThat(DrainTimeout.within(PHASE, null)).isEqualTo(Duration.ofSeconds(28));
        assertThat(DrainTimeout.within(Duration.ofSeconds(5), null)).isEqualTo(Duration.ofSeconds(4));
        assertThat(DrainTimeout.within(Duration.ZERO, null)).isZero();
    }

    @Test
    void withoutAKnownPhaseItIsTheEngines() {
        assertThat(DrainTimeout.within(null, null)).isNull();
        assertThat(DrainTimeout.within(null, PHASE)).isEqualTo(PHASE);
    }

    @Test
    void whatIsWantedIsTaken(CapturedOutput output) {
        assertThat(DrainTimeout.within(PHASE, Duration.ofSeconds(29))).isEqualTo(Duration.ofSeconds(29));
        assertThat(output.getAll()).isEmpty();
    }

    @Test
    void aTimeBeyondThePhaseIsTakenWithAWarning(CapturedOutput output) {
        assertThat(DrainTimeout.within(PHASE, PHASE)).isEqualTo(PHASE);
        assertThat(output.getAll())
                .contains("WARN")
                .contains("nats.micro.drain-timeout")
                .contains("spring.lifecycle.timeout-per-shutdown-phase");
    }
}
