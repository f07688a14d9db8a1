// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the listeners of a service hear of its life. */
class ListenerTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private final Recorder recorder = new Recorder();

    private static void answer(Request request) {
        request.respond("ok");
    }

    private static final class Thrower implements ServiceListener {

        @Override
        public void started(MicroService service) {
            throw new IllegalStateException("started");
        }

        @Override
        public void stopping(MicroService service) {
            throw new IllegalStateException("stopping");
        }

        @Override
        public void stopped(MicroService service, @Nullable Throwable reason) {
            throw new IllegalStateException("stopped");
        }

        @Override
        public void requestClosed(Request request, Outcome outcome, Duration time) {
            throw new IllegalStateException("requestClosed");
        }

        @Override
        public void overloaded(Endpoint endpoint, long refused) {
            throw new IllegalStateException("overloaded");
        }
    }

    @Test
    void aListenerHearsTheLifeInItsOrder() {
        MicroService service = bench.service("s")
                .addListener(recorder.record("a"))
                .addEndpoint("e", ListenerTests::answer)
                .build();
        assertThat(recorder.heard()).isEmpty();

        service.start();
        assertThat(recorder.heard()).containsExactly("a started");

        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);
        recorder.awaitHeard("a started", "a stopping", "a stopped well");
        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);
        assertThat(recorder.heard()).hasSize(3);
    }

    @Test
    void whenStartedIsHeardTheServiceCanBeCalled() {
        List<String> answers = new CopyOnWriteArrayList<>();
        bench.start(bench.service("s")
                .addListener(new ServiceListener() {
                    @Override
                    public void started(MicroService service) {
                        answers.add(Replies.text(bench.call("e")));
                    }
                })
                .addEndpoint("e", ListenerTests::answer));

        assertThat(answers).containsExactly("ok");
    }

    @Test
    void stoppingIsHeardBeforeTheDrainAndStoppedAfterIt() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = bench.start(
                bench.service("s").addListener(recorder.record("a")).addEndpoint("slow", bench.stuck(entered)));
        Subscription replies = bench.send("slow", "");
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> stopped = service.stop();

        recorder.awaitHeard("a started", "a stopping");
        assertThat(stopped).isNotDone();
        bench.release();
        assertThat(Replies.text(Bench.next(replies))).isEqualTo("released");
        recorder.awaitHeard("a started", "a stopping", "a stopped well");
    }

    @Test
    void severalListenersHearInTheirOrder() {
        MicroService service =
                bench.start(bench.service("s").addListener(recorder.record("a")).addListener(recorder.record("b")));

        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);

        recorder.awaitHeard("a started", "b started", "a stopping", "b stopping", "a stopped well", "b stopped well");
    }

    @Test
    void aListenerThatThrowsChangesNothing() {
        MicroService service = bench.start(bench.service("s")
                .addListener(new Thrower())
                .addListener(recorder.record("after"))
                .addEndpoint("e", EndpointOptions.defaults().maxInFlight(1).maxWaiting(0), ListenerTests::answer));
        for (int i = 0; i < 20; i++) {
            assertThat(Replies.text(bench.call("e"))).isEqualTo("ok");
            await().atMost(Bench.PATIENCE)
                    .until(() -> service.endpoints().get(0).inFlight() == 0);
        }
        assertThat(bench.statsOf(service, 0).path("num_requests").asLong()).isEqualTo(20);

        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);

        recorder.awaitHeard("after started", "after stopping", "after stopped well");
        Replies.assertNoResponders(bench.call("e"));
    }

    @Test
    void aListenerCanStopTheServiceAsSoonAsItStarts() {
        MicroService service = bench.service("s")
                .addListener(new ServiceListener() {
                    @Override
                    public void started(MicroService started) {
                        var unused = started.stop();
                    }
                })
                .addEndpoint("e", ListenerTests::answer)
                .build();

        try {
            service.start();
        } catch (IllegalStateException ex) {
            assertThat(ex).hasMessageEndingWith(".");
        }

        assertThat(service.stopped()).succeedsWithin(Bench.PATIENCE);
        Replies.assertNoResponders(bench.call("e"));
    }

    @Test
    void aListenerCanStopAndCloseAgainWhileTheServiceStops() {
        MicroService service = bench.service("s")
                .addListener(new ServiceListener() {
                    @Override
                    public void stopping(MicroService stopping) {
                        var unused = stopping.stop(new IllegalStateException("again"));
                    }

                    @Override
                    public void stopped(MicroService stopped, @Nullable Throwable reason) {
                        var unused = stopped.stop();
                        recorder.heard().add("stopped");
                    }
                })
                .addEndpoint("e", ListenerTests::answer)
                .start();

        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);

        recorder.awaitHeard("stopped");
    }
}
