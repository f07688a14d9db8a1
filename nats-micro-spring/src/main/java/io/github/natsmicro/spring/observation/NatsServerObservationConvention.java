// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names and keys of the observation of requests to endpoints. A bean of this type takes the place of the default. */
public interface NatsServerObservationConvention extends ObservationConvention<NatsServerObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof NatsServerObservationContext;
    }
}
