// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.endpoint;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The properties of the view on all instances. */
@ConfigurationProperties("nats.micro.fleet")
public class NatsMicroFleetProperties {

    /**
     * How long the actuator endpoint waits in all for the answers of all instances. It ends sooner when none has come for
     * 300 milliseconds.
     */
    private Duration timeout = Duration.ofSeconds(2);

    public Duration getTimeout() {
        return this.timeout;
    }

    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }
}
