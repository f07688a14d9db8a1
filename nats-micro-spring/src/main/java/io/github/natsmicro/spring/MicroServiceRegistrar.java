// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.github.natsmicro.HandlerThreads;
import io.github.natsmicro.MicroService;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.spring.endpoint.EndpointMethodFinder;
import io.github.natsmicro.spring.endpoint.PlannedEndpoint;
import io.github.natsmicro.spring.invocation.ArgumentKinds;
import io.github.natsmicro.spring.invocation.HandlerFactory;
import io.github.natsmicro.transport.Transport;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationEventPublisherAware;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.Assert;

/**
 * Makes NATS services of the {@link io.github.natsmicro.spring.annotation.NatsEndpoint} methods of a context, and of what its
 * {@link NatsRouter} beans define. Mistakes in them stop the context when all singletons are there; the services start last
 * and stop first. A context that starts again gets new services.
 *
 * <p>Beans that take part: {@link EndpointCustomizer} and {@link MicroServiceCustomizer}; {@link
 * io.github.natsmicro.Interceptor} and {@link io.github.natsmicro.ServiceListener}, which are added to all services in their
 * order; {@link org.springframework.core.task.TaskDecorator}, which together decorate each call of a handler and each task
 * that is given to {@link io.github.natsmicro.Request#executor()}, as they do with the tasks of Spring's executors.
 *
 * <p>Events that the context hears: {@link MicroServiceStartedEvent}, {@link MicroServiceStoppingEvent} and {@link
 * MicroServiceStoppedEvent}.
 */
public final class MicroServiceRegistrar
        implements BeanFactoryAware, ApplicationEventPublisherAware, SmartInitializingSingleton, SmartLifecycle {

    private static final CompletionStage<?> READY = CompletableFuture.completedFuture("ready");
    private static final int DEFAULT_HANDLER_THREADS = 256;

    private final @Nullable Connection connection;
    private final PayloadCodecs codecs;
    private final IdentityHashMap<Connection, Transport> transports = new IdentityHashMap<>();
    private @Nullable String connectionName;
    private ConnectionGate gate = connected -> READY;
    private @Nullable ServiceDefinition defaultService;
    private boolean announceDefaultService;
    private @Nullable String apiPrefix;
    private @Nullable Duration drainTimeout;
    private @Nullable ConfigurableListableBeanFactory beanFactory;
    private @Nullable List<ServicePlan> plans;
    private @Nullable HandlerThreads handlerThreads;
    private @Nullable HandlerThreads ownThreads;
    private @Nullable ApplicationEventPublisher publisher;
    private volatile @Nullable ServiceRun run;

    /**
     * Creates a registrar that offers services on a connection. A service may name another.
     *
     * @param connection where those services are offered that name no connection
     * @param codecs turn objects into payloads and back
     */
    public MicroServiceRegistrar(Connection connection, PayloadCodecs codecs) {
        Assert.notNull(connection, "A MicroServiceRegistrar needs a connection.");
        Assert.notNull(codecs, "A MicroServiceRegistrar needs codecs.");
        this.connection = connection;
        this.codecs = codecs;
    }

    /**
     * Creates a registrar that finds the connections of services among the beans. There need be none as long as no service
     * is offered.
     *
     * @param codecs turn objects into payloads and back
     * @see #setConnectionName(String)
     */
    public MicroServiceRegistrar(PayloadCodecs codecs) {
        Assert.notNull(codecs, "A MicroServiceRegistrar needs codecs.");
        this.connection = null;
        this.codecs = codecs;
    }

    /**
     * Sets where those services are offered that name no connection.
     *
     * @param connectionName the name of a {@link Connection} bean, or {@code null} for the connection that the registrar was
     *     created with, else the only or primary one
     */
    public void setConnectionName(@Nullable String connectionName) {
        this.connectionName = connectionName;
    }

    /**
     * Sets what tells when a connection can be used. Services whose connection can not be used yet are started when it can;
     * {@link #start()} does not wait for it.
     *
     * @param gate tells it
     */
    public void setConnectionGate(ConnectionGate gate) {
        Assert.notNull(gate, "The gate must not be null. Leave it out if connections can always be used.");
        this.gate = gate;
    }

    /**
     * Sets the service of those endpoint methods whose class names none.
     *
     * @param defaultService the service, or {@code null} if there is none
     */
    public void setDefaultService(@Nullable ServiceDefinition defaultService) {
        this.defaultService = defaultService;
    }

    /**
     * Sets whether the default service is there without endpoints too. By default it is not: an application that is only
     * a client announces nothing.
     *
     * @param announceDefaultService whether it is there in any case
     */
    public void setAnnounceDefaultService(boolean announceDefaultService) {
        this.announceDefaultService = announceDefaultService;
    }

    /**
     * Sets the prefix of the control subjects of all services.
     *
     * @param apiPrefix the prefix, or {@code null} for {@code $SRV}
     */
    public void setApiPrefix(@Nullable String apiPrefix) {
        this.apiPrefix = apiPrefix;
    }

    /**
     * Sets how long a service that stops waits for the requests that it has got.
     *
     * @param drainTimeout the time, or {@code null} for the engine's default
     */
    public void setDrainTimeout(@Nullable Duration drainTimeout) {
        this.drainTimeout = drainTimeout;
    }

    /**
     * Sets the threads that call endpoint methods, which all services share.
     *
     * @param handlerThreads the threads, which stay the caller's; {@code null} for a pool of 256 of the registrar's own
     */
    public void setHandlerThreads(@Nullable HandlerThreads handlerThreads) {
        this.handlerThreads = handlerThreads;
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        Assert.isInstanceOf(
                ConfigurableListableBeanFactory.class,
                beanFactory,
                "A MicroServiceRegistrar needs a bean factory that can list its beans.");
        this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
    }

    @Override
    public void setApplicationEventPublisher(ApplicationEventPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public void afterSingletonsInstantiated() {
        plans = findPlans();
    }

    private List<ServicePlan> findPlans() {
        ConfigurableListableBeanFactory beans = requiredBeanFactory();
        List<PlannedEndpoint> endpoints = new ArrayList<>(new EndpointMethodFinder(beans).find());
        endpoints.addAll(new RouterReader(beans).read());
        List<EndpointCustomizer> customizers =
                beans.getBeanProvider(EndpointCustomizer.class).orderedStream().toList();
        List<ServicePlan> found = new ServicePlanner(
                        defaultService, announceDefaultService, customizers, ArgumentKinds.of(beans))
                .plan(endpoints);
        ServiceConnections connections = connections();
        found.forEach(plan -> connections.of(plan.definition()));
        return found;
    }

    private ServiceConnections connections() {
        return new ServiceConnections(requiredBeanFactory(), connection, connectionName);
    }

    private ConfigurableListableBeanFactory requiredBeanFactory() {
        ConfigurableListableBeanFactory known = beanFactory;
        Assert.state(known != null, "The MicroServiceRegistrar is no bean of a context. Define it as one.");
        return known;
    }

    /**
     * The services that are running.
     *
     * @return the services, none before the start and after the stop; one whose connection is not there yet, or was closed, is
     *     not among them
     */
    public List<MicroService> services() {
        ServiceRun current = run;
        return current == null ? List.of() : current.services();
    }

    @Override
    public void start() {
        if (isRunning()) {
            return;
        }
        ServiceRun starting = new ServiceRun(offers(), gate, codecs.toString());
        run = starting;
        boolean started = false;
        try {
            starting.start();
            started = true;
        } finally {
            if (!started) {
                run = null;
                closeOwnThreads();
            }
        }
    }

    private List<ServiceRun.Offer> offers() {
        // A bean that is initialized lazily is not told when all singletons are there.
        List<ServicePlan> known = plans == null ? findPlans() : plans;
        plans = known;
        ConfigurableListableBeanFactory beans = requiredBeanFactory();
        ServiceConnections connections = connections();
        HandlerFactory handlers = new HandlerFactory(beans, codecs);
        MicroServiceFactory.Extensions extensions = MicroServiceFactory.Extensions.of(beans, publisher);
        HandlerThreads threads = threads();
        return known.stream()
                .map(plan -> {
                    Connection connection = connections.of(plan.definition());
                    MicroServiceFactory factory = new MicroServiceFactory(
                            transports.computeIfAbsent(connection, Transport::of),
                            handlers,
                            codecs.defaultCodec(),
                            threads,
                            apiPrefix,
                            drainTimeout,
                            extensions);
                    return new ServiceRun.Offer(plan, connection, factory);
                })
                .toList();
    }

    private HandlerThreads threads() {
        if (handlerThreads != null) {
            return handlerThreads;
        }
        HandlerThreads own = HandlerThreads.pool("nats-micro", DEFAULT_HANDLER_THREADS);
        ownThreads = own;
        return own;
    }

    private void closeOwnThreads() {
        HandlerThreads own = ownThreads;
        ownThreads = null;
        if (own != null) {
            own.close();
        }
    }

    @Override
    public void stop() {
        stopServices().join();
    }

    @Override
    public void stop(Runnable callback) {
        CompletableFuture<Void> unused = stopServices().thenRun(callback);
    }

    private CompletableFuture<Void> stopServices() {
        ServiceRun ending = run;
        run = null;
        HandlerThreads own = ownThreads;
        ownThreads = null;
        CompletableFuture<Void> stopped = ending == null ? CompletableFuture.completedFuture(null) : ending.stop();
        return stopped.thenRun(() -> {
            if (own != null) {
                own.close();
            }
        });
    }

    @Override
    public boolean isRunning() {
        return run != null;
    }
}
