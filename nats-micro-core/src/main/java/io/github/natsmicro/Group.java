// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.wire.Grammar;
import java.util.ArrayList;
import java.util.List;

/** A group of endpoints: a common prefix of their subjects, and a common choice of queue group (ADR-32, "Groups"). */
public final class Group {

    private final MicroService service;
    private final String prefix;
    private final QueueGroup queueGroup;
    // Guarded by this.
    private final List<Interceptor> interceptors;
    private boolean used;

    Group(MicroService service, String prefix, QueueGroup queueGroup, List<Interceptor> interceptors) {
        this.service = service;
        this.prefix = prefix;
        this.queueGroup = queueGroup;
        this.interceptors = new ArrayList<>(interceptors);
    }

    /**
     * Adds an interceptor for everything in this group, inside of those of the groups around it.
     *
     * @param interceptor the interceptor
     * @return this group
     * @throws IllegalStateException if the group has endpoints or groups, as it would not stand around these
     */
    public synchronized Group addInterceptor(Interceptor interceptor) {
        if (used) {
            throw new IllegalStateException(
                    "The group \"%s\" has endpoints or groups already, around which a new interceptor would not stand. Add the interceptor first."
                            .formatted(prefix));
        }
        interceptors.add(interceptor);
        return this;
    }

    private synchronized List<Interceptor> use() {
        used = true;
        return List.copyOf(interceptors);
    }

    /**
     * Adds a group below this one.
     *
     * @param name the prefix that it adds; an empty one adds none
     * @return the new group
     * @throws IllegalArgumentException if the name is not valid
     */
    public Group addGroup(String name) {
        return addGroup(name, QueueGroup.inherited());
    }

    /**
     * Adds a group below this one.
     *
     * @param name the prefix that it adds; an empty one adds none
     * @param queueGroup the choice of a queue group for what is below it
     * @return the new group
     * @throws IllegalArgumentException if the name is not valid
     */
    public Group addGroup(String name, QueueGroup queueGroup) {
        return new Group(service, join(prefix, Grammar.groupName(name)), queueGroup.orElse(this.queueGroup), use());
    }

    /**
     * Adds an endpoint whose subject is its name.
     *
     * @param name the endpoint's name
     * @param handler handles its requests
     * @return the endpoint
     * @throws IllegalArgumentException if the name is not valid
     * @throws IllegalStateException if the service is stopped, or the server did not confirm the subscription
     */
    public Endpoint addEndpoint(String name, Handler handler) {
        return addEndpoint(name, EndpointOptions.defaults(), handler);
    }

    /**
     * Adds an endpoint.
     *
     * @param name the endpoint's name
     * @param options what else was chosen for it
     * @param handler handles its requests
     * @return the endpoint
     * @throws IllegalArgumentException if the name is not valid
     * @throws IllegalStateException if the service is stopped, or the server did not confirm the subscription
     */
    public Endpoint addEndpoint(String name, EndpointOptions options, Handler handler) {
        return addAsyncEndpoint(name, options, AsyncHandler.of(handler));
    }

    /**
     * Adds an endpoint that answers later and whose subject is its name.
     *
     * @param name the endpoint's name
     * @param handler handles its requests
     * @return the endpoint
     * @throws IllegalArgumentException if the name is not valid
     * @throws IllegalStateException if the service is stopped, or the server did not confirm the subscription
     */
    public Endpoint addAsyncEndpoint(String name, AsyncHandler handler) {
        return addAsyncEndpoint(name, EndpointOptions.defaults(), handler);
    }

    /**
     * Adds an endpoint that answers later.
     *
     * @param name the endpoint's name
     * @param options what else was chosen for it
     * @param handler handles its requests
     * @return the endpoint
     * @throws IllegalArgumentException if the name is not valid
     * @throws IllegalStateException if the service is stopped, or the server did not confirm the subscription
     */
    public Endpoint addAsyncEndpoint(String name, EndpointOptions options, AsyncHandler handler) {
        Grammar.endpointName(name);
        String subject = join(prefix, options.subject() == null ? name : options.subject());
        String queue = options.queueGroup().orElse(queueGroup).resolve();
        if (options.instanceOnly()) {
            subject = join(subject, service.id());
            queue = null;
        }
        List<Interceptor> around = new ArrayList<>(use());
        around.addAll(options.interceptors());
        return service.add(name, Grammar.subject(subject), queue, options, InterceptorChain.around(around, handler));
    }

    private static String join(String prefix, String rest) {
        if (prefix.isEmpty() || rest.isEmpty()) {
            return prefix + rest;
        }
        return prefix + "." + rest;
    }
}
