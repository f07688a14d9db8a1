// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * What a service answers on {@code $SRV.STATS} (ADR-32, "STATS").
 *
 * @param name the service's name, shared by its instances
 * @param id the id of this instance
 * @param version the service's version
 * @param metadata the service's metadata, empty if it has none
 * @param started when the service was started or its statistics were reset; kept to the microsecond, which clients in all
 *     languages can read
 * @param endpoints the statistics of the endpoints in the order of their registration
 */
@JsonPropertyOrder({"type", "name", "id", "version", "metadata", "started", "endpoints"})
public record StatsResponse(
        String name,
        String id,
        String version,
        Map<String, String> metadata,
        Instant started,
        List<EndpointStats> endpoints) {

    /** The value of {@link #type()}. */
    public static final String TYPE = "io.nats.micro.v1.stats_response";

    /** Copies the metadata and the list. */
    public StatsResponse {
        metadata = Metadata.copy(metadata);
        started = started.truncatedTo(ChronoUnit.MICROS);
        endpoints = List.copyOf(endpoints);
    }

    /**
     * The type of the document.
     *
     * @return always {@link #TYPE}
     */
    @JsonProperty
    public String type() {
        return TYPE;
    }

    /**
     * Whether an endpoint has data of its own supplier.
     *
     * @return whether {@link #withoutData()} is something else
     */
    public boolean hasData() {
        return endpoints.stream().anyMatch(endpoint -> endpoint.data() != null);
    }

    /**
     * The same without the data of the endpoints' own suppliers, which may be too much for a message.
     *
     * @return the statistics as ADR-32 demands them
     */
    public StatsResponse withoutData() {
        return new StatsResponse(
                name,
                id,
                version,
                metadata,
                started,
                endpoints.stream().map(EndpointStats::withoutData).toList());
    }
}
