// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Subscription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Endpoints whose handlers run on the thread that delivers. */
class NonBlockingEndpointTests {

    private static final EndpointOptions NON_BLOCKING =
            EndpointOptions.defaults().concurrency(Concurrency.NON_BLOCKING);

    @RegisterExtension
    final Bench bench = new Bench();

    @Test
    void allRequestsAreHandledByOneThreadInTheirOrder() {
        List<String> handled = new ArrayList<>();
        bench.start(bench.service("swift").addEndpoint("work", NON_BLOCKING, request -> {
            handled.add(request.text());
            request.respond(Thread.currentThread().getName());
        }));
        List<Subscription> replies = new ArrayList<>();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            sent.add("r" + i);
            replies.add(bench.send("work", "r" + i));
        }

        Set<String> threads = new HashSet<>();
        replies.forEach(each -> threads.add(Replies.text(Bench.next(each))));

        assertThat(threads).hasSize(1);
        assertThat(handled).isEqualTo(sent);
    }

    @Test
    void noThreadOfTheServiceIsUsed() {
        bench.start(bench.service("swift")
                .handlerThreads(HandlerThreads.of(task -> {
                    throw new AssertionError("not to be called");
                }))
                .addEndpoint("work", NON_BLOCKING, request -> request.respond("ok")));

        assertThat(Replies.text(bench.call("work"))).isEqualTo("ok");
    }

    @Test
    void asManyAreInFlightAsMightBeAndMightWaitAndMoreAreRefused() {
        ConcurrentLinkedQueue<Runnable> answers = new ConcurrentLinkedQueue<>();
        MicroService service = bench.start(bench.service("swift")
                .addAsyncEndpoint("later", NON_BLOCKING.maxInFlight(3).maxWaiting(4), request -> {
                    CompletableFuture<Void> done = new CompletableFuture<>();
                    answers.add(() -> {
                        request.respond("ok");
                        done.complete(null);
                    });
                    return done;
                }));
        List<Subscription> admitted = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            admitted.add(bench.send("later", ""));
        }
        List<Subscription> refused = List.of(bench.send("later", ""), bench.send("later", ""));

        refused.forEach(each -> assertThat(Replies.errorCode(Bench.next(each))).isEqualTo("503"));

        assertThat(answers).hasSize(7);
        await().atMost(Bench.PATIENCE).until(() -> service.endpoints().get(0).inFlight() == 7);
        answers.forEach(Runnable::run);
        admitted.forEach(each -> assertThat(Replies.text(Bench.next(each))).isEqualTo("ok"));
        await().atMost(Bench.PATIENCE)
                .until(() -> service.endpoints().get(0).stats().numErrors() == 2);
        answers.clear();
        Subscription again = bench.send("later", "");
        await().atMost(Bench.PATIENCE).until(() -> answers.size() == 1);
        answers.forEach(Runnable::run);
        assertThat(Replies.text(Bench.next(again))).isEqualTo("ok");
    }

    @Test
    void oneThatBlocksHoldsUpNeitherDiscoveryNorAnotherService() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        bench.start(bench.service("swift").addEndpoint("work", NON_BLOCKING, bench.stuck(entered)));
        bench.start(bench.service("other").addEndpoint("free", request -> request.respond("ok")));
        Subscription replies = bench.send("work", "");
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

        for (String verb : List.of("PING", "INFO", "STATS")) {
            Replies.assertNoError(bench.call("$SRV." + verb + ".swift"));
        }
        assertThat(Replies.text(bench.call("free"))).isEqualTo("ok");

        bench.release();
        assertThat(Replies.text(Bench.next(replies))).isEqualTo("released");
        assertThat(Replies.text(bench.call("work"))).isEqualTo("released");
    }
}
