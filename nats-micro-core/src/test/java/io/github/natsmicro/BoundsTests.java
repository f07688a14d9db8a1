// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.nats.client.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bounds in bytes, bounds that are none, and who hears of requests that were refused. */
class BoundsTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private final CountDownLatch entered = new CountDownLatch(1);

    private Endpoint start(EndpointOptions options, Handler handler) {
        return bench.start(bench.service("bounded").addEndpoint("work", options, handler))
                .endpoints()
                .get(0);
    }

    private Subscription send(int bytes) {
        return bench.send("work", new byte[bytes], null);
    }

    private void awaitEntered() throws InterruptedException {
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void assertRefused(Subscription replies) {
        assertThat(Replies.errorCode(Bench.next(replies))).isEqualTo("503");
    }

    private static void assertReleased(Subscription replies) {
        assertThat(Replies.text(Bench.next(replies))).isEqualTo("released");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARALLEL", "ORDERED"})
    void moreBytesThanTheBoundAreRefusedAndFreeWhenTheirRequestsAreOver(Concurrency concurrency)
            throws InterruptedException {
        Endpoint endpoint = start(
                EndpointOptions.defaults()
                        .concurrency(concurrency)
                        .maxInFlight(1)
                        .maxBytes(1000),
                bench.stuck(entered));
        Subscription inFlight = send(600);
        awaitEntered();
        Subscription waiting = send(300);

        assertRefused(send(101));
        Subscription fits = send(100);
        assertRefused(send(1));

        bench.release();
        List.of(inFlight, waiting, fits).forEach(BoundsTests::assertReleased);
        await().atMost(Bench.PATIENCE).until(() -> endpoint.inFlight() == 0);
        for (int i = 0; i < 5; i++) {
            assertReleased(send(1000));
            await().atMost(Bench.PATIENCE).until(() -> endpoint.inFlight() == 0);
        }
        assertThat(endpoint.stats().numErrors()).isEqualTo(2);
    }

    @Test
    void aRequestThatAloneHasMoreBytesThanTheBoundIsRefused() {
        Endpoint endpoint = start(EndpointOptions.defaults().maxBytes(1000), request -> request.respond("ok"));

        assertRefused(send(1001));

        assertThat(Replies.text(Bench.next(send(1000)))).isEqualTo("ok");
        await().atMost(Bench.PATIENCE).until(() -> endpoint.stats().numRequests() == 2);
        assertThat(endpoint.stats().lastError()).startsWith("503:");
    }

    @Test
    void whatIsRefusedForTheNumberOfRequestsTakesNoBytes() throws InterruptedException {
        start(EndpointOptions.defaults().maxInFlight(1).maxWaiting(1).maxBytes(1000), bench.stuck(entered));
        Subscription inFlight = send(0);
        awaitEntered();
        Subscription waiting = send(0);
        for (int i = 0; i < 20; i++) {
            assertRefused(send(900));
        }
        bench.release();
        assertReleased(inFlight);
        assertReleased(waiting);

        assertReleased(send(1000));
    }

    @Test
    void case20_aBoundOfZeroRequestsIsRefusedAndAMissingBoundIsNone() throws InterruptedException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EndpointOptions.defaults().maxInFlight(0).maxBytes(0));
        EndpointOptions options =
                EndpointOptions.defaults().maxInFlight(1).maxWaiting(-1).maxBytes(-1);
        Endpoint endpoint = start(options, bench.stuck(entered));
        List<Subscription> all = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            all.add(send(100));
        }
        awaitEntered();
        await().atMost(Bench.PATIENCE).until(() -> endpoint.inFlight() == 1000);

        bench.release();

        all.forEach(BoundsTests::assertReleased);
        await().atMost(Bench.PATIENCE).until(() -> endpoint.stats().numRequests() == 1000);
        assertThat(endpoint.stats().numErrors()).isZero();
    }

    @Test
    void case20_aBoundOfBytesHoldsWithoutOneOfRequests() throws InterruptedException {
        start(EndpointOptions.defaults().maxInFlight(1).maxWaiting(-1).maxBytes(4096), bench.stuck(entered));
        List<Subscription> admitted = new ArrayList<>();
        admitted.add(send(1024));
        awaitEntered();
        for (int i = 0; i < 3; i++) {
            admitted.add(send(1024));
        }

        assertRefused(send(1024));

        bench.release();
        admitted.forEach(BoundsTests::assertReleased);
    }

    @Test
    void theListenerHearsOfAnOverloadOnceAndNotOfEachRequest() throws InterruptedException {
        List<String> heard = new CopyOnWriteArrayList<>();
        AtomicLong told = new AtomicLong();
        MicroService service = bench.start(bench.service("bounded")
                .addListener(new ServiceListener() {
                    @Override
                    public void overloaded(Endpoint endpoint, long refused) {
                        heard.add(endpoint.name());
                        told.addAndGet(refused);
                    }
                })
                .addEndpoint("work", EndpointOptions.defaults().maxInFlight(1).maxWaiting(0), bench.stuck(entered))
                .addEndpoint("other", request -> request.respond("ok")));
        Subscription inFlight = send(0);
        awaitEntered();
        assertThat(heard).isEmpty();

        for (int i = 0; i < 50; i++) {
            assertRefused(send(0));
        }

        assertThat(Replies.text(bench.call("other"))).isEqualTo("ok");
        await().atMost(Bench.PATIENCE)
                .until(() -> service.endpoints().get(0).stats().numErrors() == 50);
        await().atMost(Bench.PATIENCE).until(() -> !heard.isEmpty());
        assertThat(heard).containsExactly("work");
        assertThat(told.get()).isBetween(1L, 50L);
        bench.release();
        assertReleased(inFlight);
    }
}
