// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.nats.client.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a service ends that is stopped with an error, by several, or from inside. */
class StopReasonTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private final Recorder recorder = new Recorder();

    private static void answer(Request request) {
        request.respond("ok");
    }

    @Test
    void case61_aStopWithAnErrorCompletesWithIt() {
        MicroService service = bench.service("s")
                .addListener(recorder.record("a"))
                .addEndpoint("e", StopReasonTests::answer)
                .start();
        IllegalStateException error = new IllegalStateException("broken");

        CompletableFuture<Void> stopped = service.stop(error);

        assertThat(stopped).failsWithin(Bench.PATIENCE);
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> service.stopped().get())
                .withCause(error);
        recorder.awaitHeard("a started", "a stopping", "a stopped broken");
        Replies.assertNoResponders(bench.call("e"));
        assertThatCode(service::close).doesNotThrowAnyException();
        bench.start(bench.service("next").addEndpoint("e", StopReasonTests::answer));
    }

    @Test
    void case61_theFirstStopDecidesHowItEnds() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService well = bench.start(
                bench.service("well").addListener(recorder.record("well")).addEndpoint("slow", bench.stuck(entered)));
        bench.send("slow", "");
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> first = well.stop();
        CompletableFuture<Void> second = well.stop(new IllegalStateException("too late"));
        bench.release();
        assertThat(first).succeedsWithin(Bench.PATIENCE);
        assertThat(second).succeedsWithin(Bench.PATIENCE);

        MicroService broken =
                bench.service("broken").addListener(recorder.record("broken")).start();
        CompletableFuture<Void> failed = broken.stop(new IllegalStateException("first"));
        assertThat(broken.stop()).failsWithin(Bench.PATIENCE);
        assertThat(failed)
                .failsWithin(Bench.PATIENCE)
                .withThrowableThat()
                .havingRootCause()
                .withMessage("first");
        recorder.awaitHeard(
                "well started",
                "well stopping",
                "well stopped well",
                "broken started",
                "broken stopping",
                "broken stopped first");
    }

    @Test
    void theUserCanNotCompleteOrCancelTheStop() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = bench.start(bench.service("s").addEndpoint("slow", bench.stuck(entered)));
        Subscription replies = bench.send("slow", "");
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

        service.stopped().cancel(true);
        service.stop().complete(null);

        assertThat(service.stopped()).isNotDone();
        bench.release();
        assertThat(Replies.text(Bench.next(replies))).isEqualTo("released");
        assertThat(service.stopped()).succeedsWithin(Bench.PATIENCE);
    }

    @Test
    void aStopFromANonBlockingHandlerWorksAndItsRequestIsAnswered() {
        for (Kind kind : Kind.values()) {
            CompletableFuture<MicroService> own = new CompletableFuture<>();
            MicroService service = kind.addTo(
                            bench.service("s").addListener(recorder.record(kind.name())), "stop", request -> {
                                var unused = own.join().stop(new IllegalStateException("from inside"));
                                request.respond("stopping");
                            })
                    .start();
            own.complete(service);

            assertThat(Replies.text(bench.call("stop"))).isEqualTo("stopping");

            assertThat(service.stopped()).failsWithin(Bench.PATIENCE);
            Replies.assertNoResponders(bench.call("stop"));
            await().atMost(Bench.PATIENCE).until(() -> recorder.heard().contains(kind.name() + " stopped from inside"));
        }
    }

    @Test
    void concurrentStopsAreHeardOnce() {
        for (int round = 0; round < 20; round++) {
            recorder.heard().clear();
            MicroService service = bench.service("s")
                    .addListener(recorder.record("a"))
                    .addEndpoint("e", StopReasonTests::answer)
                    .start();
            List<CompletableFuture<Void>> stops = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Exception error = new IllegalStateException("error");
                stops.add(CompletableFuture.runAsync(() -> {
                    var unused = service.stop(error);
                }));
            }
            stops.forEach(each -> assertThat(each).succeedsWithin(Bench.PATIENCE));
            recorder.awaitHeard("a started", "a stopping", "a stopped error");
        }
    }

    @Test
    void aStopDuringTheStartLeavesNothing() {
        for (int round = 0; round < 60; round++) {
            String name = "racing" + round;
            MicroServiceBuilder builder = bench.service(name);
            for (int i = 0; i < 10; i++) {
                builder.addEndpoint(name + "-" + i, StopReasonTests::answer);
            }
            MicroService service = bench.keep(builder.build());
            CompletableFuture<Void> starting = CompletableFuture.runAsync(service::start)
                    .exceptionally(failure -> {
                        assertThat(failure.getCause())
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageEndingWith(".");
                        return null;
                    });
            Thread.onSpinWait();
            CompletableFuture<Void> stopped = service.stop();

            assertThat(starting).succeedsWithin(Bench.PATIENCE);
            assertThat(stopped).succeedsWithin(Bench.PATIENCE);
            Bench.flush(bench.connection());
            Replies.assertNoResponders(bench.call(name + "-0"));
            Replies.assertNoResponders(bench.call(name + "-9"));
            Replies.assertNoResponders(bench.call("$SRV.PING." + name));
        }
        Replies.assertNoResponders(bench.call("$SRV.PING"));
    }
}
