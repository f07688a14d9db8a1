// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.QueueGroup;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.spring.contract.ServiceAttributes;
import io.github.natsmicro.spring.endpoint.EndpointMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which services there are to be, and which endpoint methods belong to each. */
record ServicePlan(ServiceDefinition definition, List<EndpointMethod> endpoints) {

    /** Services are told apart by name and version. */
    private record Key(String name, String version) {}

    /**
     * Sorts the methods into services.
     *
     * @param methods the methods that were found
     * @param defaultService the service of those whose class names none, or {@code null} if there is no such service
     * @param announceDefault whether the default service is there without endpoints too
     * @throws InvalidDefinitionException if the methods do not go together
     */
    static List<ServicePlan> of(
            List<EndpointMethod> methods, @Nullable ServiceDefinition defaultService, boolean announceDefault) {
        Map<Key, ServicePlan> plans = new LinkedHashMap<>();
        Map<Key, ServiceAttributes> declared = new HashMap<>();
        if (announceDefault && defaultService != null) {
            plans.put(keyOf(defaultService), new ServicePlan(defaultService, new ArrayList<>()));
        }
        for (EndpointMethod method : methods) {
            ServiceAttributes attributes = method.service();
            ServiceDefinition definition =
                    attributes == null ? required(defaultService, method) : definition(attributes, defaultService);
            if (attributes != null) {
                ServiceAttributes first = declared.putIfAbsent(keyOf(definition), attributes);
                checkAgreement(first == null ? attributes : first, attributes);
            }
            plans.computeIfAbsent(keyOf(definition), key -> new ServicePlan(definition, new ArrayList<>()))
                    .endpoints()
                    .add(method);
        }
        SubjectConflicts.check(plans.values());
        return List.copyOf(plans.values());
    }

    private static Key keyOf(ServiceDefinition definition) {
        return new Key(definition.name(), definition.version());
    }

    private static ServiceDefinition required(@Nullable ServiceDefinition defaultService, EndpointMethod method) {
        if (defaultService == null) {
            throw new InvalidDefinitionException(
                    "The %s belongs to the default service, which has no name.".formatted(method.describe()),
                    "Set the property nats.micro.name (or spring.application.name), or name a service with @NatsService on"
                            + " the class.",
                    null);
        }
        return defaultService;
    }

    private static ServiceDefinition definition(
            ServiceAttributes attributes, @Nullable ServiceDefinition defaultService) {
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
                attributes.queueGroup());
    }

    private static void checkAgreementWithDefault(ServiceAttributes attributes, ServiceDefinition defaultService) {
        boolean silent = attributes.description().isEmpty()
                && attributes.metadata().isEmpty()
                && attributes.queueGroup().equals(QueueGroup.inherited());
        boolean agrees = attributes.description().equals(defaultService.description())
                && attributes.metadata().equals(defaultService.metadata())
                && attributes.queueGroup().equals(defaultService.queueGroup());
        if (!silent && !agrees) {
            throw new InvalidDefinitionException(
                    "The class %s says something else of the service \"%s\" %s than the properties nats.micro.* do."
                            .formatted(attributes.where(), attributes.name(), attributes.version()),
                    "Leave description, metadata and queueGroup out of @NatsService, or give the service another name.",
                    null);
        }
    }

    private static void checkAgreement(ServiceAttributes first, ServiceAttributes other) {
        boolean agrees = first.description().equals(other.description())
                && first.metadata().equals(other.metadata())
                && first.queueGroup().equals(other.queueGroup());
        if (!agrees) {
            throw new InvalidDefinitionException(
                    "The classes %s and %s describe the service \"%s\" %s differently."
                            .formatted(first.where(), other.where(), other.name(), other.version()),
                    "Let description, metadata and queueGroup of @NatsService agree, or give the services different names.",
                    null);
        }
    }
}
