// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import io.github.natsmicro.Endpoint;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToIntFunction;

/** The meters of the endpoints of one name. */
final class EndpointMeters {

    private static final String PREFIX = "nats.micro.server.requests.";

    private final Key key;
    private final Sum sum;
    private final LongAdder rejected = new LongAdder();
    private final BoundMeters bound = new BoundMeters();

    /** What the endpoints have in common. */
    record Key(String service, String endpoint) {

        static Key of(Endpoint endpoint) {
            return new Key(endpoint.serviceName(), endpoint.name());
        }

        Tags tags() {
            return Tags.of("service", service, "endpoint", endpoint);
        }
    }

    /** Adds up what is counted of those endpoints that are there. */
    @FunctionalInterface
    interface Sum {

        int of(ToIntFunction<Endpoint> count);
    }

    EndpointMeters(Key key, Sum sum) {
        this.key = key;
        this.sum = sum;
    }

    void rejected() {
        rejected.increment();
    }

    void bindTo(MeterRegistry registry) {
        gauge(registry, "inflight", "Requests that are not over, those that wait among them", Endpoint::inFlight);
        gauge(registry, "waiting", "Requests that wait for their handler to begin", Endpoint::waiting);
        bound.add(
                registry,
                FunctionCounter.builder(PREFIX + "rejected", this, meters -> meters.rejected.sum())
                        .description("Requests that were refused, or not waited for any longer")
                        .tags(key.tags())
                        .register(registry));
    }

    private void gauge(MeterRegistry registry, String name, String description, ToIntFunction<Endpoint> count) {
        bound.add(
                registry,
                Gauge.builder(PREFIX + name, this, meters -> meters.sum.of(count))
                        .description(description)
                        .tags(key.tags())
                        .register(registry));
    }

    void remove() {
        bound.remove();
    }
}
