// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.QueueGroup;
import io.github.natsmicro.wire.Grammar;
import io.github.natsmicro.wire.Metadata;
import java.util.Map;

/**
 * What is known of a service before it is built.
 *
 * @param name the service's name
 * @param version the service's version
 * @param description the service's description, empty for none
 * @param metadata the service's metadata, empty for none
 * @param queueGroup the choice of a queue group for its endpoints
 * @param connection the name of the {@link io.nats.client.Connection} bean that it is offered on, empty for that of all
 *     services that name none
 */
public record ServiceDefinition(
        String name,
        String version,
        String description,
        Map<String, String> metadata,
        QueueGroup queueGroup,
        String connection) {

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if the name or the version is not valid
     */
    public ServiceDefinition {
        Grammar.serviceName(name);
        Grammar.version(version);
        metadata = Metadata.copy(metadata);
    }

    /**
     * Describes a service that names no connection.
     *
     * @param name the service's name
     * @param version the service's version
     * @param description the service's description, empty for none
     * @param metadata the service's metadata, empty for none
     * @param queueGroup the choice of a queue group for its endpoints
     * @throws IllegalArgumentException if the name or the version is not valid
     */
    public ServiceDefinition(
            String name, String version, String description, Map<String, String> metadata, QueueGroup queueGroup) {
        this(name, version, description, metadata, queueGroup, "");
    }

    /** The service as messages show it. */
    String describe() {
        return "service \"%s\" %s".formatted(name, version);
    }
}
