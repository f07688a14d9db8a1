// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test;

import io.github.natsmicro.Endpoint;
import io.github.natsmicro.MicroService;
import io.github.natsmicro.wire.EndpointStats;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.assertj.core.api.AssertProvider;

/**
 * The statistics of an endpoint. A request counts when it is closed, which may be a moment after its reply; so whoever asks
 * waits until no request is under way, but for a second at most.
 */
public final class TestStats implements AssertProvider<StatsAssert> {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final String service;
    private final Endpoint endpoint;

    private TestStats(String service, Endpoint endpoint) {
        this.service = service;
        this.endpoint = endpoint;
    }

    static TestStats find(List<MicroService> services, String service, String endpoint) {
        List<Endpoint> all = services.stream()
                .filter(known -> known.name().equals(service))
                .flatMap(known -> known.endpoints().stream())
                .toList();
        List<Endpoint> found = all.stream()
                .filter(known ->
                        known.name().equals(endpoint) || known.subject().equals(endpoint))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException("%s endpoint \"%s\" in the service \"%s\". There %s."
                    .formatted(
                            found.isEmpty() ? "There is no" : "There is more than one",
                            endpoint,
                            service,
                            all.isEmpty() ? "are no endpoints of a service with that name" : "are " + list(all)));
        }
        return new TestStats(service, found.get(0));
    }

    private static String list(List<Endpoint> endpoints) {
        return endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
    }

    String service() {
        return service;
    }

    /**
     * What the endpoint has counted.
     *
     * @return the statistics
     */
    public EndpointStats current() {
        return await(stats -> true);
    }

    /** The statistics that are as wanted, or those at the end of the patience. */
    EndpointStats await(Predicate<EndpointStats> wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while ((endpoint.inFlight() > 0 || !wanted.test(endpoint.stats())) && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return endpoint.stats();
    }

    /**
     * Starts assertions.
     *
     * @return assertions on them
     * @deprecated to be called by {@link org.assertj.core.api.Assertions#assertThat(AssertProvider)} only
     */
    @Override
    @Deprecated
    public StatsAssert assertThat() {
        return new StatsAssert(this);
    }

    @Override
    public String toString() {
        return "statistics of endpoint %s in service %s: %s".formatted(endpoint.name(), service, endpoint.stats());
    }
}
