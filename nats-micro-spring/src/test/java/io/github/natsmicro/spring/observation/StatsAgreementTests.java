// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.Endpoint;
import io.github.natsmicro.EndpointOptions;
import io.github.natsmicro.MicroService;
import io.github.natsmicro.ReplyStream;
import io.github.natsmicro.Request;
import io.github.natsmicro.ServiceException;
import io.github.natsmicro.wire.EndpointStats;
import io.micrometer.core.instrument.Timer;
import io.nats.client.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** After a load of all kinds of requests the meters say the same as the statistics of the service, request by request. */
class StatsAgreementTests {

    private static final String TIMER = "nats.micro.server.requests";
    private static final int ROUNDS = 20;

    @RegisterExtension
    static final Observed observed = new Observed();

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    private static String text(Request request) {
        return request.text();
    }

    private static void answer(Request request) {
        switch (text(request)) {
            case "ok" -> request.respond("ok");
            case "error" -> request.respondError(409, "Not now");
            case "twice" -> {
                request.respond("once");
                request.respond("twice");
            }
            case "stream" -> {
                ReplyStream stream = request.openStream();
                stream.send("one".getBytes(StandardCharsets.UTF_8), null);
                stream.send("two".getBytes(StandardCharsets.UTF_8), null);
                stream.end();
            }
            case "wanted" -> throw new ServiceException(404, "Not there");
            case "broken" -> throw new IllegalStateException("broken on purpose");
            default -> {
                // says nothing
            }
        }
    }

    private MicroService start(MicroServiceMetrics metrics) {
        return observed.start(observed.observedService("mixed")
                .addListener(metrics)
                .addEndpoint("now", StatsAgreementTests::answer)
                .addAsyncEndpoint(
                        "later",
                        request -> CompletableFuture.runAsync(() -> answer(request), task -> new Thread(task).start()))
                .addAsyncEndpoint(
                        "slow",
                        EndpointOptions.defaults().timeout(Duration.ofMillis(5)),
                        request -> new CompletableFuture<>())
                .addEndpoint("full", EndpointOptions.defaults().maxInFlight(1).maxWaiting(2), request -> {
                    entered.countDown();
                    if (release.await(10, TimeUnit.SECONDS)) {
                        request.respond("ok");
                    }
                })
                .addEndpoint("same", EndpointOptions.defaults().subject("same.a"), StatsAgreementTests::answer)
                .addEndpoint("same", EndpointOptions.defaults().subject("same.b"), StatsAgreementTests::answer));
    }

    /** Asks for a reply; what comes of it is not looked at here. */
    private static void send(String subject, String body) {
        Connection caller = observed.caller();
        caller.publish(subject, caller.createInbox(), body.getBytes(StandardCharsets.UTF_8));
    }

    private void load() throws InterruptedException {
        for (int i = 0; i < ROUNDS; i++) {
            for (String kind : List.of("ok", "error", "twice", "stream", "wanted", "broken", "silent")) {
                for (String subject : List.of("now", "later", "same.a", "same.b")) {
                    send(subject, kind);
                }
            }
            observed.caller().publish("now", "ok".getBytes(StandardCharsets.UTF_8));
            observed.caller().publish("slow", new byte[0]);
            send("full", "ok");
        }
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        // All but the one in the handler and the two that wait for it.
        assertThat(observed.awaitStopped(expected() - 3)).hasSize(expected() - 3);
        release.countDown();
    }

    private static int expected() {
        return ROUNDS * (7 * 4 + 3);
    }

    private static List<EndpointStats> named(MicroService service, String name) {
        return service.endpoints().stream()
                .map(Endpoint::stats)
                .filter(stats -> stats.name().equals(name))
                .toList();
    }

    private static long requests(List<EndpointStats> stats) {
        return stats.stream().mapToLong(EndpointStats::numRequests).sum();
    }

    private static List<Timer> timers(String endpoint) {
        return new ArrayList<>(observed.meters()
                .get(TIMER)
                .tags("service", "mixed", "endpoint", endpoint)
                .timers());
    }

    private static long count(List<Timer> timers, Set<String> outcomes) {
        return timers.stream()
                .filter(timer -> outcomes.contains(timer.getId().getTag("outcome")))
                .mapToLong(Timer::count)
                .sum();
    }

    @Test
    void countersAgreeWithTheStatisticsAfterAMixedLoad() throws InterruptedException {
        MicroServiceMetrics metrics = new MicroServiceMetrics();
        metrics.bindTo(observed.meters());
        MicroService service = start(metrics);

        load();

        assertThat(observed.awaitStopped(expected())).hasSize(expected());
        Set<String> names = service.endpoints().stream().map(Endpoint::name).collect(Collectors.toSet());
        assertThat(names).containsExactlyInAnyOrder("now", "later", "slow", "full", "same");
        for (String name : names) {
            List<EndpointStats> stats = named(service, name);
            List<Timer> timers = timers(name);
            assertThat(count(timers, Set.of("replied", "error", "rejected", "unanswered")))
                    .as("requests of %s", name)
                    .isEqualTo(requests(stats));
            assertThat(count(timers, Set.of("error", "rejected")))
                    .as("errors of %s", name)
                    .isEqualTo(
                            stats.stream().mapToLong(EndpointStats::numErrors).sum());
            assertThat(timers.stream()
                            .filter(timer -> !"none".equals(timer.getId().getTag("code")))
                            .mapToLong(Timer::count)
                            .sum())
                    .as("errors with a code of %s", name)
                    .isEqualTo(count(timers, Set.of("error", "rejected")));
            assertThat(observed.meters()
                            .get("nats.micro.server.requests.rejected")
                            .tags("service", "mixed", "endpoint", name)
                            .functionCounter()
                            .count())
                    .as("rejections of %s", name)
                    .isEqualTo((double) count(timers, Set.of("rejected")));
        }
        assertThat(count(timers("full"), Set.of("rejected"))).isEqualTo(ROUNDS - 3);
        // The time of some is up before a thread is free for them.
        assertThat(count(timers("slow"), Set.of("error", "rejected"))).isEqualTo(ROUNDS);
        assertThat(count(timers("now"), Set.of("unanswered"))).isEqualTo(ROUNDS);
        assertThat(service.endpoints()).allMatch(endpoint -> endpoint.inFlight() == 0);
    }
}
