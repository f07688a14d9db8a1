// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;

/**
 * An endpoint in an {@link InfoResponse}.
 *
 * @param name the endpoint's name
 * @param subject the subject it listens on, with the prefixes of its groups
 * @param queueGroup the queue group, empty if the endpoint has none
 * @param metadata the endpoint's metadata, empty if it has none
 */
@JsonPropertyOrder({"name", "subject", "queue_group", "metadata"})
public record EndpointInfo(
        String name,
        String subject,
        @JsonProperty("queue_group") String queueGroup,
        Map<String, String> metadata) {

    /** Copies the metadata. */
    public EndpointInfo {
        metadata = Metadata.copy(metadata);
    }
}
