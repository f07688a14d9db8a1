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
     * How long a service that stops waits for the requests that it has got. By default a little less than
     * spring.lifecycle.timeout-per-shutdown-phase.
     */
    private @Nullable Duration drainTimeout;

    /**
     * Name of the Connection bean that services are offered on which name none themselves. By default the only or primary
     * one.
     */
    private @Nullable String connection;

    /**
     * JSON mapper that reads and writes objects. By default the first that there is, in the order of the values.
     */
    private @Nullable JsonMapperChoice jsonMapper;

    private final Executor executor = new Executor();

    private final Shutdown shutdown = new Shutdown();

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

    public @Nullable String getConnection() {
        return this.connection;
    }

    public void setConnection(@Nullable String connection) {
        this.connection = connection;
    }

    public @Nullable JsonMapperChoice getJsonMapper() {
        return this.jsonMapper;
    }

    public void setJsonMapper(@Nullable JsonMapperChoice jsonMapper) {
        this.jsonMapper = jsonMapper;
    }

    public Executor getExecutor() {
        return this.executor;
    }

    public Shutdown getShutdown() {
        return this.shutdown;
    }

    /** The threads that call endpoint methods. */
    public static class Executor {

        /**
         * Number of threads, beside one for each endpoint that would have none. Doesn't have an effect if virtual threads are
         * enabled; there the limits of the endpoints count alone.
         */
        private int maxThreads = 256;

        /**
         * Time limit for which threads may remain idle before being terminated. Doesn't have an effect if virtual threads
         * are enabled.
         */
        private Duration keepAlive = Duration.ofSeconds(30);

        /**
         * How the names of threads begin. A hyphen and a number follow.
         */
        private String threadNamePrefix = "nats-micro";

        public int getMaxThreads() {
            return this.maxThreads;
        }

        public void setMaxThreads(int maxThreads) {
            this.maxThreads = maxThreads;
        }

        public Duration getKeepAlive() {
            return this.keepAlive;
        }

        public void setKeepAlive(Duration keepAlive) {
            this.keepAlive = keepAlive;
        }

        public String getThreadNamePrefix() {
            return this.threadNamePrefix;
        }

        public void setThreadNamePrefix(String threadNamePrefix) {
            this.threadNamePrefix = threadNamePrefix;
        }
    }

    /** What happens when the application is shut down. */
    public static class Shutdown {

        /**
         * How long everything goes on, with readiness refusing traffic, before services begin to drain. To give a load
         * balancer time to notice.
         */
        private Duration delay = Duration.ZERO;

        public Duration getDelay() {
            return this.delay;
        }

        public void setDelay(Duration delay) {
            this.delay = delay;
        }
    }
}
