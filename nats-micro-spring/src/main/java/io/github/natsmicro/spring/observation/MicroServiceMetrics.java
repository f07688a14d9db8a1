// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import io.github.natsmicro.Endpoint;
import io.github.natsmicro.MicroService;
import io.github.natsmicro.Outcome;
import io.github.natsmicro.Request;
import io.github.natsmicro.ServiceListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Meters of the services of an application: requests in flight, waiting, rejected and lost. They come when a service starts
 * and go when it has stopped. It must be a listener of the services, and as a bean it is.
 *
 * <p>Services of the same name, and endpoints of the same name in a service, share their meters.
 */
public final class MicroServiceMetrics implements MeterBinder, ServiceListener {

    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();
    private final List<MicroService> services = new CopyOnWriteArrayList<>();
    private final Map<EndpointMeters.Key, EndpointMeters> endpoints = new ConcurrentHashMap<>();
    private final Map<String, LostRequests> lost = new ConcurrentHashMap<>();

    /** Creates the meters. */
    public MicroServiceMetrics() {}

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        registries.add(registry);
        endpoints.values().forEach(meters -> meters.bindTo(registry));
        lost.values().forEach(meter -> meter.bindTo(registry));
    }

    @Override
    public synchronized void started(MicroService service) {
        services.add(service);
        if (!lost.containsKey(service.name())) {
            LostRequests meter = new LostRequests(service.name(), services);
            lost.put(service.name(), meter);
            registries.forEach(meter::bindTo);
        }
        service.endpoints().forEach(this::added);
    }

    @Override
    public synchronized void stopped(MicroService service, @Nullable Throwable reason) {
        LostRequests meter = lost.get(service.name());
        if (!services.remove(service) || meter == null) {
            return;
        }
        if (services.stream().anyMatch(other -> other.name().equals(service.name()))) {
            meter.keep(service.requestsLost());
            return;
        }
        lost.remove(service.name());
        meter.remove();
        Set<EndpointMeters.Key> gone = new HashSet<>(endpoints.keySet());
        gone.removeIf(key -> !key.service().equals(service.name()));
        for (EndpointMeters.Key key : gone) {
            EndpointMeters meters = endpoints.remove(key);
            if (meters != null) {
                meters.remove();
            }
        }
    }

    @Override
    public void requestClosed(Request request, Outcome outcome, Duration time) {
        Endpoint endpoint = request.endpoint();
        EndpointMeters known = endpoints.get(EndpointMeters.Key.of(endpoint));
        // Endpoints may be added to a service that runs.
        EndpointMeters meters = known == null ? added(endpoint) : known;
        if (outcome.kind() == Outcome.Kind.REJECTED) {
            meters.rejected();
        }
    }

    private synchronized EndpointMeters added(Endpoint endpoint) {
        EndpointMeters.Key key = EndpointMeters.Key.of(endpoint);
        EndpointMeters known = endpoints.get(key);
        if (known != null) {
            return known;
        }
        EndpointMeters meters = new EndpointMeters(key, count -> sum(key, count));
        endpoints.put(key, meters);
        registries.forEach(meters::bindTo);
        return meters;
    }

    private int sum(EndpointMeters.Key key, ToIntFunction<Endpoint> count) {
        int sum = 0;
        for (MicroService service : services) {
            if (service.name().equals(key.service())) {
                for (Endpoint endpoint : service.endpoints()) {
                    sum += endpoint.name().equals(key.endpoint()) ? count.applyAsInt(endpoint) : 0;
                }
            }
        }
        return sum;
    }
}
