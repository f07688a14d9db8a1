// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.service;

import io.github.natsmicro.QueueGroup;
import io.github.natsmicro.boot.autoconfigure.PropertyCheck;
import io.github.natsmicro.spring.ServiceDefinition;
import io.github.natsmicro.wire.Grammar;
import io.github.natsmicro.wire.Metadata;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.info.BuildProperties;
import org.springframework.util.StringUtils;

/** The default service as the properties, the application's name and its build describe it. */
final class DefaultServiceFactory {

    private static final String UNKNOWN_VERSION = "0.0.0";

    private final NatsMicroProperties properties;
    private final @Nullable String applicationName;
    private final @Nullable BuildProperties build;

    DefaultServiceFactory(
            NatsMicroProperties properties, @Nullable String applicationName, @Nullable BuildProperties build) {
        this.properties = properties;
        this.applicationName = applicationName;
        this.build = build;
    }

    /** The service, or {@code null} if it has no name. */
    @Nullable
    ServiceDefinition create() {
        String name = name();
        if (name == null) {
            return null;
        }
        String queueGroup = this.properties.getQueueGroup();
        return new ServiceDefinition(
                name,
                version(),
                this.properties.getDescription(),
                PropertyCheck.check("nats.micro.metadata", () -> Metadata.copy(this.properties.getMetadata())),
                queueGroup == null
                        ? QueueGroup.inherited()
                        : PropertyCheck.check("nats.micro.queue-group", () -> QueueGroup.named(queueGroup)));
    }

    private @Nullable String name() {
        String name = this.properties.getName();
        if (StringUtils.hasText(name)) {
            return PropertyCheck.check("nats.micro.name", () -> Grammar.serviceName(name));
        }
        return StringUtils.hasText(this.applicationName)
                ? this.applicationName.replaceAll("[^A-Za-z0-9_-]", "-")
                : null;
    }

    private String version() {
        String version = this.properties.getVersion();
        if (StringUtils.hasText(version)) {
            return PropertyCheck.check("nats.micro.version", () -> Grammar.version(version));
        }
        String built = this.build == null ? null : this.build.getVersion();
        try {
            return built == null ? UNKNOWN_VERSION : Grammar.version(built);
        } catch (IllegalArgumentException ex) {
            return UNKNOWN_VERSION;
        }
    }
}
