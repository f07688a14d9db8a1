// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.retry.RetryPolicy;

/** Policies that fail themselves when they are asked. */
@Timeout(20)
class BrokenRetryPolicyTests {

    @RegisterExtension
    static final ClientBench bench = new ClientBench();

    @Test
    void aPolicyThatFailsItselfEndsARequestThatNobodyWaitsFor() {
        String subject = bench.subject();
        bench.service().when(subject).error(503, "Busy");
        NatsTemplate template = bench.builder()
                .retry(RetryPolicy.builder()
                        .maxRetries(2)
                        .predicate(failure -> {
                            throw new ArithmeticException("broken policy");
                        })
                        .build())
                .build();

        assertThat(template.requestAsync(subject, null, String.class))
                .failsWithin(Duration.ofSeconds(3))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ArithmeticException.class);
    }
}
