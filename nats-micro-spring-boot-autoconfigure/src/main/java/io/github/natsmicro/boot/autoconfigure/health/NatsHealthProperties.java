// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.health;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The properties of the health check. */
@ConfigurationProperties("nats.health")
public class NatsHealthProperties {

    /**
     * How long to wait for the server's answer to a ping, and how long a handler that is not to block may hold up the
     * delivery of requests.
     */
    private Duration timeout = Duration.ofSeconds(2);

    public Duration getTimeout() {
        return this.timeout;
    }

    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }
}
