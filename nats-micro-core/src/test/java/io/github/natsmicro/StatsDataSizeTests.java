// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatsDataSizeTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private MicroService start(StatsData statsData) {
        return bench.start(bench.service("data")
                .addEndpoint("echo", EndpointOptions.defaults().statsData(statsData), request -> {})
                .addEndpoint("plain", request -> {}));
    }

    @Test
    void hugeDataDoesNotKeepStatsFromAnswering() {
        // More than the server's max_payload of 1 MiB.
        String huge = "x".repeat(3_000_000);
        MicroService service = start(endpoint -> huge);

        JsonNode stats = bench.statsOf(service);

        assertThat(stats.path("id").asText()).isEqualTo(service.id());
        assertThat(stats.path("endpoints")).hasSize(2);
        assertThat(bench.connection().getStatus()).isEqualTo(Connection.Status.CONNECTED);
    }
}
