// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.EndpointOptions;
import io.github.natsmicro.MicroService;
import io.github.natsmicro.MicroServiceBuilder;
import io.github.natsmicro.Request;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Meters of services that come and go. */
class MicroServiceMetricsTests {

    private static final String PREFIX = "nats.micro.server.requests.";

    @RegisterExtension
    static final Observed observed = new Observed();

    private final MicroServiceMetrics metrics = new MicroServiceMetrics();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private MeterRegistry meters = observed.meters();

    @BeforeEach
    void choose() {
        meters = observed.meters();
    }

    private MicroServiceBuilder service(String name) {
        return observed.service(name).addListener(metrics);
    }

    private void block(Request request) throws InterruptedException {
        entered.countDown();
        if (release.await(10, TimeUnit.SECONDS)) {
            request.respond("late");
        }
    }

    private RequiredSearch of(String name, String service, String endpoint) {
        return meters.get(PREFIX + name).tags("service", service, "endpoint", endpoint);
    }

    private static List<String> names(MeterRegistry registry) {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .map(id -> id.getName().substring(PREFIX.length()) + " " + id.getTag("service") + "/"
                        + Objects.requireNonNullElse(id.getTag("endpoint"), ""))
                .toList();
    }

    @Test
    void requestsInFlightWaitingAndRejectedAreSeen() throws Exception {
        metrics.bindTo(meters);
        observed.start(service("busy")
                .addEndpoint("work", EndpointOptions.defaults().maxInFlight(1).maxWaiting(2), this::block));
        observed.caller().publish("work", new byte[0]);
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        observed.caller().publish("work", new byte[0]);
        observed.caller().publish("work", new byte[0]);

        assertThat(observed.caller().request("work", new byte[0], Duration.ofSeconds(10)))
                .isNotNull();

        assertThat(of("inflight", "busy", "work").gauge().value()).isEqualTo(3);
        assertThat(of("waiting", "busy", "work").gauge().value()).isEqualTo(2);
        Observed.soon()
                .until(() -> of("rejected", "busy", "work").functionCounter().count() == 1);
        release.countDown();
        Observed.soon().until(() -> of("inflight", "busy", "work").gauge().value() == 0);
        assertThat(of("waiting", "busy", "work").gauge().value()).isZero();
        assertThat(meters.get(PREFIX + "lost")
                        .tags("service", "busy")
                        .functionCounter()
                        .count())
                .isZero();
    }

    @Test
    void metersComeWithTheStartOfAServiceAndGoWithItsStop() {
        metrics.bindTo(meters);
        MicroService first = observed.start(service("first").addEndpoint("a", request -> {}));
        MicroService second = observed.start(service("second").addEndpoint("b", request -> {}));
        assertThat(names(meters))
                .containsExactlyInAnyOrder(
                        "inflight first/a",
                        "waiting first/a",
                        "rejected first/a",
                        "lost first/",
                        "inflight second/b",
                        "waiting second/b",
                        "rejected second/b",
                        "lost second/");

        first.stop().join();
        assertThat(names(meters))
                .containsExactlyInAnyOrder(
                        "inflight second/b", "waiting second/b", "rejected second/b", "lost second/");

        second.stop().join();
        assertThat(names(meters)).isEmpty();

        observed.start(service("first").addEndpoint("a", request -> {}));
        assertThat(names(meters))
                .containsExactlyInAnyOrder("inflight first/a", "waiting first/a", "rejected first/a", "lost first/");
    }

    @Test
    void servicesAndEndpointsOfTheSameNameAreAddedUp() throws InterruptedException {
        metrics.bindTo(meters);
        MicroService first = observed.start(service("twin")
                .addEndpoint("work", EndpointOptions.defaults().subject("twin.a"), this::block)
                .addEndpoint("work", EndpointOptions.defaults().subject("twin.b"), this::block));
        observed.start(
                service("twin").addEndpoint("work", EndpointOptions.defaults().subject("twin.c"), this::block));
        for (String subject : List.of("twin.a", "twin.b", "twin.c")) {
            observed.caller().publish(subject, new byte[0]);
        }

        Observed.soon().until(() -> of("inflight", "twin", "work").gauge().value() == 3);
        assertThat(names(meters)).hasSize(4);

        release.countDown();
        first.stop().join();
        assertThat(names(meters)).hasSize(4);
    }

    @Test
    void endpointsThatAreAddedLaterAreSeenWithTheirFirstRequest() throws InterruptedException {
        metrics.bindTo(meters);
        MicroService service = observed.start(service("growing"));
        assertThat(names(meters)).containsExactly("lost growing/");

        service.addEndpoint("more", request -> request.respond("ok"));
        assertThat(observed.caller().request("more", new byte[0], Duration.ofSeconds(10)))
                .isNotNull();

        Observed.soon().until(() -> names(meters).contains("inflight growing/more"));
    }

    @Test
    void aRegistryThatComesLaterAndOneOfSeveralGetTheSameMeters() {
        MicroService service = observed.start(service("late").addEndpoint("a", request -> {}));
        SimpleMeterRegistry within = new SimpleMeterRegistry();
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        composite.add(within);

        metrics.bindTo(meters);
        metrics.bindTo(composite);

        assertThat(names(meters)).hasSize(4);
        assertThat(names(within)).hasSize(4);
        service.stop().join();
        assertThat(names(meters)).isEmpty();
        assertThat(names(within)).isEmpty();
    }
}
