// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observation of what callers of services do. */
public enum NatsClientObservation implements ObservationDocumentation {

    /** A request of a template or a declared client, with all its attempts, until its reply or the end of its stream. */
    REQUESTS {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultNatsClientObservationConvention.class;
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
        /** The name of the service, {@code none} if the client does not know it. */
        SERVICE {
            @Override
            public String asString() {
                return "service";
            }
        },

        /** The name of the endpoint where the service is known, else the subject with its variables unfilled. */
        ENDPOINT {
            @Override
            public String asString() {
                return "endpoint";
            }
        },

        /** How the request ended: {@code replied}, {@code error}, {@code unanswered} or {@code cancelled}; {@code none} before. */
        OUTCOME {
            @Override
            public String asString() {
                return "outcome";
            }
        },

        /** The code of the error that the service replied, {@code none} if there was none. */
        CODE {
            @Override
            public String asString() {
                return "code";
            }
        }
    }

    /** The keys that have many values. */
    public enum HighCardinalityKeyNames implements KeyName {
        /** The subject that the request was sent to. */
        SUBJECT {
            @Override
            public String asString() {
                return "subject";
            }
        }
    }
}
