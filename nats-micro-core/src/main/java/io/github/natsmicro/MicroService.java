// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.transport.Transport;
import io.github.natsmicro.wire.InfoResponse;
import io.github.natsmicro.wire.PingResponse;
import io.github.natsmicro.wire.StatsResponse;
import io.nats.client.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A NATS service (ADR-32): endpoints that answer requests, and that every NATS client can discover, call and watch.
 *
 * <pre>{@code
 * try (MicroService service = MicroService.builder(connection, "demo-service", "1.0.0")
 *         .description("Demo service")
 *         .addGroup("demo", demo -> demo.addEndpoint("echo", request -> request.respond(request.data())))
 *         .start()) {
 *     service.stopped().join();
 * }
 * }</pre>
 *
 * <p>A service has one life: it is started once and stopped once. The connection stays the user's; a service neither
 * closes it nor touches what else is subscribed on it. When the connection is closed the service stops.
 */
public final class MicroService implements AutoCloseable {

    private final ServiceContext context;
    private final Group root;
    private final StatsCollector stats;
    private final Lifecycle lifecycle;

    /**
     * Creates a service.
     *
     * @param ownThreads whether the threads are to be closed when it has stopped
     */
    MicroService(
            ServiceConfig config,
            Transport transport,
            HandlerThreads threads,
            boolean ownThreads,
            List<ServiceListener> listeners) {
        ServiceTimer timer = new ServiceTimer(config.name() + "-timer");
        this.context = new ServiceContext(
                config,
                transport,
                new Execution(threads),
                timer,
                new Outflow(transport, config.name()),
                new Listeners(listeners));
        this.root = new Group(
                this, "", context.config().queueGroup(), context.config().interceptors());
        this.stats = new StatsCollector(config.name());
        this.lifecycle = new Lifecycle(this, context, new DiscoveryResponder(this, transport, stats::execute), () -> {
            stats.close();
            if (ownThreads) {
                threads.close();
            }
        });
    }

    /**
     * Describes a service on a connection.
     *
     * @param connection the connection, which stays the user's
     * @param name the service's name: letters, digits, {@code -} and {@code _}
     * @param version the service's version by Semantic Versioning
     * @return a builder
     * @throws IllegalArgumentException if the name or the version is not valid
     */
    public static MicroServiceBuilder builder(Connection connection, String name, String version) {
        return builder(Transport.of(connection), name, version);
    }

    /**
     * Describes a service on another transport than a jnats connection.
     *
     * @param transport the transport
     * @param name the service's name: letters, digits, {@code -} and {@code _}
     * @param version the service's version by Semantic Versioning
     * @return a builder
     * @throws IllegalArgumentException if the name or the version is not valid
     */
    public static MicroServiceBuilder builder(Transport transport, String name, String version) {
        return new MicroServiceBuilder(transport, name, version);
    }

    /**
     * The name, which instances of a service share.
     *
     * @return the name
     */
    public String name() {
        return context.config().name();
    }

    /**
     * The id of this instance, which no other has.
     *
     * @return the id
     */
    public String id() {
        return context.config().id();
    }

    /**
     * The version.
     *
     * @return the version
     */
    public String version() {
        return context.config().version();
    }

    /**
     * Where the service is in its life.
     *
     * @return the phase at this moment
     */
    public ServicePhase phase() {
        return lifecycle.phase();
    }

    /**
     * What the service stands on.
     *
     * @return the transport; a {@link JnatsTransport} if it was built on a connection
     */
    public Transport transport() {
        return context.transport();
    }

    /**
     * The endpoints in the order of their registration.
     *
     * @return a copy of the list
     */
    public List<Endpoint> endpoints() {
        return lifecycle.endpoints().listed();
    }

    /** Those that come or go, too. */
    List<Endpoint> allEndpoints() {
        return lifecycle.endpoints().all();
    }

    /**
     * Adds a group, before or after the start.
     *
     * @param name the prefix of its endpoints' subjects; an empty one adds none
     * @return the group
     * @throws IllegalArgumentException if the name is not valid
     */
    public Group addGroup(String name) {
        return root.addGroup(name);
    }

    /**
     * Adds a group, before or after the start.
     *
     * @param name the prefix of its endpoints' subjects; an empty one adds none
     * @param queueGroup the choice of a queue group for its endpoints
     * @return the group
     * @throws IllegalArgumentException if the name is not valid
     */
    public Group addGroup(String name, QueueGroup queueGroup) {
        return root.addGroup(name, queueGroup);
    }

    /**
     * Adds an endpoint whose subject is its name, before or after the start.
     *
     * @param name the endpoint's name
     * @param handler handles its requests
     * @return the endpoint
     * @throws IllegalArgumentException if the name is not valid
     * @throws IllegalStateException if the service is stopped, or the server did not confirm the subscription
     */
    public Endpoint addEndpoint(String name, Handler handler) {
        return root.addEndpoint(name, handler);
    }

    /**
     * Adds an endpoint, before or after the start.
     *
     * @param name the endpoint's name
     * @param options what else was chosen for it
     * @param handler handles its requests
     * @return the endpoint
     * @throws IllegalArgumentException if the name is not valid
     * @throws IllegalStateException if the service is stopped, or the server did not confirm the subscription
     */
    public Endpoint addEndpoint(String name, EndpointOptions options, Handler handler) {
        return root.addEndpoint(name, options, handler);
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
     * Adds an endpoint that answers later, before or after the start.
     *
     * @param name the endpoint's name
     * @param options what else was chosen for it
     * @param handler handles its requests
     * @return the endpoint
     * @throws IllegalArgumentException if the name is not valid
     * @throws IllegalStateException if the service is stopped, or the server did not confirm the subscription
     */
    public Endpoint addAsyncEndpoint(String name, EndpointOptions options, AsyncHandler handler) {
        return root.addAsyncEndpoint(name, options, handler);
    }

    Endpoint add(
            String name, String subject, @Nullable String queueGroup, EndpointOptions options, AsyncHandler handler) {
        Endpoint endpoint = new Endpoint(name, subject, queueGroup, options, handler, context, lifecycle.endpoints());
        lifecycle.endpoints().add(endpoint);
        return endpoint;
    }

    /**
     * Starts the service. When this returns the server has confirmed its subscriptions, so that any client can call it.
     *
     * @return this service
     * @throws ServiceStartException if the server did not confirm, or refused a subscription where the policy is {@link
     *     FailurePolicy#STOP}; nothing is left subscribed then
     * @throws IllegalStateException if it has been started or stopped before
     */
    public MicroService start() {
        lifecycle.start();
        return this;
    }

    /**
     * Stops the service: takes no more requests, lets those that were delivered finish within the drain timeout, answers
     * the rest with {@code 503}, leaves discovery. Returns at once, can be called from a handler, and does nothing the
     * second time.
     *
     * @return the same as {@link #stopped()}
     */
    public CompletableFuture<Void> stop() {
        return lifecycle.stop(null);
    }

    /**
     * Stops the service like {@link #stop()}, because of an error.
     *
     * @param reason the error, with which {@link #stopped()} completes if nobody stopped the service before
     * @return the same as {@link #stopped()}
     */
    public CompletableFuture<Void> stop(Throwable reason) {
        return lifecycle.stop(reason);
    }

    /**
     * Tells when the service has stopped, for whatever reason.
     *
     * @return completes when {@link #stop()} has done its work; exceptionally with the error that it was stopped with
     */
    public CompletableFuture<Void> stopped() {
        return lifecycle.stopped();
    }

    /**
     * Stops the service and waits until it has stopped. Called by one of its handlers or listeners it does not wait, as it
     * would wait for itself; on whatever other thread an asynchronous handler works, call {@link #stop()} instead.
     */
    @Override
    public void close() {
        CompletableFuture<Void> end = stop();
        Thread current = Thread.currentThread();
        boolean waitsForItself = context.listeners().areToldOn(current)
                || allEndpoints().stream().anyMatch(endpoint -> endpoint.handlesOn(current));
        if (!waitsForItself) {
            end.handle((done, failure) -> null).join();
        }
    }

    /**
     * The answer to {@code $SRV.PING}.
     *
     * @return the document
     */
    public PingResponse ping() {
        return new PingResponse(name(), id(), version(), context.config().metadata());
    }

    /**
     * The answer to {@code $SRV.INFO}.
     *
     * @return the document
     */
    public InfoResponse info() {
        return new InfoResponse(
                name(),
                id(),
                version(),
                context.config().metadata(),
                context.config().description(),
                endpoints().stream().map(Endpoint::info).toList());
    }

    /**
     * The answer to {@code $SRV.STATS}. Before the start the time of the start is 1970-01-01. Takes up to 100 milliseconds
     * if endpoints have suppliers of data; called by such a supplier it leaves out their data.
     *
     * @return the document
     */
    public StatsResponse stats() {
        return collectStats().join();
    }

    CompletableFuture<StatsResponse> collectStats() {
        return stats.collect(endpoints())
                .thenApply(endpointStats -> new StatsResponse(
                        name(), id(), version(), context.config().metadata(), lifecycle.started(), endpointStats));
    }

    /**
     * How many requests were lost in the client because a delivering thread was held up. It is no part of ADR-32.
     *
     * @return the number since the start
     */
    public long requestsLost() {
        return lifecycle.lost();
    }

    /** Sets all counters to zero and the time of the start to now; nothing else changes. */
    public void reset() {
        endpoints().forEach(Endpoint::reset);
        lifecycle.restartClock();
    }
}
