// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An endpoint that is paused, resumed and removed under load loses nothing, doubles nothing, and leaves the others alone. */
@Tag("figures")
class ChangeUnderLoadTests {

    private static final int CHANGES = 100;
    private static final int IN_FLIGHT = 32;

    @RegisterExtension
    final Bench bench = new Bench();

    private final Map<String, Integer> handled = new ConcurrentHashMap<>();

    private void handle(Request request) {
        handled.merge(request.text(), 1, Integer::sum);
        request.respond(request.data());
    }

    /** Keeps a number of requests on a subject in flight, and knows what became of each. */
    private final class Load {

        private final String subject;
        private final Semaphore places = new Semaphore(IN_FLIGHT);
        private final Map<String, Long> sent = new ConcurrentHashMap<>();
        private final AtomicLong replies = new AtomicLong();
        private final Queue<String> problems = new ConcurrentLinkedQueue<>();
        private final AtomicLong slowest = new AtomicLong();
        private final AtomicBoolean done = new AtomicBoolean();
        private final Thread thread;
        private long count;

        Load(String subject, Connection connection) {
            this.subject = subject;
            String inbox = connection.createInbox();
            Dispatcher dispatcher = connection.createDispatcher(reply -> {
                Long sentAt = sent.remove(new String(reply.getData(), StandardCharsets.UTF_8));
                if (sentAt == null || reply.isStatusMessage()) {
                    problems.add(subject + ": " + (reply.isStatusMessage() ? reply.getStatus() : Replies.error(reply)));
                } else {
                    slowest.accumulateAndGet(System.nanoTime() - sentAt, Math::max);
                    replies.incrementAndGet();
                }
                places.release();
            });
            dispatcher.subscribe(inbox);
            thread = new Thread(() -> {
                while (!done.get()) {
                    places.acquireUninterruptibly();
                    String id = subject + "-" + count++;
                    sent.put(id, System.nanoTime());
                    connection.publish(subject, inbox, id.getBytes(StandardCharsets.UTF_8));
                }
            });
            thread.start();
        }

        void finish() throws InterruptedException {
            done.set(true);
            thread.join();
            assertThat(places.tryAcquire(IN_FLIGHT, 10, TimeUnit.SECONDS))
                    .as("all requests to %s answered; without: %s", subject, sent.keySet())
                    .isTrue();
            assertThat(problems)
                    .as("replies to %s that are doubled or none", subject)
                    .isEmpty();
            assertThat(sent).isEmpty();
            for (long i = 0; i < count; i++) {
                assertThat(handled.get(subject + "-" + i))
                        .as("request %d to %s", i, subject)
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void nothingIsLostNothingDoubledAndTheOthersAreNotDisturbed() throws InterruptedException {
        bench.start(bench.service("changing").addEndpoint("x", this::handle));
        MicroService service = bench.keep(MicroService.builder(bench.connect(), "changing", "1.0.0")
                .addEndpoint("x", this::handle)
                .addEndpoint("other1", this::handle)
                .addEndpoint("other2", this::handle)
                .addEndpoint("everyone", EndpointOptions.defaults().queueGroup(QueueGroup.none()), this::handle)
                .addEndpoint("ordered", EndpointOptions.defaults().concurrency(Concurrency.ORDERED), this::handle)
                .start());
        List<Load> loads = new ArrayList<>();
        for (String subject : List.of("x", "other1", "other2", "everyone", "ordered")) {
            loads.add(new Load(subject, bench.connect()));
        }
        Endpoint changed = service.endpoints().get(0);
        long begin = System.nanoTime();

        for (int i = 0; i < CHANGES; i++) {
            changed.pause();
            changed.resume();
            changed.remove().join();
            changed = service.addEndpoint("x", this::handle);
        }

        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        for (Load load : loads) {
            load.finish();
        }
        System.out.printf("%d times paused, resumed, removed and added in %d ms%n", CHANGES, took.toMillis());
        for (Load load : loads) {
            System.out.printf(
                    "    %s: %d requests, none lost, none doubled, the slowest in %.1f ms%n",
                    load.subject, load.replies.get(), load.slowest.get() / 1e6);
            assertThat(Duration.ofNanos(load.slowest.get())).as(load.subject).isLessThan(Duration.ofSeconds(2));
        }
    }
}
