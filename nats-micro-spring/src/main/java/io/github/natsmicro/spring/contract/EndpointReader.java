// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import io.github.natsmicro.Concurrency;
import io.github.natsmicro.EndpointOptions;
import io.github.natsmicro.QueueGroup;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.wire.Grammar;
import java.lang.reflect.Method;
import java.util.Objects;
import org.springframework.util.StringValueResolver;

/** Reads one {@link NatsEndpoint} of a method. */
final class EndpointReader {

    private final StringValueResolver values;

    EndpointReader(StringValueResolver values) {
        this.values = values;
    }

    EndpointDefinition read(Method method, NatsEndpoint endpoint, GroupReader.Group group) {
        AttributeReader attributes =
                new AttributeReader(values, "@NatsEndpoint", "endpoint method " + ContractReader.describe(method));
        String given = attributes.textIfGiven("name", endpoint.name());
        String name = attributes.checked(
                () -> Grammar.endpointName(given.isEmpty() ? method.getName() : given),
                "Set the attribute \"name\" of @NatsEndpoint.");
        String subject = attributes.textIfGiven("subject", endpoint.subject());
        EndpointOptions options = options(attributes, endpoint, group);
        return attributes.checked(
                "subject",
                () -> new EndpointDefinition(
                        name,
                        subject.isEmpty() ? name : subject,
                        group.prefix(),
                        options,
                        attributes.flag("streaming", endpoint.streaming(), false),
                        attributes.textOrNull("codec", endpoint.codec()),
                        attributes.contentType("produces", endpoint.produces()),
                        attributes.error("whenEmpty", endpoint.whenEmpty())));
    }

    private static EndpointOptions options(AttributeReader attributes, NatsEndpoint endpoint, GroupReader.Group group) {
        EndpointOptions options = EndpointOptions.defaults()
                .metadata(attributes.metadata(endpoint.metadata()))
                .timeout(attributes.duration("timeout", endpoint.timeout()))
                .autoStart(attributes.flag("autoStartup", endpoint.autoStartup(), true))
                .concurrency(Objects.requireNonNullElse(
                        attributes.concurrency("concurrency", endpoint.concurrency()), Concurrency.PARALLEL));
        return limits(attributes, endpoint, addressees(attributes, endpoint, group, options));
    }

    /** Which instances a request goes to. */
    private static EndpointOptions addressees(
            AttributeReader attributes, NatsEndpoint endpoint, GroupReader.Group group, EndpointOptions options) {
        QueueGroup own = attributes.queueGroup(endpoint.queueGroup(), endpoint.queueGroupDisabled());
        boolean chosen = !own.equals(QueueGroup.inherited());
        if (!attributes.flag("instanceOnly", endpoint.instanceOnly(), false)) {
            return options.queueGroup(chosen ? own : group.queueGroup());
        }
        if (chosen && !own.equals(QueueGroup.none())) {
            throw new InvalidDefinitionException(
                    "The %s is for one instance only, but names the queue group \"%s\", which is for several."
                            .formatted(attributes.where(), own),
                    "Leave out one of the attributes \"instanceOnly\" and \"queueGroup\" of @NatsEndpoint.",
                    null);
        }
        return options.queueGroup(QueueGroup.none()).instanceOnly(true);
    }

    private static EndpointOptions limits(AttributeReader attributes, NatsEndpoint endpoint, EndpointOptions options) {
        Integer maxInFlight = attributes.atLeastOne("maxInFlight", endpoint.maxInFlight());
        if (maxInFlight != null && maxInFlight > 1 && options.concurrency() == Concurrency.ORDERED) {
            throw new InvalidDefinitionException(
                    "The %s is ordered, so that it handles one request at a time, but has %d as its attribute"
                                    .formatted(attributes.where(), maxInFlight)
                            + " \"maxInFlight\".",
                    "Leave out one of the attributes \"concurrency\" and \"maxInFlight\" of @NatsEndpoint.",
                    null);
        }
        Integer maxWaiting = attributes.numberOrUnlimited("maxWaiting", endpoint.maxWaiting());
        Long maxBytes = attributes.bytesOrUnlimited("maxBytes", endpoint.maxBytes());
        EndpointOptions limited = maxInFlight == null ? options : options.maxInFlight(maxInFlight);
        limited = maxWaiting == null ? limited : limited.maxWaiting(maxWaiting);
        return maxBytes == null ? limited : limited.maxBytes(maxBytes);
    }
}
