// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import io.github.natsmicro.client.NoRespondersException;
import io.github.natsmicro.client.RequestTimeoutException;
import io.github.natsmicro.client.ServiceErrorException;
import io.github.natsmicro.spring.client.NatsClientRequest;
import io.github.natsmicro.spring.client.NatsClientRequest.Expectation;
import io.github.natsmicro.spring.contract.Reply;
import io.github.natsmicro.spring.observation.NatsClientObservation.HighCardinalityKeyNames;
import io.github.natsmicro.spring.observation.NatsClientObservation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import java.util.Objects;

/** The names and keys of the observation of the requests of callers, unless another convention is chosen. */
public class DefaultNatsClientObservationConvention implements NatsClientObservationConvention {

    private static final String NAME = "nats.micro.client.requests";

    /** Creates the convention. */
    public DefaultNatsClientObservationConvention() {}

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String getContextualName(NatsClientObservationContext context) {
        String endpoint = endpoint(context).getValue();
        String service = context.request().service();
        return service == null ? endpoint : service + "/" + endpoint;
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(NatsClientObservationContext context) {
        return KeyValues.of(service(context), endpoint(context), outcome(context), code(context));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(NatsClientObservationContext context) {
        return KeyValues.of(subject(context));
    }

    /**
     * The service.
     *
     * @param context what is known of the request
     * @return the key with its value
     */
    protected KeyValue service(NatsClientObservationContext context) {
        return LowCardinalityKeyNames.SERVICE.withValue(
                Objects.requireNonNullElse(context.request().service(), KeyValue.NONE_VALUE));
    }

    /**
     * The endpoint. Its name alone says little where the service is not known.
     *
     * @param context what is known of the request
     * @return the key with its value
     */
    protected KeyValue endpoint(NatsClientObservationContext context) {
        NatsClientRequest request = context.request();
        String name = request.endpoint();
        return LowCardinalityKeyNames.ENDPOINT.withValue(
                name == null || request.service() == null ? request.subjectTemplate() : name);
    }

    /**
     * How the request ended.
     *
     * @param context what is known of the request
     * @return the key with its value
     */
    protected KeyValue outcome(NatsClientObservationContext context) {
        return LowCardinalityKeyNames.OUTCOME.withValue(outcomeOf(context));
    }

    private static String outcomeOf(NatsClientObservationContext context) {
        Throwable failure = context.getError();
        Reply<byte[]> reply = context.getResponse();
        if (context.isCancelled()) {
            return "cancelled";
        }
        if (failure instanceof NoRespondersException || failure instanceof RequestTimeoutException) {
            return "unanswered";
        }
        if (failure != null) {
            return "error";
        }
        if (reply == null) {
            return KeyValue.NONE_VALUE;
        }
        if (reply.isError()) {
            return "error";
        }
        return context.request().expectation() == Expectation.NOTHING ? "unanswered" : "replied";
    }

    /**
     * The code of the error that the service replied.
     *
     * @param context what is known of the request
     * @return the key with its value
     */
    protected KeyValue code(NatsClientObservationContext context) {
        Reply<byte[]> reply = context.getResponse();
        String code = KeyValue.NONE_VALUE;
        if (context.getError() instanceof ServiceErrorException error) {
            code = String.valueOf(error.code());
        } else if (reply != null && reply.isError()) {
            code = String.valueOf(reply.code());
        }
        return LowCardinalityKeyNames.CODE.withValue(code);
    }

    /**
     * The subject.
     *
     * @param context what is known of the request
     * @return the key with its value
     */
    protected KeyValue subject(NatsClientObservationContext context) {
        return HighCardinalityKeyNames.SUBJECT.withValue(context.request().subject());
    }
}
