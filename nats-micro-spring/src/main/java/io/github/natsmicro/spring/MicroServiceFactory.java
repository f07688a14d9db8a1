// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.Endpoint;
import io.github.natsmicro.HandlerThreads;
import io.github.natsmicro.MicroService;
import io.github.natsmicro.MicroServiceBuilder;
import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.spring.endpoint.EndpointMethod;
import io.github.natsmicro.spring.invocation.HandlerFactory;
import io.github.natsmicro.transport.Transport;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a service of a plan. */
record MicroServiceFactory(
        Transport transport,
        HandlerFactory handlers,
        PayloadCodec codec,
        HandlerThreads handlerThreads,
        @Nullable String apiPrefix,
        @Nullable Duration drainTimeout) {

    MicroService build(ServicePlan plan) {
        ServiceDefinition definition = plan.definition();
        try {
            MicroServiceBuilder builder = MicroService.builder(transport, definition.name(), definition.version())
                    .description(definition.description())
                    .metadata(definition.metadata())
                    .queueGroup(definition.queueGroup())
                    .codec(codec)
                    .handlerThreads(handlerThreads);
            if (apiPrefix != null) {
                builder.apiPrefix(apiPrefix);
            }
            if (drainTimeout != null) {
                builder.drainTimeout(drainTimeout);
            }
            for (EndpointMethod endpoint : plan.endpoints()) {
                builder.addAsyncEndpoint(
                        endpoint.definition().name(),
                        endpoint.definition().options().subject(endpoint.subject()),
                        handlers.create(endpoint.beanName(), endpoint.method(), endpoint.definition()));
            }
            return builder.build();
        } catch (IllegalArgumentException ex) {
            throw InvalidDefinitionException.at(
                    "service \"%s\"".formatted(definition.name()), ex, "Correct the value that the sentence names.");
        }
    }

    /** A service as the log shows it. */
    static String describe(MicroService service) {
        return "%s %s (id %s) with %s"
                .formatted(
                        service.name(),
                        service.version(),
                        service.id(),
                        service.endpoints().isEmpty()
                                ? "no endpoint"
                                : service.endpoints().stream()
                                        .map(Endpoint::toString)
                                        .collect(Collectors.joining(", ")));
    }
}
