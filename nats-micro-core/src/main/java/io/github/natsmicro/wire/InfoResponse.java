// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;

/**
 * What a service answers on {@code $SRV.INFO} (ADR-32, "INFO").
 *
 * @param name the service's name, shared by its instances
 * @param id the id of this instance
 * @param version the service's version
 * @param metadata the service's metadata, empty if it has none
 * @param description the service's description, empty if it has none
 * @param endpoints the endpoints in the order of their registration
 */
@JsonPropertyOrder({"type", "name", "id", "version", "metadata", "description", "endpoints"})
public record InfoResponse(
        String name,
        String id,
        String version,
        Map<String, String> metadata,
        String description,
        List<EndpointInfo> endpoints) {

    /** The value of {@link #type()}. */
    public static final String TYPE = "io.nats.micro.v1.info_response";

    /** Copies the metadata and the list. */
    public InfoResponse {
        metadata = Metadata.copy(metadata);
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
}
