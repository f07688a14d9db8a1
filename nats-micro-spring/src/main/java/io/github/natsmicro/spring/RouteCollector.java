// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.spring.contract.EndpointDefinition;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.spring.contract.ServiceAttributes;
import io.github.natsmicro.spring.endpoint.BeanMethods;
import io.github.natsmicro.spring.endpoint.EndpointMethod;
import io.github.natsmicro.spring.endpoint.FunctionEndpoint;
import io.github.natsmicro.spring.endpoint.PlannedEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what one router defines, and says of its mistakes where they are. */
final class RouteCollector {

    private static final Logger logger = LoggerFactory.getLogger(RouteCollector.class);

    private final String router;
    private final BeanMethods methods;
    private final List<Entry> entries = new ArrayList<>();

    private final List<ServiceRoutes> services = new ArrayList<>();

    private record Entry(EndpointRoute route, RouteScope scope) {}

    RouteCollector(String router, BeanMethods methods) {
        this.router = router;
        this.methods = methods;
    }

    void add(ServiceRoutes service) {
        services.add(service);
    }

    void add(EndpointRoute route, RouteScope scope) {
        entries.add(new Entry(route, scope));
    }

    /** The router as messages show it. */
    String describe() {
        return "router \"" + router + "\"";
    }

    /** A value that the engine checks. */
    <T> T checked(String what, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException ex) {
            throw InvalidDefinitionException.at(
                    what + " of the " + describe(), ex, "Correct what the router says of it.");
        }
    }

    /** The endpoints in the order of their definition. What is around them is complete now. */
    List<PlannedEndpoint> endpoints() {
        services.stream()
                .filter(service -> entries.stream()
                        .noneMatch(entry -> service.equals(entry.scope().service())))
                .forEach(service -> logger.warn(
                        "The {} defines the {} without an endpoint. It offers nothing.", describe(), service));
        return entries.stream().map(this::plan).toList();
    }

    private PlannedEndpoint plan(Entry entry) {
        String what = "endpoint \"" + entry.route().name() + "\"";
        EndpointDefinition definition = checked(what, () -> entry.route().definition(entry.scope()));
        ServiceRoutes ofService = entry.scope().service();
        ServiceAttributes service = ofService == null ? null : ofService.attributes();
        List<RouteTarget> targets = entry.route().targets();
        if (targets.size() != 1) {
            throw new InvalidDefinitionException(
                    "The %s of the %s has %s."
                            .formatted(what, describe(), targets.isEmpty() ? "no handler" : "more than one handler"),
                    "Call one of the methods \"handle\" and \"method\" of the endpoint once.",
                    null);
        }
        return plan(what, targets.get(0), definition, service);
    }

    private PlannedEndpoint plan(
            String what, RouteTarget target, EndpointDefinition definition, @Nullable ServiceAttributes service) {
        String where = what + " of the " + describe();
        if (target instanceof RouteTarget.OfFunction of) {
            return new FunctionEndpoint(where, router, of.payload(), of.function(), definition, service);
        }
        BeanMethods.Found found;
        if (target instanceof RouteTarget.OfMethod of) {
            found = methods.find(where, of.beanName(), of.method());
        } else {
            RouteTarget.OfName of = (RouteTarget.OfName) target;
            found = methods.find(where, of.beanName(), of.methodName(), of.parameterTypes());
        }
        return new EndpointMethod(found.beanName(), found.type(), found.method(), definition, service);
    }
}
