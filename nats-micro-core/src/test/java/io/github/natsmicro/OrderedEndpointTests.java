// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Endpoints that handle one request after the other. */
class OrderedEndpointTests {

    private static final EndpointOptions ORDERED = EndpointOptions.defaults().concurrency(Concurrency.ORDERED);
    private static final int CONNECTIONS = 4;
    private static final int EACH = 250;

    @RegisterExtension
    final Bench bench = new Bench();

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    /** Not safe for several threads, as its handler must never be called by two at once. */
    private final List<String> handled = new ArrayList<>();

    private void enter(Request request) {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        handled.add(request.text());
    }

    private void leave(Request request) {
        running.decrementAndGet();
        request.respond(request.data());
    }

    /** Sends from several connections at once, and waits for all answers. */
    private void load(String subject) {
        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (int c = 0; c < CONNECTIONS; c++) {
            String prefix = c + ":";
            Connection connection = bench.connect();
            senders.add(CompletableFuture.runAsync(
                    () -> {
                        String inbox = connection.createInbox();
                        Subscription replies = connection.subscribe(inbox);
                        for (int i = 0; i < EACH; i++) {
                            connection.publish(subject, inbox, (prefix + i).getBytes(StandardCharsets.UTF_8));
                        }
                        for (int i = 0; i < EACH; i++) {
                            Replies.assertNoError(Bench.next(replies));
                        }
                    },
                    task -> new Thread(task).start()));
        }
        senders.forEach(CompletableFuture::join);
    }

    private void assertOrdered() {
        assertThat(most).hasValue(1);
        assertThat(handled).hasSize(CONNECTIONS * EACH);
        Map<String, Integer> next = new HashMap<>();
        for (String text : handled) {
            String[] parts = text.split(":", -1);
            assertThat(Integer.parseInt(parts[1]))
                    .as("the next of connection " + parts[0])
                    .isEqualTo(next.getOrDefault(parts[0], 0));
            next.merge(parts[0], 1, Integer::sum);
        }
    }

    @Test
    void requestsOfSeveralConnectionsAreHandledInOrderAndNeverTwoAtOnce() {
        bench.start(bench.service("ordered").addEndpoint("one", ORDERED, request -> {
            enter(request);
            if (handled.size() % 50 == 0) {
                LockSupport.parkNanos(2_000_000);
            }
            leave(request);
        }));

        load("one");

        assertOrdered();
    }

    @Test
    void anAsynchronousRequestIsOverBeforeTheNextIsHandled() {
        bench.start(bench.service("ordered").addAsyncEndpoint("one", ORDERED, request -> {
            enter(request);
            return CompletableFuture.runAsync(() -> leave(request));
        }));

        load("one");

        assertOrdered();
    }

    @Test
    void theStageOfARequestThatIsAnsweredHoldsTheNextBack() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        bench.start(bench.service("ordered").addAsyncEndpoint("one", ORDERED, request -> {
            enter(request);
            leave(request);
            return request.text().equals("first") ? done : CompletableFuture.completedFuture(null);
        }));
        assertThat(Replies.text(bench.call("one", "first"))).isEqualTo("first");

        Subscription second = bench.send("one", "second");

        await().pollDelay(200, TimeUnit.MILLISECONDS).until(() -> true);
        assertThat(handled).containsExactly("first");
        done.complete(null);
        assertThat(Replies.text(Bench.next(second))).isEqualTo("second");
    }

    @Test
    void afterAHandlerThatFailsTheNextRequestIsHandled() {
        bench.start(bench.service("ordered").addEndpoint("one", ORDERED, request -> {
            enter(request);
            running.decrementAndGet();
            if (!request.text().equals("good")) {
                throw new IllegalStateException("on purpose");
            }
            request.respond("ok");
        }));
        List<Subscription> bad = List.of(bench.send("one", "bad"), bench.send("one", "bad"));
        Subscription good = bench.send("one", "good");

        bad.forEach(
                replies -> assertThat(Replies.errorCode(Bench.next(replies))).isEqualTo("500"));
        assertThat(Replies.text(Bench.next(good))).isEqualTo("ok");
        assertThat(handled).containsExactly("bad", "bad", "good");
    }

    @Test
    void moreThanMayWaitAreRefusedAndOneIsHandledWhateverTheBoundInFlight() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        bench.start(bench.service("ordered")
                .addEndpoint("one", ORDERED.maxInFlight(10).maxWaiting(2), bench.stuck(entered)));
        List<Subscription> admitted = new ArrayList<>();
        admitted.add(bench.send("one", ""));
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        admitted.add(bench.send("one", ""));
        admitted.add(bench.send("one", ""));

        assertThat(Replies.errorCode(bench.call("one"))).isEqualTo("503");

        bench.release();
        admitted.forEach(
                replies -> assertThat(Replies.text(Bench.next(replies))).isEqualTo("released"));
    }

    @Test
    void oneThatIsStuckHoldsUpNoOtherEndpoint() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        bench.start(bench.service("ordered")
                .addEndpoint("stuck", ORDERED, bench.stuck(entered))
                .addEndpoint("ordered", ORDERED, request -> request.respond("ok"))
                .addEndpoint(
                        "swift",
                        EndpointOptions.defaults().concurrency(Concurrency.NON_BLOCKING),
                        request -> request.respond("ok"))
                .addEndpoint("parallel", request -> request.respond("ok")));
        bench.send("stuck", "");
        bench.send("stuck", "");
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

        for (String subject : List.of("ordered", "swift", "parallel")) {
            assertThat(Replies.text(bench.call(subject))).as(subject).isEqualTo("ok");
        }
        Replies.assertNoError(bench.call("$SRV.PING.ordered"));
    }
}
