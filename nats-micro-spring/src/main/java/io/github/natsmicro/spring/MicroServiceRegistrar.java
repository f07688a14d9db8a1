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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.Assert;

/**
 * Makes NATS services of the {@link io.github.natsmicro.spring.annotation.NatsEndpoint} methods of a context, and of what its
 * {@link NatsRouter} beans define. Mistakes in them stop the context when all singletons are there; the services start last
 * and stop first. A context that starts again gets new services.
 *
 * <p>Beans that take part: {@link EndpointCustomizer} and {@link MicroServiceCustomizer}; {@link
 * io.github.natsmicro.Interceptor} and {@link io.github.natsmicro.ServiceListener}, which are added to all services in their
 * order.
 */
public final class MicroServiceRegistrar implements BeanFactoryAware, SmartInitializingSingleton, SmartLifecycle {

    private static final Logger logger = LoggerFactory.getLogger(MicroServiceRegistrar.class);
    private static final int DEFAULT_HANDLER_THREADS = 256;

    private final Transport transport;
    private final PayloadCodecs codecs;
    private @Nullable ServiceDefinition defaultService;
    private boolean announceDefaultService;
    private @Nullable String apiPrefix;
    private @Nullable Duration drainTimeout;
    private @Nullable ConfigurableListableBeanFactory beanFactory;
    private @Nullable List<ServicePlan> plans;
    private @Nullable HandlerThreads handlerThreads;
    private @Nullable HandlerThreads ownThreads;
    private volatile List<MicroService> services = List.of();

    /**
     * Creates a registrar.
     *
     * @param connection where the services are offered
     * @param codecs turn objects into payloads and back
     */
    public MicroServiceRegistrar(Connection connection, PayloadCodecs codecs) {
        Assert.notNull(connection, "A MicroServiceRegistrar needs a connection.");
        Assert.notNull(codecs, "A MicroServiceRegistrar needs codecs.");
        this.transport = Transport.of(connection);
        this.codecs = codecs;
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
    public void afterSingletonsInstantiated() {
        plans = findPlans();
    }

    private List<ServicePlan> findPlans() {
        ConfigurableListableBeanFactory beans = requiredBeanFactory();
        List<PlannedEndpoint> endpoints = new ArrayList<>(new EndpointMethodFinder(beans).find());
        endpoints.addAll(new RouterReader(beans).read());
        List<EndpointCustomizer> customizers =
                beans.getBeanProvider(EndpointCustomizer.class).orderedStream().toList();
        return new ServicePlanner(defaultService, announceDefaultService, customizers, ArgumentKinds.of(beans))
                .plan(endpoints);
    }

    private ConfigurableListableBeanFactory requiredBeanFactory() {
        ConfigurableListableBeanFactory known = beanFactory;
        Assert.state(known != null, "The MicroServiceRegistrar is no bean of a context. Define it as one.");
        return known;
    }

    /**
     * The services that are running.
     *
     * @return the services, none before the start and after the stop; one whose connection was closed is no longer there
     */
    public List<MicroService> services() {
        return services.stream().filter(service -> !service.stopped().isDone()).toList();
    }

    @Override
    public void start() {
        if (isRunning()) {
            return;
        }
        // A bean that is initialized lazily is not told when all singletons are there.
        List<ServicePlan> known = plans == null ? findPlans() : plans;
        plans = known;
        HandlerThreads threads = handlerThreads;
        if (threads == null) {
            threads = HandlerThreads.pool("nats-micro", DEFAULT_HANDLER_THREADS);
            ownThreads = threads;
        }
        MicroServiceFactory factory = new MicroServiceFactory(
                transport,
                new HandlerFactory(requiredBeanFactory(), codecs),
                codecs.defaultCodec(),
                threads,
                apiPrefix,
                drainTimeout,
                MicroServiceFactory.Extensions.of(requiredBeanFactory()));
        List<MicroService> started = new ArrayList<>();
        try {
            for (ServicePlan plan : known) {
                started.add(factory.build(plan).start());
            }
        } catch (RuntimeException ex) {
            stopAll(started).join();
            throw ex;
        }
        services = List.copyOf(started);
        if (started.isEmpty()) {
            logger.info(
                    "No NATS service was started: no bean has a method with @NatsEndpoint, and no NatsRouter defines one.");
        } else {
            logger.info(
                    "Started NATS services at {}: {}; codec: {}.",
                    transport.server(),
                    started.stream().map(MicroServiceFactory::describe).collect(Collectors.joining("; ")),
                    codecs);
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
        List<MicroService> running = services;
        services = List.of();
        return stopAll(running);
    }

    private CompletableFuture<Void> stopAll(List<MicroService> running) {
        HandlerThreads own = ownThreads;
        ownThreads = null;
        // A service that was stopped with an error has stopped all the same.
        return CompletableFuture.allOf(running.stream()
                        .map(service -> service.stop().handle((done, failure) -> null))
                        .toArray(CompletableFuture[]::new))
                .thenRun(() -> {
                    if (own != null) {
                        own.close();
                    }
                });
    }

    @Override
    public boolean isRunning() {
        return !services.isEmpty();
    }
}
