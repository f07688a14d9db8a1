// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import io.github.natsmicro.Outcome;
import io.github.natsmicro.spring.observation.NatsServerObservation.HighCardinalityKeyNames;
import io.github.natsmicro.spring.observation.NatsServerObservation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import java.util.Locale;

/** The names and keys of the observation of requests to endpoints, unless another convention is chosen. */
public class DefaultNatsServerObservationConvention implements NatsServerObservationConvention {

    private static final String NAME = "nats.micro.server.requests";

    /** Creates the convention. */
    public DefaultNatsServerObservationConvention() {}

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String getContextualName(NatsServerObservationContext context) {
        return service(context).getValue() + "/" + endpoint(context).getValue();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(NatsServerObservationContext context) {
        return KeyValues.of(service(context), endpoint(context), outcome(context), code(context));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(NatsServerObservationContext context) {
        return KeyValues.of(serviceId(context), subject(context));
    }

    /**
     * The service.
     *
     * @param context what is known of the request
     * @return the key with its value
     */
    protected KeyValue service(NatsServerObservationContext context) {
        return LowCardinalityKeyNames.SERVICE.withValue(
                context.request().endpoint().serviceName());
    }

    /**
     * The endpoint.
     *
     * @param context what is known of the request
     * @return the key with its value
     */
    protected KeyValue endpoint(NatsServerObservationContext context) {
        return LowCardinalityKeyNames.ENDPOINT.withValue(
                context.request().endpoint().name());
    }

    /**
     * How the request ended.
     *
     * @param context what is known of the request
     * @return the key with its value
     */
    protected KeyValue outcome(NatsServerObservationContext context) {
        Outcome outcome = context.getResponse();
        return LowCardinalityKeyNames.OUTCOME.withValue(
                outcome == null ? KeyValue.NONE_VALUE : outcome.kind().name().toLowerCase(Locale.ROOT));
    }

    /**
     * The code of the error.
     *
     * @param context what is known of the request
     * @return the key with its value
     */
    protected KeyValue code(NatsServerObservationContext context) {
        Outcome outcome = context.getResponse();
        return LowCardinalityKeyNames.CODE.withValue(
                outcome == null || !outcome.isError() ? KeyValue.NONE_VALUE : String.valueOf(outcome.code()));
    }

    /**
     * The instance of the service.
     *
     * @param context what is known of the request
     * @return the key with its value
     */
    protected KeyValue serviceId(NatsServerObservationContext context) {
        return HighCardinalityKeyNames.SERVICE_ID.withValue(
                context.request().endpoint().serviceId());
    }

    /**
     * The subject.
     *
     * @param context what is known of the request
     * @return the key with its value
     */
    protected KeyValue subject(NatsServerObservationContext context) {
        return HighCardinalityKeyNames.SUBJECT.withValue(context.request().subject());
    }
}
