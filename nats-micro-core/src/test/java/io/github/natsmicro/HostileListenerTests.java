// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Listeners that throw errors, close the service that they listen to, or ask it for statistics. */
class HostileListenerTests {

    @RegisterExtension
    final Bench bench = new Bench();

    /** Printing it fails as well. */
    private static final class Unprintable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("not even this");
        }
    }

    private static void assertStops(MicroService service) throws Exception {
        service.stop().get(10, TimeUnit.SECONDS);
    }

    @Test
    void anErrorInEachOfThemChangesNothing() throws Exception {
        MicroService service = bench.start(bench.service("hostile")
                .addListener(new ServiceListener() {
                    @Override
                    public void started(MicroService started) {
                        throw new NoClassDefFoundError("started");
                    }

                    @Override
                    public void stopping(MicroService stopping) {
                        throw new NoClassDefFoundError("stopping");
                    }

                    @Override
                    public void stopped(MicroService stopped, @Nullable Throwable reason) {
                        throw new NoClassDefFoundError("stopped");
                    }

                    @Override
                    public void requestClosed(Request request, Outcome outcome, Duration time) {
                        throw new Unprintable();
                    }
                })
                .addEndpoint("work", EndpointOptions.defaults().maxInFlight(1), request -> request.respond("ok")));

        for (int i = 0; i < 5; i++) {
            assertThat(Replies.text(bench.call("work"))).isEqualTo("ok");
        }
        Endpoint endpoint = service.endpoints().get(0);
        await().atMost(Bench.PATIENCE).until(() -> endpoint.inFlight() == 0);
        assertStops(service);
        Replies.assertNoResponders(bench.call("work"));
    }

    @Test
    void oneThatClosesTheServiceWhileItStopsDoesNotWaitForItself() throws Exception {
        MicroService service = bench.start(bench.service("closing").addListener(new ServiceListener() {
            @Override
            public void stopping(MicroService stopping) {
                stopping.close();
            }

            @Override
            public void stopped(MicroService stopped, @Nullable Throwable reason) {
                stopped.close();
            }
        }));

        assertStops(service);
    }

    @Test
    void oneThatClosesTheServiceAtTheEndOfARequestDoesNotWaitForItself() {
        AtomicReference<@Nullable MicroService> known = new AtomicReference<>();
        CountDownLatch closed = new CountDownLatch(1);
        MicroService service = bench.start(bench.service("closing")
                .addListener(new ServiceListener() {
                    @Override
                    public void requestClosed(Request request, Outcome outcome, Duration time) {
                        MicroService toClose = known.get();
                        if (toClose != null) {
                            toClose.close();
                            closed.countDown();
                        }
                    }
                })
                .addEndpoint(
                        "direct",
                        EndpointOptions.defaults().concurrency(Concurrency.NON_BLOCKING),
                        request -> request.respond("ok")));
        known.set(service);
        long begin = System.nanoTime();

        assertThat(Replies.text(bench.call("direct"))).isEqualTo("ok");

        assertThat(service.stopped()).succeedsWithin(Duration.ofSeconds(4));
        assertThat(closed.getCount()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .as("less than the drain timeout")
                .isLessThan(Duration.ofSeconds(7));
    }

    @Test
    void oneThatAsksForStatisticsWhileASupplierHangsHoldsUpNoDeadline() throws Exception {
        AtomicReference<@Nullable MicroService> asked = new AtomicReference<>();
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        EndpointOptions tight = EndpointOptions.defaults()
                .maxInFlight(1)
                .maxWaiting(0)
                .statsData(endpoint -> {
                    never.await();
                    return "never";
                });
        MicroService service = bench.start(bench.service("asking")
                .addListener(new ServiceListener() {
                    @Override
                    public void overloaded(Endpoint endpoint, long refused) {
                        MicroService known = asked.get();
                        if (known != null) {
                            known.stats();
                            told.countDown();
                        }
                    }
                })
                .addEndpoint("tight", tight, bench.stuck(new CountDownLatch(1)))
                .addAsyncEndpoint(
                        "timed",
                        EndpointOptions.defaults().timeout(Duration.ofMillis(200)),
                        request -> new CompletableFuture<>()));
        asked.set(service);

        bench.send("tight", "");
        Replies.assertError(bench.call("tight"), 503, "Too many requests");

        Replies.assertError(bench.call("timed"), 504, "Request timed out");
        assertThat(told.await(10, TimeUnit.SECONDS))
                .as("the listener got its statistics")
                .isTrue();
        never.countDown();
    }
}
