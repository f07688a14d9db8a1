// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.Endpoint;
import io.github.natsmicro.HandlerThreads;
import io.github.natsmicro.Interceptor;
import io.github.natsmicro.MicroService;
import io.github.natsmicro.MicroServiceBuilder;
import io.github.natsmicro.ServiceListener;
import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.spring.contract.EndpointDefinition;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.spring.endpoint.PlannedEndpoint;
import io.github.natsmicro.spring.invocation.HandlerFactory;
import io.github.natsmicro.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;

/** Makes a service of a plan. */
record MicroServiceFactory(
        Transport transport,
        HandlerFactory handlers,
        PayloadCodec codec,
        HandlerThreads handlerThreads,
        @Nullable String apiPrefix,
        @Nullable Duration drainTimeout,
        Extensions extensions) {

    /** What beans of the application add to all services. */
    record Extensions(
            List<Interceptor> interceptors, List<ServiceListener> listeners, List<MicroServiceCustomizer> customizers) {

        static Extensions of(ListableBeanFactory beanFactory, @Nullable ApplicationEventPublisher publisher) {
            List<Interceptor> interceptors = new ArrayList<>();
            List<TaskDecorator> decorators = ordered(beanFactory, TaskDecorator.class);
            if (!decorators.isEmpty()) {
                interceptors.add(new TaskDecoration(new CompositeTaskDecorator(decorators)));
            }
            interceptors.addAll(ordered(beanFactory, Interceptor.class));
            List<ServiceListener> listeners = new ArrayList<>(ordered(beanFactory, ServiceListener.class));
            if (publisher != null) {
                listeners.add(new LifecycleEvents(publisher));
            }
            return new Extensions(interceptors, listeners, ordered(beanFactory, MicroServiceCustomizer.class));
        }

        private static <T> List<T> ordered(ListableBeanFactory beanFactory, Class<T> type) {
            return beanFactory.getBeanProvider(type).orderedStream().toList();
        }
    }

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
            extensions.interceptors().forEach(builder::addInterceptor);
            extensions.listeners().forEach(builder::addListener);
            for (PlannedEndpoint endpoint : plan.endpoints()) {
                EndpointDefinition wanted = endpoint.definition();
                builder.addAsyncEndpoint(
                        wanted.name(),
                        wanted.options().subject(wanted.template().pattern()),
                        endpoint.handler(handlers));
            }
            extensions.customizers().forEach(customizer -> customizer.customize(builder, definition));
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
