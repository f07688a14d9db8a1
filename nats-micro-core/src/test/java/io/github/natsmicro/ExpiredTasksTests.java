// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests whose time is up before there is a thread for them do not pile up behind the executor. */
class ExpiredTasksTests {

    private static final int REQUESTS = 500;
    private static final int IN_FLIGHT = 8;

    @RegisterExtension
    final Bench bench = new Bench();

    @Test
    void noMoreTasksWaitForAThreadThanRequestsMayBeInFlight() {
        Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        AtomicReference<Executor> threads = new AtomicReference<>(tasks::add);
        EndpointOptions options =
                EndpointOptions.defaults().maxInFlight(IN_FLIGHT).maxWaiting(8).timeout(Duration.ofMillis(20));
        MicroService service = bench.start(bench.service("behind")
                .handlerThreads(
                        HandlerThreads.of(task -> requireNonNull(threads.get()).execute(task)))
                .addEndpoint("work", options, request -> request.respond("ok")));
        Subscription replies = bench.client().subscribe(bench.client().createInbox());
        String inbox = String.valueOf(replies.getSubject());

        Map<String, Integer> codes = new TreeMap<>();
        for (int i = 0; i < REQUESTS; i++) {
            bench.client().publish("work", inbox, new byte[0]);
        }
        for (int i = 0; i < REQUESTS; i++) {
            Message reply = Bench.next(replies);
            codes.merge(String.valueOf(Replies.errorCode(reply)), 1, Integer::sum);
        }

        assertThat(codes.keySet()).containsOnly("503", "504");
        Endpoint endpoint = service.endpoints().get(0);
        await().atMost(Bench.PATIENCE).until(() -> endpoint.inFlight() == 0);
        assertThat(tasks).hasSizeLessThanOrEqualTo(IN_FLIGHT);
        // When there are threads again, so are the places.
        threads.set(Runnable::run);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        for (int i = 0; i < 2 * IN_FLIGHT; i++) {
            bench.client().publish("work", inbox, new byte[0]);
            Replies.assertNoError(Bench.next(replies));
        }
    }
}
