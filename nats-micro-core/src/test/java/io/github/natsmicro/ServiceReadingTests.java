// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.transport.JnatsTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a program can read of a service beside its statistics: where it is in its life, and what waits. */
class ServiceReadingTests {

    private static final Duration A_WHILE = Duration.ofMillis(50);

    @RegisterExtension
    final Bench bench = new Bench();

    private final CountDownLatch entered = new CountDownLatch(1);

    @Test
    void thePhaseFollowsTheLifeOfTheService() throws InterruptedException {
        MicroService service = bench.keep(
                bench.service("s").addEndpoint("work", bench.stuck(entered)).build());
        assertThat(service.phase()).isEqualTo(ServicePhase.NEW);

        service.start();
        assertThat(service.phase()).isEqualTo(ServicePhase.STARTED);

        bench.send("work", "");
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> stopped = service.stop();
        await().until(() -> service.phase() == ServicePhase.STOPPING);

        bench.release();
        assertThat(stopped).succeedsWithin(Bench.PATIENCE);
        assertThat(service.phase()).isEqualTo(ServicePhase.STOPPED);
    }

    @Test
    void theTransportLeadsToTheConnection() {
        MicroService service = bench.keep(bench.service("s").build());

        assertThat(service.transport())
                .isInstanceOfSatisfying(
                        JnatsTransport.class,
                        transport -> assertThat(transport.connection()).isSameAs(bench.connection()));
    }

    @Test
    void theLongestWaitIsThatOfARequestWhoseHandlerHasNotBegun() throws InterruptedException {
        Endpoint endpoint = bench.start(bench.service("s")
                        .addEndpoint("work", EndpointOptions.defaults().maxInFlight(1), bench.stuck(entered)))
                .endpoints()
                .get(0);
        bench.send("work", "");
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(endpoint.longestWait()).isZero();

        bench.send("work", "");
        await().until(() -> endpoint.longestWait().compareTo(A_WHILE) > 0);
        assertThat(endpoint.deliveryHeldUp()).isZero();

        bench.release();
        await().until(() -> endpoint.inFlight() == 0);
        assertThat(endpoint.longestWait()).isZero();
    }

    @Test
    void aHandlerThatBlocksTheDeliveringThreadHoldsUpDelivery() {
        Endpoint endpoint = bench.start(bench.service("s")
                        .addEndpoint(
                                "work",
                                EndpointOptions.defaults().concurrency(Concurrency.NON_BLOCKING),
                                bench.stuck(entered)))
                .endpoints()
                .get(0);
        assertThat(endpoint.deliveryHeldUp()).isZero();

        bench.send("work", "");
        await().until(() -> endpoint.deliveryHeldUp().compareTo(A_WHILE) > 0);

        bench.release();
        await().until(() -> endpoint.deliveryHeldUp().isZero());
    }

    @Test
    void theResetOfAnEndpointLeavesTheOthersAndTheStartAlone() {
        MicroService service = bench.start(bench.service("s")
                .addEndpoint("one", request -> request.respond("1"))
                .addEndpoint("two", request -> request.respond("2")));
        bench.call("one");
        bench.call("two");
        await().until(() -> service.endpoints().stream()
                .allMatch(endpoint -> endpoint.stats().numRequests() == 1));
        Instant started = service.stats().started();

        service.endpoints().get(0).reset();

        assertThat(service.stats().endpoints())
                .extracting(stats -> stats.numRequests())
                .containsExactly(0L, 1L);
        assertThat(service.stats().started()).isEqualTo(started);
    }
}
