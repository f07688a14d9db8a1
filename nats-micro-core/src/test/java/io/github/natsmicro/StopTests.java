// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StopTests {

    @RegisterExtension
    final Bench bench = Bench.traced();

    private static void answer(Request request) {
        request.respond("ok");
    }

    private static void awaitStopped(CompletableFuture<Void> stopped) {
        assertThat(stopped).succeedsWithin(Bench.PATIENCE);
    }

    private MicroServiceBuilder tenEndpoints() {
        MicroServiceBuilder builder = bench.service("ten");
        for (int i = 0; i < 10; i++) {
            builder.addEndpoint("e" + i, StopTests::answer);
        }
        return builder;
    }

    @Test
    void case59_allNineteenSubscriptionsAreGone() {
        MicroService service = bench.start(tenEndpoints());
        assertThat(SubscriptionLog.live(bench, bench.connection())).hasSize(19);

        awaitStopped(service.stop());

        assertThat(SubscriptionLog.live(bench, bench.connection())).isEmpty();
        for (int i = 0; i < 10; i++) {
            Replies.assertNoResponders(bench.call("e" + i));
        }
        for (String verb : List.of("PING", "INFO", "STATS")) {
            Replies.assertNoResponders(bench.call("$SRV." + verb));
            Replies.assertNoResponders(bench.call("$SRV." + verb + ".ten"));
            Replies.assertNoResponders(bench.call("$SRV." + verb + ".ten." + service.id()));
        }
    }

    @Test
    void case59_fiveCyclesLeaveNeitherSubscriptionsNorThreads() {
        cycle();
        int threads = Thread.getAllStackTraces().size();

        for (int i = 0; i < 5; i++) {
            cycle();
        }

        assertThat(SubscriptionLog.live(bench, bench.connection())).isEmpty();
        await().atMost(Bench.PATIENCE).until(() -> Thread.getAllStackTraces().size() <= threads);
    }

    private void cycle() {
        MicroService service = bench.start(tenEndpoints());
        for (int i = 0; i < 10; i++) {
            assertThat(Replies.text(bench.call("e" + i))).isEqualTo("ok");
        }
        awaitStopped(service.stop());
    }

    @Test
    void case61_aSecondStopIsTheSameStop() {
        MicroService service = bench.start(tenEndpoints());

        CompletableFuture<Void> first = service.stop();
        CompletableFuture<Void> second = service.stop();

        awaitStopped(first);
        awaitStopped(second);
        assertThat(service.stopped()).isCompleted();
        awaitStopped(service.stop());
    }

    @Test
    void case61_manyThreadsCanStopAtOnce() {
        MicroService service = bench.start(tenEndpoints());
        CountDownLatch go = new CountDownLatch(1);
        List<CompletableFuture<Void>> stops = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            stops.add(CompletableFuture.runAsync(
                    () -> {
                        try {
                            go.await();
                        } catch (InterruptedException ex) {
                            throw new IllegalStateException(ex);
                        }
                        service.stop().join();
                    },
                    task -> new Thread(task).start()));
        }
        go.countDown();

        stops.forEach(StopTests::awaitStopped);
        assertThat(SubscriptionLog.live(bench, bench.connection())).isEmpty();
    }

    @Test
    void stoppedIsNotCompleteWhileTheServiceRuns() {
        MicroService service = bench.start(tenEndpoints());

        assertThat(service.stopped()).isNotDone();

        awaitStopped(service.stop());
        awaitStopped(service.stopped());
    }

    @Test
    void aStopFromInsideAHandlerWorksAndItsRequestIsAnswered() {
        CompletableFuture<MicroService> self = new CompletableFuture<>();
        MicroService service = bench.start(bench.service("self").addEndpoint("stop", request -> {
            CompletableFuture<Void> stopping = self.join().stop();
            request.respond(stopping.isDone() ? "stopped too early" : "stopping");
        }));
        self.complete(service);

        Message reply = bench.call("stop");

        assertThat(Replies.text(reply)).isEqualTo("stopping");
        awaitStopped(service.stopped());
        Replies.assertNoResponders(bench.call("stop"));
    }

    @Test
    void aCloseFromInsideAHandlerDoesNotWaitForItself() {
        CompletableFuture<MicroService> self = new CompletableFuture<>();
        MicroService service = bench.start(bench.service("self").addEndpoint("close", request -> {
            self.join().close();
            request.respond("closing");
        }));
        self.complete(service);

        assertThat(Replies.text(bench.call("close"))).isEqualTo("closing");
        awaitStopped(service.stopped());
    }

    @Test
    void closeWaitsUntilTheServiceHasStopped() {
        MicroService service = bench.start(tenEndpoints());

        service.close();

        assertThat(service.stopped()).isCompleted();
        assertThat(SubscriptionLog.live(bench, bench.connection())).isEmpty();
    }

    @Test
    void whenTheConnectionIsClosedTheServiceStops() throws InterruptedException {
        Connection own = bench.connect();
        MicroService service = MicroService.builder(own, "closed", "1.0.0")
                .addEndpoint("e", StopTests::answer)
                .start();

        own.close();

        awaitStopped(service.stopped());
        awaitStopped(service.stop());
    }

    @Test
    void whenTheConnectionIsClosedWithAStuckHandlerTheServiceStillStops() throws InterruptedException {
        Connection own = bench.connect();
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = MicroService.builder(own, "closed", "1.0.0")
                .drainTimeout(Duration.ofMillis(300))
                .addEndpoint("e", bench.stuck(entered))
                .start();
        bench.send("e", "");
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

        own.close();

        awaitStopped(service.stopped());
    }

    @Test
    void case64_aStopWhileTheServerIsAwayReturnsSoon() {
        Connection own = bench.connect();
        MicroService service = MicroService.builder(own, "away", "1.0.0")
                .addEndpoint("e", StopTests::answer)
                .start();
        bench.server().close();
        await().atMost(Bench.PATIENCE).until(() -> own.getStatus() != Connection.Status.CONNECTED);

        CompletableFuture<Void> stopped = service.stop();

        // The drain timeout and a little more.
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(15));
    }

    @Test
    void aConnectionThatIsClosedDuringTheStopDoesNotDisturbIt() throws InterruptedException {
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
        try {
            for (int i = 0; i < 30; i++) {
                Connection own = bench.connect();
                MicroService service = MicroService.builder(own, "closing", "1.0.0")
                        .addEndpoint("e", StopTests::answer)
                        .start();

                CompletableFuture<Void> stopped = service.stop();
                own.close();

                awaitStopped(stopped);
            }
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(uncaught).isEmpty();
    }

    @Test
    void aDrainTimeoutThatNobodyWaitsForIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bench.service("patient")
                        .drainTimeout(Duration.ofSeconds(Long.MAX_VALUE))
                        .build())
                .withMessageContaining("longer than a day");
    }
}
