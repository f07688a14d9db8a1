// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.QueueGroup;
import io.github.natsmicro.spring.contract.EndpointDefinition;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.spring.contract.ServiceAttributes;
import io.github.natsmicro.spring.endpoint.PlannedEndpoint;
import io.github.natsmicro.spring.invocation.ArgumentKinds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * Sorts endpoints into services.
 *
 * @param defaultService the service of those that name none, or {@code null} if there is no such service
 * @param announceDefault whether the default service is there without endpoints too
 * @param customizers change the endpoints
 * @param kinds tells what fills the parameters of methods
 */
record ServicePlanner(
        @Nullable ServiceDefinition defaultService,
        boolean announceDefault,
        List<EndpointCustomizer> customizers,
        ArgumentKinds kinds) {

    /** Services are told apart by name and version. */
    private record Key(String name, String version) {}

    /**
     * Makes the plans.
     *
     * @param endpoints the endpoints that were found
     * @return a plan for each service
     * @throws InvalidDefinitionException if the endpoints do not go together, or one can not be what it says
     */
    List<ServicePlan> plan(List<PlannedEndpoint> endpoints) {
        Map<Key, ServicePlan> plans = new LinkedHashMap<>();
        Map<Key, ServiceAttributes> declared = new HashMap<>();
        if (announceDefault && defaultService != null) {
            plans.put(keyOf(defaultService), new ServicePlan(defaultService, new ArrayList<>()));
        }
        for (PlannedEndpoint endpoint : endpoints) {
            ServiceAttributes attributes = endpoint.service();
            ServiceDefinition definition = attributes == null ? required(endpoint) : definition(attributes);
            if (attributes != null) {
                ServiceAttributes first = declared.putIfAbsent(keyOf(definition), attributes);
                checkAgreement(first == null ? attributes : first, attributes);
            }
            PlannedEndpoint customized = customized(endpoint, definition);
            customized.check(kinds);
            plans.computeIfAbsent(keyOf(definition), key -> new ServicePlan(definition, new ArrayList<>()))
                    .endpoints()
                    .add(customized);
        }
        SubjectConflicts.check(plans.values());
        return List.copyOf(plans.values());
    }

    private PlannedEndpoint customized(PlannedEndpoint endpoint, ServiceDefinition service) {
        EndpointDefinition definition = endpoint.definition();
        for (EndpointCustomizer customizer : customizers) {
            try {
                definition = customizer.customize(definition, service);
                Assert.notNull(definition, "The endpoint has got no definition.");
            } catch (IllegalArgumentException ex) {
                throw InvalidDefinitionException.at(
                        endpoint.describe(),
                        ex,
                        "Correct the EndpointCustomizer %s."
                                .formatted(customizer.getClass().getName()));
            }
        }
        return customizers.isEmpty() ? endpoint : endpoint.withDefinition(definition);
    }

    private static Key keyOf(ServiceDefinition definition) {
        return new Key(definition.name(), definition.version());
    }

    private ServiceDefinition required(PlannedEndpoint endpoint) {
        if (defaultService == null) {
            throw new InvalidDefinitionException(
                    "The %s belongs to the default service, which has no name.".formatted(endpoint.describe()),
                    "Set the property nats.micro.name (or spring.application.name), or name a service with @NatsService on"
                            + " the class.",
                    null);
        }
        return defaultService;
    }

    private ServiceDefinition definition(ServiceAttributes attributes) {
        if (defaultService != null
                && defaultService.name().equals(attributes.name())
                && defaultService.version().equals(attributes.version())) {
            checkAgreementWithDefault(attributes, defaultService);
            return defaultService;
        }
        return new ServiceDefinition(
                attributes.name(),
                attributes.version(),
                attributes.description(),
                attributes.metadata(),
                attributes.queueGroup(),
                attributes.connection());
    }

    private static void checkAgreementWithDefault(ServiceAttributes attributes, ServiceDefinition defaultService) {
        boolean silent = attributes.description().isEmpty()
                && attributes.metadata().isEmpty()
                && attributes.queueGroup().equals(QueueGroup.inherited())
                && attributes.connection().isEmpty();
        boolean agrees = attributes.description().equals(defaultService.description())
                && attributes.metadata().equals(defaultService.metadata())
                && attributes.queueGroup().equals(defaultService.queueGroup())
                && attributes.connection().equals(defaultService.connection());
        if (!silent && !agrees) {
            throw new InvalidDefinitionException(
                    "The %s says something else of the service \"%s\" %s than the properties nats.micro.* do."
                            .formatted(attributes.where(), attributes.name(), attributes.version()),
                    "Leave out description, metadata, queue group and connection, or give the service another name.",
                    null);
        }
    }

    private static void checkAgreement(ServiceAttributes first, ServiceAttributes other) {
        boolean agrees = first.description().equals(other.description())
                && first.metadata().equals(other.metadata())
                && first.queueGroup().equals(other.queueGroup())
                && first.connection().equals(other.connection());
        if (!agrees) {
            throw new InvalidDefinitionException(
                    "The %s and the %s describe the service \"%s\" %s differently."
                            .formatted(first.where(), other.where(), other.name(), other.version()),
                    "Let description, metadata, queue group and connection agree, or give the services different names.",
                    null);
        }
    }
}
