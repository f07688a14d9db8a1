// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.EndpointOptions;
import io.github.natsmicro.Interceptor;
import io.github.natsmicro.QueueGroup;
import io.github.natsmicro.spring.contract.SubjectTemplate;
import io.github.natsmicro.wire.Grammar;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What endpoints of a router have around them: a service, and groups in each other. */
final class RouteScope {

    private final RouteCollector collector;
    private final @Nullable RouteScope outer;
    private final @Nullable ServiceRoutes service;
    private final String prefix;
    private final List<Interceptor> interceptors = new ArrayList<>();
    private QueueGroup queueGroup = QueueGroup.inherited();

    RouteScope(RouteCollector collector, @Nullable ServiceRoutes service) {
        this(collector, null, service, "");
    }

    private RouteScope(
            RouteCollector collector, @Nullable RouteScope outer, @Nullable ServiceRoutes service, String prefix) {
        this.collector = collector;
        this.outer = outer;
        this.service = service;
        this.prefix = prefix;
    }

    void queueGroup(QueueGroup choice) {
        this.queueGroup = choice;
    }

    void interceptor(Interceptor interceptor) {
        interceptors.add(interceptor);
    }

    void group(String name, Consumer<GroupRoutes> content) {
        collector.checked(
                "group \"" + name + "\"",
                () -> Grammar.groupName(SubjectTemplate.parse(name).pattern()));
        content.accept(new GroupRoutes(new RouteScope(collector, this, service, join(prefix, name))));
    }

    void endpoint(String name, Consumer<EndpointRoute> content) {
        EndpointRoute route = new EndpointRoute(name);
        content.accept(route);
        collector.add(route, this);
    }

    private static String join(String outer, String inner) {
        return outer.isEmpty() || inner.isEmpty() ? outer + inner : outer + "." + inner;
    }

    @Nullable
    ServiceRoutes service() {
        return service;
    }

    /** The prefix of all groups. */
    String prefix() {
        return prefix;
    }

    QueueGroup queueGroup() {
        return queueGroup;
    }

    /** The choice of the nearest group that has made one. */
    QueueGroup queueGroupOfGroups() {
        if (outer == null) {
            // That of a service is one of the service's attributes.
            return service == null ? queueGroup : QueueGroup.inherited();
        }
        return queueGroup.equals(QueueGroup.inherited()) ? outer.queueGroupOfGroups() : queueGroup;
    }

    /** Options with the interceptors of all that is around, the outermost first. */
    EndpointOptions options() {
        EndpointOptions options = outer == null ? EndpointOptions.defaults() : outer.options();
        for (Interceptor interceptor : interceptors) {
            options = options.interceptor(interceptor);
        }
        return options;
    }
}
