// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Handlers that answer, fail, answer twice, stream, come late and say nothing race with deadlines, with bounds that are too
 * small and with the end of the service: each request is closed exactly once, and has one answer at most.
 */
class ClosedOnceStressTests {

    private static final int REQUESTS = 8_000;
    private static final long SEED = 20_260_711;

    @RegisterExtension
    final Bench bench = new Bench();

    private final ScheduledExecutorService later = Executors.newScheduledThreadPool(2);
    private final AtomicIntegerArray answers = new AtomicIntegerArray(REQUESTS);
    private final Map<String, Integer> closes = new ConcurrentHashMap<>();
    private final Map<Outcome.Kind, AtomicLong> kinds = new ConcurrentHashMap<>();

    @AfterEach
    void end() {
        later.shutdownNow();
    }

    /** Its sleeps are work that takes its time and can be interrupted; nothing waits for them. */
    private CompletionStage<?> handle(Request request) throws Exception {
        Random random = new Random(SEED + request.text().hashCode());
        switch (random.nextInt(8)) {
            case 0 -> request.respond("answer");
            case 1 -> throw new ServiceException(400 + random.nextInt(10), "wanted");
            case 2 -> throw new IllegalStateException("broken");
            case 3 -> {
                request.respond("first");
                request.respond("second");
            }
            case 4 -> {
                ReplyStream stream = request.openStream();
                stream.send("element");
            }
            case 5 -> TimeUnit.MICROSECONDS.sleep(random.nextInt(6_000));
            case 6 -> {
                return answerLater(request, random.nextInt(6_000));
            }
            default -> {
                TimeUnit.MICROSECONDS.sleep(random.nextInt(6_000));
                request.respondError(409, "late, perhaps");
            }
        }
        return CompletableFuture.completedFuture("handled");
    }

    private CompletionStage<?> answerLater(Request request, int micros) {
        CompletableFuture<String> stage = new CompletableFuture<>();
        var unused = later.schedule(
                () -> {
                    try {
                        request.respond("later");
                        stage.complete("done");
                    } catch (RuntimeException ex) {
                        stage.completeExceptionally(ex);
                    }
                },
                micros,
                TimeUnit.MICROSECONDS);
        return stage;
    }

    private void send(int index, String inbox, Random random) {
        Headers headers = new Headers();
        if (random.nextInt(3) == 0) {
            headers.put("Request-Timeout", String.valueOf(random.nextInt(6)));
        }
        bench.client()
                .publish(NatsMessage.builder()
                        .subject("stress")
                        .replyTo(inbox + "." + index)
                        .headers(headers)
                        .data(String.valueOf(index))
                        .build());
    }

    @ParameterizedTest
    @EnumSource(Concurrency.class)
    void everyRequestIsClosedOnceAndAnsweredAtMostOnce(Concurrency concurrency) {
        EndpointOptions options = EndpointOptions.defaults()
                .concurrency(concurrency)
                .maxInFlight(32)
                .maxWaiting(200)
                .timeout(Duration.ofMillis(4));
        MicroService service = bench.start(bench.service("stress")
                .drainTimeout(Duration.ofMillis(20))
                .addListener(new ServiceListener() {
                    @Override
                    public void requestClosed(Request request, Outcome outcome, Duration time) {
                        closes.merge(request.text(), 1, Integer::sum);
                        kinds.computeIfAbsent(outcome.kind(), kind -> new AtomicLong())
                                .incrementAndGet();
                    }
                })
                .addAsyncEndpoint("stress", options, this::handle));
        Endpoint endpoint = service.endpoints().get(0);
        String inbox = bench.client().createInbox();
        bench.client()
                .createDispatcher(reply -> {
                    // The elements of a stream are one answer with its end.
                    boolean element = "element".equals(Replies.text(reply));
                    String subject = reply.getSubject();
                    int index = Integer.parseInt(subject.substring(subject.lastIndexOf('.') + 1));
                    if (!element && !reply.isStatusMessage()) {
                        answers.incrementAndGet(index);
                    }
                })
                .subscribe(inbox + ".*");
        Random random = new Random(SEED);

        for (int i = 0; i < REQUESTS; i++) {
            send(i, inbox, random);
            if (i == REQUESTS * 9 / 10) {
                // The last tenth races with the end.
                Bench.flush(bench.client());
                var unused = service.stop();
            }
        }
        service.stopped().join();

        await().atMost(Bench.PATIENCE).until(() -> endpoint.inFlight() == 0);
        bench.settle();
        long received = endpoint.stats().numRequests();
        System.out.printf("%s: %d requests received and closed once: %s%n", concurrency, received, kinds);
        assertThat(received).isGreaterThan(REQUESTS * 9 / 10);
        assertThat(closes.values()).as("closes of each request").containsOnly(1).hasSize((int) received);
        long answered = 0;
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(answers.get(i))
                    .as("answers to request %d with seed %d", i, SEED)
                    .isLessThanOrEqualTo(1);
            answered += answers.get(i);
        }
        AtomicLong unanswered = kinds.getOrDefault(Outcome.Kind.UNANSWERED, new AtomicLong());
        assertThat(answered).as("answers").isEqualTo(received - unanswered.get());
    }
}
