// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import io.github.natsmicro.MicroService;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** The meter of what services of one name have lost. It never goes back, though services stop. */
final class LostRequests {

    private static final String NAME = "nats.micro.server.requests.lost";

    private final String service;
    private final List<MicroService> services;
    private final LongAdder before = new LongAdder();
    private final BoundMeters bound = new BoundMeters();

    LostRequests(String service, List<MicroService> services) {
        this.service = service;
        this.services = services;
    }

    /** What a service has lost that goes while others of its name stay. */
    void keep(long lost) {
        before.add(lost);
    }

    private double sum() {
        return before.sum()
                + services.stream()
                        .filter(running -> running.name().equals(service))
                        .mapToLong(MicroService::requestsLost)
                        .sum();
    }

    void bindTo(MeterRegistry registry) {
        bound.add(
                registry,
                FunctionCounter.builder(NAME, this, LostRequests::sum)
                        .description("Requests that were discarded because a delivering thread was held up")
                        .tags("service", service)
                        .register(registry));
    }

    void remove() {
        bound.remove();
    }
}
