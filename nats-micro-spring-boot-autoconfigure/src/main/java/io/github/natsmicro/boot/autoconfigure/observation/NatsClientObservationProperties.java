// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.observation;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** The properties of what is observed of callers. */
@ConfigurationProperties("nats.client.observations")
public class NatsClientObservationProperties {

    /**
     * How many different endpoints the meters of callers tell from each other at most. Requests to further ones are not
     * counted.
     */
    private int maxEndpoints = 100;

    public int getMaxEndpoints() {
        return this.maxEndpoints;
    }

    public void setMaxEndpoints(int maxEndpoints) {
        this.maxEndpoints = maxEndpoints;
    }
}
