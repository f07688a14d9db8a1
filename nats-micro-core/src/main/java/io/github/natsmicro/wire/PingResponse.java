// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;

/**
 * What a service answers on {@code $SRV.PING} (ADR-32, "PING").
 *
 * @param name the service's name, shared by its instances
 * @param id the id of this instance
 * @param version the service's version
 * @param metadata the service's metadata, empty if it has none
 */
@JsonPropertyOrder({"type", "name", "id", "version", "metadata"})
public record PingResponse(String name, String id, String version, Map<String, String> metadata) {

    /** The value of {@link #type()}. */
    public static final String TYPE = "io.nats.micro.v1.ping_response";

    /** Copies the metadata. */
    public PingResponse {
        metadata = Metadata.copy(metadata);
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
