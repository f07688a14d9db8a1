// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.util.function.Consumer;

/**
 * What a {@link NatsRouter} defines: services, and groups and endpoints of the default service. Texts are taken as they are;
 * placeholders in them are not resolved.
 */
public final class NatsRoutes {

    private final RouteCollector collector;
    private final RouteScope scope;

    NatsRoutes(RouteCollector collector) {
        this.collector = collector;
        this.scope = new RouteScope(collector, null);
    }

    /**
     * Defines endpoints of a service. It may be defined in several places, which must agree in what they say of it.
     *
     * @param name the service's name: letters, digits, {@code -} and {@code _}
     * @param version the service's version by Semantic Versioning
     * @param content says more of the service, and adds groups and endpoints
     * @return these routes
     * @throws InvalidDefinitionException if something that was given is not valid
     */
    public NatsRoutes service(String name, String version, Consumer<ServiceRoutes> content) {
        ServiceRoutes service = new ServiceRoutes(collector, name, version);
        collector.add(service);
        content.accept(service);
        return this;
    }

    /**
     * Adds a group to the default service.
     *
     * @param name the prefix of its endpoints' subjects
     * @param content adds groups and endpoints
     * @return these routes
     * @throws InvalidDefinitionException if something that was given is not valid
     */
    public NatsRoutes group(String name, Consumer<GroupRoutes> content) {
        scope.group(name, content);
        return this;
    }

    /**
     * Adds an endpoint to the default service.
     *
     * @param name the endpoint's name: letters, digits, {@code -} and {@code _}
     * @param content says more of the endpoint, and what handles its requests
     * @return these routes
     * @throws InvalidDefinitionException if something that was given is not valid, or there is no handler
     */
    public NatsRoutes endpoint(String name, Consumer<EndpointRoute> content) {
        scope.endpoint(name, content);
        return this;
    }
}
