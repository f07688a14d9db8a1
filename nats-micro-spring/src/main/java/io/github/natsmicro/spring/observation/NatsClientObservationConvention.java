// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names and keys of the observation of the requests of callers. A bean of this type takes the place of the default. */
public interface NatsClientObservationConvention extends ObservationConvention<NatsClientObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof NatsClientObservationContext;
    }
}
