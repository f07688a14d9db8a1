// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.Interceptor;
import io.github.natsmicro.QueueGroup;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.util.function.Consumer;

/** A group that a {@link NatsRouter} defines. The order of the calls does not matter, but for that of the endpoints. */
public final class GroupRoutes {

    private final RouteScope scope;

    GroupRoutes(RouteScope scope) {
        this.scope = scope;
    }

    /**
     * Chooses the queue group of those endpoints in this group that choose none themselves.
     *
     * @param choice the choice
     * @return these routes
     */
    public GroupRoutes queueGroup(QueueGroup choice) {
        scope.queueGroup(choice);
        return this;
    }

    /**
     * Adds an interceptor around everything in this group, inside of those of what is around the group.
     *
     * @param interceptor the interceptor
     * @return these routes
     */
    public GroupRoutes interceptor(Interceptor interceptor) {
        scope.interceptor(interceptor);
        return this;
    }

    /**
     * Adds a group below this one.
     *
     * @param name the prefix that it adds
     * @param content adds groups and endpoints
     * @return these routes
     * @throws InvalidDefinitionException if something that was given is not valid
     */
    public GroupRoutes group(String name, Consumer<GroupRoutes> content) {
        scope.group(name, content);
        return this;
    }

    /**
     * Adds an endpoint.
     *
     * @param name the endpoint's name: letters, digits, {@code -} and {@code _}
     * @param content says more of the endpoint, and what handles its requests
     * @return these routes
     * @throws InvalidDefinitionException if something that was given is not valid, or there is no handler
     */
    public GroupRoutes endpoint(String name, Consumer<EndpointRoute> content) {
        scope.endpoint(name, content);
        return this;
    }
}
