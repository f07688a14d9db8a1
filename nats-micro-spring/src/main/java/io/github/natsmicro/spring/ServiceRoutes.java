// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.Interceptor;
import io.github.natsmicro.QueueGroup;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.spring.contract.ServiceAttributes;
import io.github.natsmicro.wire.Grammar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A service that a {@link NatsRouter} defines. The order of the calls does not matter, but for that of the endpoints. */
public final class ServiceRoutes {

    private final RouteCollector collector;
    private final String name;
    private final String version;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final RouteScope scope;
    private String description = "";
    private String connection = "";

    ServiceRoutes(RouteCollector collector, String name, String version) {
        this.collector = collector;
        this.name = name;
        this.version = version;
        collector.checked(toString(), () -> Grammar.serviceName(name));
        collector.checked(toString(), () -> Grammar.version(version));
        this.scope = new RouteScope(collector, this);
    }

    ServiceAttributes attributes() {
        return collector.checked(
                toString(),
                () -> new ServiceAttributes(
                        collector.describe(), name, version, description, metadata, scope.queueGroup(), connection));
    }

    /**
     * Describes what the service is for.
     *
     * @param text a line of text
     * @return these routes
     */
    public ServiceRoutes description(String text) {
        this.description = text;
        return this;
    }

    /**
     * Adds metadata, which clients see with every document of the service.
     *
     * @param key the key
     * @param value the value
     * @return these routes
     */
    public ServiceRoutes metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /**
     * Chooses the queue group of all endpoints of the service that choose none themselves.
     *
     * @param choice the choice
     * @return these routes
     */
    public ServiceRoutes queueGroup(QueueGroup choice) {
        scope.queueGroup(choice);
        return this;
    }

    /**
     * Chooses the connection that the service is offered on.
     *
     * @param beanName the name of an {@link io.nats.client.Connection} bean; empty for the one of all services that name
     *     none
     * @return these routes
     */
    public ServiceRoutes connection(String beanName) {
        this.connection = beanName;
        return this;
    }

    /**
     * Adds an interceptor around the endpoints that are defined here, inside of those that were added before. It does not
     * stand around endpoints of the service that are defined elsewhere; a {@link MicroServiceCustomizer} adds such a one.
     *
     * @param interceptor the interceptor
     * @return these routes
     */
    public ServiceRoutes interceptor(Interceptor interceptor) {
        scope.interceptor(interceptor);
        return this;
    }

    /**
     * Adds a group.
     *
     * @param groupName the prefix of its endpoints' subjects
     * @param content adds groups and endpoints
     * @return these routes
     * @throws InvalidDefinitionException if something that was given is not valid
     */
    public ServiceRoutes group(String groupName, Consumer<GroupRoutes> content) {
        scope.group(groupName, content);
        return this;
    }

    /**
     * Adds an endpoint.
     *
     * @param endpointName the endpoint's name: letters, digits, {@code -} and {@code _}
     * @param content says more of the endpoint, and what handles its requests
     * @return these routes
     * @throws InvalidDefinitionException if something that was given is not valid, or there is no handler
     */
    public ServiceRoutes endpoint(String endpointName, Consumer<EndpointRoute> content) {
        scope.endpoint(endpointName, content);
        return this;
    }

    /** The service as messages show it. */
    @Override
    public String toString() {
        return "service \"" + name + "\"";
    }
}
