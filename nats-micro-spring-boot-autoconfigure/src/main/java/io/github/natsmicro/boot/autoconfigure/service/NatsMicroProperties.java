// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.service;

import io.github.natsmicro.boot.autoconfigure.codec.JsonMapperChoice;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The properties of the services that an application offers. */
@ConfigurationProperties("nats.micro")
public class NatsMicroProperties {

    /**
     * Whether services are offered. The connection is there in any case.
     */
    private boolean enabled = true;

    /**
     * Name of the default service: letters, digits, '-' and '_'. By default the application's name, with '-' for what is
     * not allowed. With a name of its own the service is there without endpoints too.
     */
    private @Nullable String name;

    /**
     * Version of the default service by Semantic Versioning. By default the version of the build where it is known and
     * such a version, else 0.0.0.
     */
    private @Nullable String version;

    /**
     * Description of the default service.
     */
    private String description = "";

    /**
     * Metadata of the default service.
     */
    private Map<String, String> metadata = new LinkedHashMap<>();

    /**
     * Queue group of the default service's endpoints. By default "q".
     */
    private @Nullable String queueGroup;

    /**
     * Prefix of the control subjects of all services. By default "$SRV".
     */
    private @Nullable String apiPrefix;

    /**
     * How long a service that stops waits for the requests that it has got. By default 8 seconds.
     */
    private @Nullable Duration drainTimeout;

    /**
     * JSON mapper that reads and writes objects. By default the first that there is, in the order of the values.
     */
    private @Nullable JsonMapperChoice jsonMapper;

    public boolean isEnabled() {
        return this.enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public @Nullable String getName() {
        return this.name;
    }

    public void setName(@Nullable String name) {
        this.name = name;
    }

    public @Nullable String getVersion() {
        return this.version;
    }

    public void setVersion(@Nullable String version) {
        this.version = version;
    }

    public String getDescription() {
        return this.description;
    }

    public void setDescription(String description) {
        this.description = description;
    }

    public Map<String, String> getMetadata() {
        return this.metadata;
    }

    public void setMetadata(Map<String, String> metadata) {
        this.metadata = metadata;
    }

    public @Nullable String getQueueGroup() {
        return this.queueGroup;
    }

    public void setQueueGroup(@Nullable String queueGroup) {
        this.queueGroup = queueGroup;
    }

    public @Nullable String getApiPrefix() {
        return this.apiPrefix;
    }

    public void setApiPrefix(@Nullable String apiPrefix) {
        this.apiPrefix = apiPrefix;
    }

    public @Nullable Duration getDrainTimeout() {
        return this.drainTimeout;
    }

    public void setDrainTimeout(@Nullable Duration drainTimeout) {
        this.drainTimeout = drainTimeout;
    }

    public @Nullable JsonMapperChoice getJsonMapper() {
        return this.jsonMapper;
    }

    public void setJsonMapper(@Nullable JsonMapperChoice jsonMapper) {
        this.jsonMapper = jsonMapper;
    }
}
