// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.impl.Headers;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times of callers at the edges: what can not be understood is no limit, and what is over stays over. */
class OddDeadlineTests {

    @RegisterExtension
    final Bench bench = new Bench();

    @ParameterizedTest
    @ValueSource(strings = {"soon", "", " ", "1.5", "10ms", "0x10", "1e3", "2026-01-01T00:00:00Z"})
    void aTimeThatIsNoNumberOfMillisecondsIsNoLimit(String header) {
        bench.start(bench.service("timed")
                .addEndpoint(
                        "work",
                        request -> request.respond(request.remainingTime().isEmpty() ? "none" : "some")));

        assertThat(Replies.text(bench.call("work", new byte[0], new Headers().put("Request-Timeout", header))))
                .isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-9223372036854775807", "-9223372036854775808"})
    void aTimeThatIsOverIsOverHoweverLongAgo(String header) {
        bench.start(bench.service("timed").addEndpoint("work", request -> request.respond("handled")));

        assertThat(Replies.errorCode(bench.call("work", new byte[0], new Headers().put("Request-Timeout", header))))
                .isEqualTo("504");
    }
}
