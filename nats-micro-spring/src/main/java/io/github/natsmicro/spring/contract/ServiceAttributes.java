// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import io.github.natsmicro.QueueGroup;
import io.github.natsmicro.wire.Metadata;
import java.util.Map;

/**
 * What {@link io.github.natsmicro.spring.annotation.NatsService}, or code, says of a service, resolved.
 *
 * @param where the class or the like that says so, as it is read after "The"
 * @param name the service's name
 * @param version the service's version
 * @param description the service's description, empty for none
 * @param metadata the service's metadata, empty for none
 * @param queueGroup the choice of a queue group for its endpoints
 * @param connection the name of the connection bean that it is offered on, empty for that of all services that name none
 */
public record ServiceAttributes(
        String where,
        String name,
        String version,
        String description,
        Map<String, String> metadata,
        QueueGroup queueGroup,
        String connection) {

    /** Copies the metadata. */
    public ServiceAttributes {
        metadata = Metadata.copy(metadata);
    }
}
