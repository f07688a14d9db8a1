// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Message;
import io.nats.client.Subscription;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No request is lost where no thread is to be had for its handler, however many wait. */
class NoThreadsTests {

    private static final int WAITING = 16_000;

    @RegisterExtension
    final Bench bench = new Bench();

    @Test
    void everyoneIsAnsweredHoweverManyThereAre() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = bench.start(bench.service("starved")
                .handlerThreads(HandlerThreads.of(executor))
                .addEndpoint(
                        "work", EndpointOptions.defaults().maxInFlight(1).maxWaiting(WAITING), bench.stuck(entered)));
        String inbox = bench.client().createInbox();
        Subscription replies = bench.client().subscribe(inbox);
        for (int i = 0; i <= WAITING; i++) {
            bench.client().publish("work", inbox, new byte[0]);
        }
        Endpoint endpoint = service.endpoints().get(0);
        await().until(() -> endpoint.inFlight() == WAITING + 1);

        executor.shutdown();
        bench.release();

        Map<String, Integer> codes = new HashMap<>();
        for (int i = 0; i <= WAITING; i++) {
            Message reply = Bench.next(replies);
            codes.merge(String.valueOf(Replies.errorCode(reply)), 1, Integer::sum);
        }
        assertThat(codes).isEqualTo(Map.of("null", 1, "503", WAITING));
        await().until(() -> endpoint.inFlight() == 0);
        assertThat(endpoint.stats().numRequests()).isEqualTo(WAITING + 1);
        assertThat(endpoint.stats().numErrors()).isEqualTo(WAITING);
        Replies.assertError(bench.call("work"), 503, "Service is unavailable");
    }
}
