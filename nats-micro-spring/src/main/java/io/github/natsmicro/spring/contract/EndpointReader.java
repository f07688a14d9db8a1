// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import io.github.natsmicro.Concurrency;
import io.github.natsmicro.EndpointOptions;
import io.github.natsmicro.QueueGroup;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.wire.Grammar;
import java.lang.reflect.Method;
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
                        attributes.flag("streaming", endpoint.streaming()),
                        attributes.textOrNull("codec", endpoint.codec()),
                        attributes.contentType("produces", endpoint.produces())));
    }

    private static EndpointOptions options(AttributeReader attributes, NatsEndpoint endpoint, GroupReader.Group group) {
        QueueGroup own = attributes.queueGroup(endpoint.queueGroup(), endpoint.queueGroupDisabled());
        EndpointOptions options = EndpointOptions.defaults()
                .queueGroup(own.equals(QueueGroup.inherited()) ? group.queueGroup() : own)
                .metadata(attributes.metadata(endpoint.metadata()))
                .timeout(attributes.duration("timeout", endpoint.timeout()));
        Concurrency concurrency = attributes.concurrency("concurrency", endpoint.concurrency());
        if (concurrency != null) {
            options = options.concurrency(concurrency);
        }
        Integer maxInFlight = attributes.atLeastOne("maxInFlight", endpoint.maxInFlight());
        if (maxInFlight != null) {
            options = options.maxInFlight(maxInFlight);
        }
        Integer maxWaiting = attributes.numberOrUnlimited("maxWaiting", endpoint.maxWaiting());
        if (maxWaiting != null) {
            options = options.maxWaiting(maxWaiting);
        }
        Long maxBytes = attributes.bytesOrUnlimited("maxBytes", endpoint.maxBytes());
        return maxBytes == null ? options : options.maxBytes(maxBytes);
    }
}
