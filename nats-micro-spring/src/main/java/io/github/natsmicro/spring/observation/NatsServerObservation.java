// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observation of what services do. */
public enum NatsServerObservation implements ObservationDocumentation {

    /**
     * A request to an endpoint, from the beginning of its handler to its end. One that was refused before has no duration.
     */
    REQUESTS {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultNatsServerObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return LowCardinalityKeyNames.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return HighCardinalityKeyNames.values();
        }
    };

    /** The keys that have few values. */
    public enum LowCardinalityKeyNames implements KeyName {
        /** The name of the service. */
        SERVICE {
            @Override
            public String asString() {
                return "service";
            }
        },

        /** The name of the endpoint. */
        ENDPOINT {
            @Override
            public String asString() {
                return "endpoint";
            }
        },

        /** How the request ended: {@code replied}, {@code error}, {@code rejected} or {@code unanswered}; {@code none} before. */
        OUTCOME {
            @Override
            public String asString() {
                return "outcome";
            }
        },

        /** The code of the error that the caller got, {@code none} if there was none. */
        CODE {
            @Override
            public String asString() {
                return "code";
            }
        }
    }

    /** The keys that have many values. */
    public enum HighCardinalityKeyNames implements KeyName {
        /** The id of the instance of the service. */
        SERVICE_ID {
            @Override
            public String asString() {
                return "service.id";
            }
        },

        /** The subject that the request was sent to. */
        SUBJECT {
            @Override
            public String asString() {
                return "subject";
            }
        }
    }
}
