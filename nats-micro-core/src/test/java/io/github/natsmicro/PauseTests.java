// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PauseTests {

    private static final String SENTENCE = "(?s)[\\p{Lu}'\"`\\u201c].* .*\\.";

    @RegisterExtension
    final Bench bench = Bench.traced();

    private static void answer(Request request) {
        request.respond("ok");
    }

    private List<String> subscriptions() {
        return SubscriptionLog.live(bench, bench.connection()).stream()
                .filter(subscription -> !subscription.startsWith("$SRV"))
                .toList();
    }

    @Test
    void pausingUnsubscribesTheEndpointAndNoOther() {
        MicroService service = bench.start(bench.service("s")
                .addEndpoint("before", PauseTests::answer)
                .addEndpoint("paused", PauseTests::answer)
                .addEndpoint("after", PauseTests::answer));

        service.endpoints().get(1).pause();

        assertThat(subscriptions()).containsExactlyInAnyOrder("before q", "after q");
        assertThat(SubscriptionLog.live(bench, bench.connection())).hasSize(11);
        assertThat(service.endpoints().get(1).isPaused()).isTrue();
        assertThat(service.endpoints().get(0).isPaused()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void whenPauseOrResumeReturnsTheServerHasConfirmed(Kind kind) {
        MicroService service = bench.start(kind.addTo(bench.service("s"), "e", PauseTests::answer));
        Endpoint endpoint = service.endpoints().get(0);
        for (int i = 0; i < 25; i++) {
            endpoint.pause();
            Replies.assertNoResponders(bench.call("e"));

            endpoint.resume();
            assertThat(Replies.text(bench.call("e"))).isEqualTo("ok");
        }
        assertThat(endpoint.isPaused()).isFalse();
        assertThat(subscriptions()).hasSize(1);
    }

    @Test
    void whileItIsPausedAnotherInstanceTakesOver() {
        MicroService paused = bench.start(bench.service("s").addEndpoint("e", request -> request.respond("one")));
        bench.start(MicroService.builder(bench.connect(), "s", "1.0.0")
                .addEndpoint("e", request -> request.respond("two")));

        paused.endpoints().get(0).pause();

        for (int i = 0; i < 50; i++) {
            assertThat(Replies.text(bench.call("e"))).isEqualTo("two");
        }
        paused.endpoints().get(0).resume();
        await().atMost(Bench.PATIENCE).until(() -> Replies.text(bench.call("e")).equals("one"));
    }

    @Test
    void aPausedEndpointStaysInDiscoveryWithItsCounters() {
        MicroService service = bench.start(bench.service("s")
                .addEndpoint("first", PauseTests::answer)
                .addEndpoint("second", request -> request.respondError(400, "no")));
        bench.call("first");
        bench.call("second");
        await().atMost(Bench.PATIENCE)
                .until(() -> bench.statsOf(service, 1).path("num_errors").asLong() == 1
                        && bench.statsOf(service, 0).path("num_requests").asLong() == 1);
        JsonNode info = bench.infoOf(service);
        JsonNode stats = bench.statsOf(service);

        service.endpoints().get(0).pause();
        service.endpoints().get(1).pause();

        assertThat(bench.infoOf(service)).isEqualTo(info);
        assertThat(bench.statsOf(service)).isEqualTo(stats);
        assertThat(service.endpoints()).hasSize(2);
        service.endpoints().get(1).resume();
        bench.call("second");
        await().atMost(Bench.PATIENCE)
                .until(() -> bench.statsOf(service, 1).path("num_errors").asLong() == 2);
    }

    @Test
    void pauseDoesNotWaitForTheRequestsThatAreHandledAndTheseAreAnswered() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = bench.start(bench.service("s")
                .addEndpoint("slow", EndpointOptions.defaults().maxInFlight(1), bench.stuck(entered)));
        Subscription handled = bench.send("slow", "");
        Subscription waiting = bench.send("slow", "");
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> pausing =
                CompletableFuture.runAsync(() -> service.endpoints().get(0).pause());

        assertThat(pausing).succeedsWithin(Duration.ofSeconds(5));
        Replies.assertNoResponders(bench.call("slow"));
        bench.release();
        assertThat(Replies.text(Bench.next(handled))).isEqualTo("released");
        assertThat(Replies.text(Bench.next(waiting))).isEqualTo("released");
    }

    @Test
    void pausedTwiceOrResumedTwiceNothingHappens() {
        MicroService service = bench.start(bench.service("s").addEndpoint("e", PauseTests::answer));
        Endpoint endpoint = service.endpoints().get(0);

        endpoint.pause();
        endpoint.pause();
        assertThat(endpoint.isPaused()).isTrue();
        Replies.assertNoResponders(bench.call("e"));

        endpoint.resume();
        endpoint.resume();
        assertThat(endpoint.isPaused()).isFalse();
        assertThat(subscriptions()).containsExactly("e q");
        Subscription replies = bench.send("e", "");
        assertThat(Replies.text(Bench.next(replies))).isEqualTo("ok");
    }

    @Test
    void aResumeWithoutAPauseDoesNotSubscribeAgain() throws InterruptedException {
        MicroService service = bench.start(bench.service("s")
                .addEndpoint("e", EndpointOptions.defaults().queueGroup(QueueGroup.none()), PauseTests::answer));

        service.endpoints().get(0).resume();

        Subscription replies = bench.send("e", "");
        assertThat(Replies.text(Bench.next(replies))).isEqualTo("ok");
        bench.settle();
        Replies.assertNoMore(replies);
        assertThat(subscriptions()).containsExactly("e");
    }

    @ParameterizedTest
    @EnumSource
    void aPauseBeforeTheStartTakesEffectWithTheStart(Kind kind) {
        MicroService service = bench.keep(
                kind.addTo(bench.service("s"), "e", PauseTests::answer).build());
        Endpoint endpoint = service.endpoints().get(0);
        endpoint.pause();
        assertThat(endpoint.isPaused()).isTrue();

        service.start();

        assertThat(endpoint.isPaused()).isTrue();
        assertThat(bench.server().log()).doesNotContain("[SUB e ");
        assertThat(subscriptions()).isEmpty();
        assertThat(Replies.values(bench.infoOf(service).path("endpoints"), "name"))
                .containsExactly("e");
        Replies.assertNoResponders(bench.call("e"));
        endpoint.resume();
        assertThat(Replies.text(bench.call("e"))).isEqualTo("ok");
    }

    @Test
    void aPauseThatIsTakenBackBeforeTheStartHasNoEffect() {
        MicroService service = bench.keep(
                bench.service("s").addEndpoint("e", PauseTests::answer).build());
        service.endpoints().get(0).pause();
        service.endpoints().get(0).resume();

        service.start();

        assertThat(service.endpoints().get(0).isPaused()).isFalse();
        assertThat(Replies.text(bench.call("e"))).isEqualTo("ok");
    }

    @Test
    void afterTheStopPauseAndResumeAreRefusedWithASentence() throws Exception {
        MicroService service = bench.start(
                bench.service("s").addEndpoint("e", PauseTests::answer).addEndpoint("paused", PauseTests::answer));
        service.endpoints().get(1).pause();
        service.stop().get(10, TimeUnit.SECONDS);

        for (Endpoint endpoint : service.endpoints()) {
            assertThatIllegalStateException().isThrownBy(endpoint::pause).withMessageMatching(SENTENCE);
            assertThatIllegalStateException().isThrownBy(endpoint::resume).withMessageMatching(SENTENCE);
        }
        assertThat(SubscriptionLog.live(bench, bench.connection())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerCanPauseItsOwnEndpoint(Kind kind) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        MicroService service = bench.start(kind.addTo(bench.service("s"), "e", request -> {
            try {
                request.endpoint().pause();
            } catch (RuntimeException ex) {
                failure.set(ex);
            }
            request.respond("paused");
        }));

        Message reply = bench.call("e");

        assertThat(failure).hasValue(null);
        assertThat(Replies.text(reply)).isEqualTo("paused");
        Replies.assertNoResponders(bench.call("e"));
        service.endpoints().get(0).resume();
        assertThat(Replies.text(bench.call("e"))).isEqualTo("paused");
    }

    @Test
    void aServiceWithAPausedEndpointStopsAndLeavesNothing() throws Exception {
        MicroService service = bench.start(
                bench.service("s").addEndpoint("paused", PauseTests::answer).addEndpoint("e", PauseTests::answer));
        service.endpoints().get(0).pause();

        service.stop().get(10, TimeUnit.SECONDS);

        assertThat(SubscriptionLog.live(bench, bench.connection())).isEmpty();
    }

    @Test
    void ofTwoEndpointsWithTheSameNameAndSubjectOnlyOneIsPaused() {
        MicroService service = bench.start(bench.service("s")
                .addEndpoint("e", request -> request.respond("one"))
                .addEndpoint("e", request -> request.respond("two")));

        service.endpoints().get(0).pause();
        for (int i = 0; i < 30; i++) {
            assertThat(Replies.text(bench.call("e"))).isEqualTo("two");
        }
        service.endpoints().get(0).resume();
        service.endpoints().get(1).pause();
        for (int i = 0; i < 30; i++) {
            assertThat(Replies.text(bench.call("e"))).isEqualTo("one");
        }
    }

    @Test
    void aServiceOfPausedEndpointsCanStillBeDiscoveredAndGrow() {
        MicroService service = bench.start(bench.service("s").addEndpoint("e", PauseTests::answer));
        service.endpoints().get(0).pause();

        service.addEndpoint("late", PauseTests::answer);

        assertThat(Replies.text(bench.call("late"))).isEqualTo("ok");
        Replies.assertNoResponders(bench.call("e"));
        assertThat(Replies.values(bench.statsOf(service).path("endpoints"), "name"))
                .containsExactly("e", "late");
    }
}
