// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of the requests that a service has got when it is stopped. */
class DrainTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private List<Subscription> send(String subject, int count) {
        List<Subscription> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(bench.send(subject, "r" + i));
        }
        Bench.flush(bench.client());
        return replies;
    }

    private static void assertServiceError503(Message reply) {
        assertThat(reply.isStatusMessage()).as("status of the server").isFalse();
        assertThat(Replies.errorCode(reply)).isEqualTo("503");
        assertThat(Replies.error(reply)).isNotBlank();
    }

    @Test
    void everyRequestThatWasDeliveredIsAnswered() {
        MicroService service = bench.start(bench.service("drained")
                .addEndpoint("work", EndpointOptions.defaults().maxInFlight(4), request -> {
                    await().pollDelay(Duration.ofMillis(5)).until(() -> true);
                    request.respond(request.data());
                }));
        List<Subscription> replies = send("work", 300);

        CompletableFuture<Void> stopped = service.stop();

        for (int i = 0; i < replies.size(); i++) {
            Message reply = Bench.next(replies.get(i));
            Replies.assertNoError(reply);
            assertThat(Replies.text(reply)).isEqualTo("r" + i);
        }
        assertThat(stopped).succeedsWithin(Bench.PATIENCE);
        assertThat(service.endpoints().get(0).stats().numRequests()).isEqualTo(300);
    }

    @Test
    void everyRequestOfAllEndpointsThatWasDeliveredIsAnswered() {
        MicroServiceBuilder builder = bench.service("drained");
        for (int i = 0; i < 10; i++) {
            builder.addEndpoint("work" + i, request -> request.respond("ok"));
        }
        MicroService service = bench.start(builder);
        List<Subscription> replies = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            replies.addAll(send("work" + i, 100));
        }

        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);

        replies.forEach(each -> Replies.assertNoError(Bench.next(each)));
    }

    @Test
    void anAsynchronousRequestIsWaitedFor() {
        CompletableFuture<Request> asked = new CompletableFuture<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        MicroService service =
                bench.start(bench.service("drained").addAsyncEndpoint("later", EndpointOptions.defaults(), request -> {
                    asked.complete(request);
                    return done;
                }));
        Subscription replies = bench.send("later", "");
        Request request = asked.join();

        CompletableFuture<Void> stopped = service.stop();
        awaitNoResponders("later");
        assertThat(stopped).isNotDone();
        request.respond("late but here");
        done.complete(null);

        assertThat(Replies.text(Bench.next(replies))).isEqualTo("late but here");
        assertThat(stopped).succeedsWithin(Bench.PATIENCE);
    }

    private void awaitNoResponders(String subject) {
        await().atMost(Bench.PATIENCE).until(() -> {
            Message reply = bench.send(subject, "").nextMessage(Duration.ofMillis(200));
            return reply != null && reply.isStatusMessage();
        });
    }

    @Test
    void whileItDrainsTheServiceTakesNoNewRequestsAndStaysInDiscovery() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = bench.start(bench.service("draining").addEndpoint("slow", bench.stuck(entered)));
        Subscription replies = bench.send("slow", "");
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> stopped = service.stop();
        awaitNoResponders("slow");

        assertThat(bench.statsOf(service).path("id").asText()).isEqualTo(service.id());
        assertThat(stopped).isNotDone();
        bench.release();
        assertThat(Replies.text(Bench.next(replies))).isEqualTo("released");
        assertThat(stopped).succeedsWithin(Bench.PATIENCE);
        Replies.assertNoResponders(bench.call("$SRV.PING.draining"));
    }

    @Test
    void aStuckHandlerEndsTheStopWithinTheDrainTimeoutAndItsCallerGets503() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = bench.start(
                bench.service("stuck").drainTimeout(Duration.ofMillis(500)).addEndpoint("slow", bench.stuck(entered)));
        Subscription replies = bench.send("slow", "");
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        long begin = System.nanoTime();

        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);

        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(400), Duration.ofSeconds(3));
        assertServiceError503(Bench.next(replies));
        bench.settle();
        Replies.assertNoResponders(bench.call("slow"));
        Replies.assertNoResponders(bench.call("$SRV.PING.stuck"));
    }

    @Test
    void theAnswerOfAHandlerThatComesAfterThe503IsNotSent() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        Handler stuck = bench.stuck(entered);
        MicroService service = bench.start(bench.service("stuck")
                .drainTimeout(Duration.ofMillis(200))
                .addEndpoint("slow", request -> {
                    try {
                        stuck.handle(request);
                    } catch (ReplyException ex) {
                        refused.countDown();
                        throw ex;
                    }
                }));
        Subscription replies = bench.send("slow", "");
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);
        assertServiceError503(Bench.next(replies));

        bench.release();

        assertThat(refused.await(5, TimeUnit.SECONDS)).isTrue();
        bench.settle();
        Replies.assertNoMore(replies);
        assertThat(service.endpoints().get(0).stats().numRequests()).isEqualTo(1);
        assertThat(service.endpoints().get(0).stats().numErrors()).isEqualTo(1);
    }

    @Test
    void requestsThatStillWaitWhenTheDrainTimeoutIsOverGet503() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = bench.start(bench.service("waiting")
                .drainTimeout(Duration.ofMillis(500))
                .addEndpoint("slow", EndpointOptions.defaults().maxInFlight(1), bench.stuck(entered)));
        List<Subscription> replies = send("slow", 20);
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);

        replies.forEach(each -> assertServiceError503(Bench.next(each)));
        assertThat(service.endpoints().get(0).stats().numRequests()).isEqualTo(20);
        assertThat(service.endpoints().get(0).stats().numErrors()).isEqualTo(20);
    }

    @Test
    void theDrainTimeoutIsSharedByAllEndpoints() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(5);
        MicroServiceBuilder builder = bench.service("shared").drainTimeout(Duration.ofMillis(600));
        for (int i = 0; i < 5; i++) {
            builder.addEndpoint("slow" + i, bench.stuck(entered));
        }
        MicroService service = bench.start(builder);
        List<Subscription> replies = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            replies.addAll(send("slow" + i, 1));
        }
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

        assertThat(service.stop()).succeedsWithin(Duration.ofSeconds(2));

        replies.forEach(each -> assertServiceError503(Bench.next(each)));
    }

    @Test
    void aDrainTimeoutOfZeroWaitsForNoHandler() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = bench.start(
                bench.service("zero").drainTimeout(Duration.ZERO).addEndpoint("slow", bench.stuck(entered)));
        Subscription replies = bench.send("slow", "");
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

        assertThat(service.stop()).succeedsWithin(Duration.ofSeconds(2));

        assertServiceError503(Bench.next(replies));
    }

    @Test
    void underConstantLoadEveryCallerGetsAnAnswerOfSomeKind() {
        MicroService service = bench.start(bench.service("load").addEndpoint("load", request -> request.respond("ok")));
        List<Subscription> replies = new ArrayList<>();
        CompletableFuture<Void> stopped = service.stopped();
        for (int i = 0; i < 3000; i++) {
            replies.add(bench.send("load", ""));
            if (i == 1500) {
                stopped = service.stop();
            }
        }

        assertThat(stopped).succeedsWithin(Bench.PATIENCE);

        replies.forEach(Bench::next);
    }
}
