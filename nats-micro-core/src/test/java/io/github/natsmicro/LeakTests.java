// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.natsmicro.transport.NatsTroubleListener;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Services and endpoints that have gone leave no thread, no subscription and no memory on a connection that lives on. */
class LeakTests {

    private static final int CYCLES = 200;

    /** They come and go as the test itself or the JDK needs them. */
    private static final Pattern OF_THE_TEST = Pattern.compile("HttpClient|ForkJoinPool|awaitility|process reaper");

    @RegisterExtension
    final Bench bench = Bench.of("-m", "-1");

    /** Where a service goes on running its pool would grow as it is needed. */
    private final ExecutorService handlers = Executors.newSingleThreadExecutor();

    private final HttpClient http = HttpClient.newHttpClient();
    private Connection connection = bench.connection();

    @BeforeEach
    void connectWithTheListenerOfServices() throws IOException, InterruptedException {
        connection = Nats.connect(Options.builder()
                .server(bench.server().url())
                .errorListener(new NatsTroubleListener())
                .build());
    }

    @AfterEach
    void close() throws InterruptedException {
        connection.close();
        handlers.shutdown();
    }

    /** Whatever a handler holds lives as long as the handler. */
    private static Handler handler() {
        byte[] held = new byte[1];
        return request -> {
            held[0]++;
            request.respond("ok");
        };
    }

    private MicroServiceBuilder twentyEndpoints() {
        MicroServiceBuilder builder = MicroService.builder(connection, "leaky", "1.0.0");
        for (int i = 0; i < 5; i++) {
            builder.addEndpoint("queue" + i, handler())
                    .addEndpoint("all" + i, Kind.WITHOUT_QUEUE.options(), handler())
                    .addEndpoint("ordered" + i, Kind.ORDERED.options(), handler())
                    .addEndpoint(
                            "direct" + i,
                            Kind.NON_BLOCKING
                                    .options()
                                    .timeout(Duration.ofSeconds(30))
                                    .statsData(Endpoint::name),
                            handler());
        }
        return builder;
    }

    private WeakReference<MicroService> cycle() {
        MicroService service = twentyEndpoints().start();
        for (String subject : List.of("queue0", "all1", "ordered2", "direct3", "$SRV.STATS.leaky")) {
            Replies.assertNoError(bench.call(subject));
        }
        service.endpoints().get(4).pause();
        assertThat(service.endpoints().get(0).remove()).succeedsWithin(Bench.PATIENCE);
        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);
        return new WeakReference<>(service);
    }

    /** The live threads by their names; numbers in these differ from cycle to cycle. */
    private static Map<String, Long> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !OF_THE_TEST.matcher(thread.getName()).lookingAt())
                .collect(Collectors.groupingBy(
                        thread -> thread.getName().replaceAll("\\d+", "N"), TreeMap::new, Collectors.counting()));
    }

    private int subscriptions() throws IOException, InterruptedException {
        Bench.flush(connection);
        HttpRequest request = HttpRequest.newBuilder(bench.server().monitoring().resolve("/connz?subs=1"))
                .build();
        JsonNode connections = new ObjectMapper()
                .readTree(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .path("connections");
        int own = connection.getServerInfo().getClientId();
        for (JsonNode each : connections) {
            if (each.path("cid").asInt() == own) {
                return each.path("subscriptions").asInt();
            }
        }
        throw new AssertionError("The server does not know the connection.");
    }

    /** The threads once none comes or goes any more. */
    private static Map<String, Long> settledThreads() {
        AtomicReference<Map<String, Long>> last = new AtomicReference<>(Map.of());
        await().atMost(Bench.PATIENCE.multipliedBy(2))
                .during(Duration.ofSeconds(1))
                .until(() -> {
                    Map<String, Long> now = threads();
                    return now.equals(last.getAndSet(now));
                });
        return threads();
    }

    /** None has been added; that one of another test ends meanwhile is no leak. */
    private static void awaitThreads(Map<String, Long> before) {
        await().atMost(Bench.PATIENCE.multipliedBy(2))
                .untilAsserted(() -> assertThat(threads())
                        .allSatisfy((name, count) ->
                                assertThat(count).as(name).isLessThanOrEqualTo(before.getOrDefault(name, 0L))));
    }

    private static void awaitCollected(List<? extends WeakReference<?>> references) {
        await().atMost(Bench.PATIENCE.multipliedBy(2)).untilAsserted(() -> {
            System.gc();
            assertThat(references).allMatch(reference -> reference.get() == null);
        });
    }

    @Test
    @Timeout(120)
    void twoHundredCyclesOfStartAndStopLeaveNothing() throws Exception {
        cycle();
        int subscriptions = subscriptions();
        Map<String, Long> threads = settledThreads();
        List<WeakReference<MicroService>> stopped = new ArrayList<>();

        for (int i = 0; i < CYCLES; i++) {
            stopped.add(cycle());
        }

        assertThat(subscriptions()).isEqualTo(subscriptions).isZero();
        awaitThreads(threads);
        awaitCollected(stopped);
        assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
    }

    private WeakReference<Handler> comeAndGo(MicroService service, int number) {
        Handler handler = handler();
        Kind kind = List.of(Kind.QUEUED, Kind.WITHOUT_QUEUE, Kind.ORDERED, Kind.NON_BLOCKING)
                .get(number % 4);
        Endpoint endpoint = service.addEndpoint("e" + number, kind.options().timeout(Duration.ofSeconds(30)), handler);
        Replies.assertNoError(bench.call("e" + number));
        if (number % 3 == 0) {
            endpoint.pause();
        }
        assertThat(endpoint.remove()).succeedsWithin(Bench.PATIENCE);
        return new WeakReference<>(handler);
    }

    @Test
    void twoHundredEndpointsThatComeAndGoLeaveNothing() throws Exception {
        MicroService service = MicroService.builder(connection, "busy", "1.0.0")
                .handlerThreads(HandlerThreads.of(handlers))
                .start();
        try {
            for (int i = 0; i < 8; i++) {
                comeAndGo(service, i);
            }
            int subscriptions = subscriptions();
            Map<String, Long> threads = settledThreads();
            List<WeakReference<Handler>> removed = new ArrayList<>();

            for (int i = 0; i < CYCLES; i++) {
                removed.add(comeAndGo(service, i));
            }

            assertThat(subscriptions()).isEqualTo(subscriptions).isEqualTo(9);
            awaitThreads(threads);
            awaitCollected(removed);
        } finally {
            service.close();
        }
    }

    @Test
    void pausingAndResumingLeavesNothing() throws Exception {
        MicroService service =
                twentyEndpoints().handlerThreads(HandlerThreads.of(handlers)).start();
        try {
            service.endpoints().forEach(endpoint -> {
                endpoint.pause();
                endpoint.resume();
            });
            int subscriptions = subscriptions();
            Map<String, Long> threads = settledThreads();

            for (int i = 0; i < CYCLES; i++) {
                Endpoint endpoint = service.endpoints().get(i % 20);
                endpoint.pause();
                endpoint.resume();
            }

            assertThat(subscriptions()).isEqualTo(subscriptions).isEqualTo(29);
            awaitThreads(threads);
        } finally {
            service.close();
        }
    }

    private List<WeakReference<MicroService>> neverStarted() {
        List<WeakReference<MicroService>> references = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            references.add(new WeakReference<>(twentyEndpoints().build()));
        }
        return references;
    }

    @Test
    void aServiceThatIsNeitherStartedNorStoppedLeavesNothing() throws Exception {
        neverStarted();
        Map<String, Long> threads = settledThreads();

        awaitCollected(neverStarted());

        assertThat(subscriptions()).isZero();
        awaitThreads(threads);
    }
}
