// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The application drains or closes the connection under a running service. */
class LostConnectionTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private final Recorder recorder = new Recorder();

    private static void answer(Request request) {
        request.respond("ok");
    }

    @Test
    void whenTheApplicationDrainsItsConnectionTheServiceStopsAndFinishesWhatItHas() throws Exception {
        Connection own = bench.connect();
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = MicroService.builder(own, "s", "1.0.0")
                .addListener(recorder.record("a"))
                .addEndpoint("slow", bench.stuck(entered))
                .start();
        bench.send("slow", "");
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Boolean> drained = own.drain(Duration.ofSeconds(5));
        bench.release();

        assertThat(drained).succeedsWithin(Bench.PATIENCE);
        await().atMost(Bench.PATIENCE).until(() -> service.stopped().isDone());
        await().atMost(Bench.PATIENCE)
                .until(() -> recorder.heard().stream().anyMatch(event -> event.startsWith("a stopped")));
        assertThat(recorder.heard()).hasSize(3);
        assertThatCode(service::close).doesNotThrowAnyException();
        assertThat(service.endpoints().get(0).inFlight()).isZero();
    }

    @Test
    void whenTheApplicationClosesItsConnectionTheListenersAreToldAndNothingThrows() throws Exception {
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
        try {
            Connection own = bench.connect();
            MicroServiceBuilder builder =
                    MicroService.builder(own, "s", "1.0.0").addListener(recorder.record("a"));
            for (Kind kind : Kind.values()) {
                kind.addTo(builder, kind.name(), LostConnectionTests::answer);
            }
            MicroService service = builder.start();
            Endpoint paused = service.endpoints().get(0);
            paused.pause();
            CompletableFuture<Void> removed = service.endpoints().get(1).remove();

            own.close();

            await().atMost(Bench.PATIENCE).until(() -> service.stopped().isDone());
            await().atMost(Bench.PATIENCE).until(() -> recorder.heard().size() == 3);
            assertThat(recorder.heard().get(2)).startsWith("a stopped");
            await().atMost(Bench.PATIENCE).until(removed::isDone);
            for (Endpoint endpoint : service.endpoints()) {
                assertThat(endpoint.remove()).succeedsWithin(Bench.PATIENCE);
            }
            assertThatCode(service::close).doesNotThrowAnyException();
            assertThatCode(service::stats).doesNotThrowAnyException();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(uncaught).isEmpty();
    }
}
