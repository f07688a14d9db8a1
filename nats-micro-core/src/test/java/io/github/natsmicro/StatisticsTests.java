// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.natsmicro.wire.EndpointStats;
import io.nats.client.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatisticsTests {

    private static final Handler OK_OR_ERROR = request -> {
        switch (request.text()) {
            case "error" -> request.respondError(400, "replied");
            case "throw" -> throw new ServiceException(401, "thrown");
            case "crash" -> throw new IllegalStateException("boom");
            default -> request.respond("ok");
        }
    };

    @RegisterExtension
    final Bench bench = new Bench();

    private JsonNode awaitCounted(MicroService service, long requests) {
        await().atMost(Bench.PATIENCE)
                .until(() -> bench.statsOf(service, 0).path("num_requests").asLong() == requests);
        return bench.statsOf(service, 0);
    }

    @Test
    void case49_fiftyRequestsOverFiveInstancesAddUpToFifty() {
        List<MicroService> instances = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            instances.add(bench.start(bench.service("sum").addEndpoint("sum", request -> request.respond("ok"))));
        }

        for (int i = 0; i < 50; i++) {
            Replies.assertNoError(bench.call("sum"));
        }

        await().atMost(Bench.PATIENCE).until(() -> sumOfRequests() == 50);
        assertThat(instances).hasSize(5);
    }

    private long sumOfRequests() {
        Subscription replies = bench.send("$SRV.STATS.sum", "");
        long sum = 0;
        for (int i = 0; i < 5; i++) {
            sum += Replies.json(Bench.next(replies))
                    .at("/endpoints/0/num_requests")
                    .asLong();
        }
        return sum;
    }

    @Test
    void case50_theAverageIsTheIntegerQuotientOfPositiveTimes() {
        MicroService service = bench.start(bench.service("times").addEndpoint("work", OK_OR_ERROR));
        for (int i = 0; i < 7; i++) {
            bench.call("work");
        }

        JsonNode stats = awaitCounted(service, 7);

        assertThat(stats.path("processing_time").isIntegralNumber()).isTrue();
        assertThat(stats.path("average_processing_time").isIntegralNumber()).isTrue();
        assertThat(stats.path("processing_time").asLong()).isPositive();
        assertThat(stats.path("average_processing_time").asLong())
                .isEqualTo(stats.path("processing_time").asLong() / 7);
    }

    @Test
    void aRequestTakesAsLongAsItsHandler() {
        MicroService service = bench.start(bench.service("times").addEndpoint("work", request -> {
            await().pollDelay(Duration.ofMillis(50)).until(() -> true);
            request.respond("ok");
        }));
        long sent = System.nanoTime();
        bench.call("work");

        JsonNode stats = awaitCounted(service, 1);

        assertThat(stats.path("processing_time").asLong())
                .isBetween(TimeUnit.MILLISECONDS.toNanos(50), System.nanoTime() - sent);
    }

    @Test
    void case55_aRequestInFlightIsNotCountedYet() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = bench.start(bench.service("inflight").addEndpoint("work", bench.stuck(entered)));
        Subscription reply = bench.send("work", "");
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

        JsonNode during = bench.statsOf(service, 0);

        assertThat(during.path("num_requests").asLong()).isZero();
        assertThat(during.path("average_processing_time").asLong()).isZero();
        bench.release();
        Bench.next(reply);
        assertThat(awaitCounted(service, 1).path("average_processing_time").asLong())
                .isPositive();
    }

    @Test
    void case55_noDocumentUnderLoadContradictsItself() {
        MicroService service = bench.start(bench.service("load").addEndpoint("work", OK_OR_ERROR));
        List<Subscription> replies = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            replies.add(bench.send("work", i % 3 == 0 ? "crash" : "fine"));
            if (i % 20 == 0) {
                JsonNode stats = bench.statsOf(service, 0);
                long requests = stats.path("num_requests").asLong();
                assertThat(stats.path("average_processing_time").asLong())
                        .isEqualTo(
                                requests == 0
                                        ? 0
                                        : stats.path("processing_time").asLong() / requests);
                assertThat(stats.path("num_errors").asLong()).isLessThanOrEqualTo(requests);
            }
        }
        replies.forEach(Bench::next);

        assertThat(awaitCounted(service, 1000).path("num_errors").asLong()).isEqualTo(334);
    }

    @Test
    void eachErrorCountsOnceAndTheLastOneIsShown() {
        MicroService service = bench.start(bench.service("errors").addEndpoint("work", OK_OR_ERROR));

        bench.call("work", "error");
        assertThat(awaitCounted(service, 1).path("last_error").asText()).isEqualTo("400:replied");
        bench.call("work", "throw");
        assertThat(awaitCounted(service, 2).path("last_error").asText()).isEqualTo("401:thrown");
        bench.call("work", "crash");
        assertThat(awaitCounted(service, 3).path("last_error").asText()).startsWith("500:");
        assertThat(bench.statsOf(service, 0).path("num_errors").asLong()).isEqualTo(3);
    }

    @Test
    void aSuccessKeepsTheLastError() {
        MicroService service = bench.start(bench.service("errors").addEndpoint("work", OK_OR_ERROR));

        bench.call("work", "error");
        awaitCounted(service, 1);
        bench.call("work", "fine");

        JsonNode stats = awaitCounted(service, 2);
        assertThat(stats.path("last_error").asText()).isEqualTo("400:replied");
        assertThat(stats.path("num_errors").asLong()).isEqualTo(1);
    }

    @Test
    void requestsDoNotChangeTheTimeOfTheStart() {
        MicroService service = bench.start(bench.service("started").addEndpoint("work", OK_OR_ERROR));
        String before = bench.statsOf(service).path("started").asText();

        bench.call("work");
        awaitCounted(service, 1);

        assertThat(bench.statsOf(service).path("started").asText()).isEqualTo(before);
    }

    @Test
    void resetZeroesTheCountersRenewsTheStartAndChangesNothingElse() {
        MicroService service = bench.start(bench.service("reset")
                .metadata("k", "v")
                .queueGroup(QueueGroup.named("own"))
                .addEndpoint("work", EndpointOptions.defaults().metadata("a", "b"), OK_OR_ERROR));
        JsonNode info = bench.infoOf(service);
        JsonNode idle = bench.statsOf(service);
        bench.call("work", "error");
        awaitCounted(service, 1);
        Instant before = Instant.now();

        service.reset();

        JsonNode after = bench.statsOf(service);
        assertThat(after.path("endpoints")).isEqualTo(idle.path("endpoints"));
        assertThat(after.path("metadata")).isEqualTo(idle.path("metadata"));
        assertThat(after.path("id")).isEqualTo(idle.path("id"));
        assertThat(Instant.parse(after.path("started").asText())).isBetween(before.minusMillis(1), Instant.now());
        assertThat(bench.infoOf(service)).isEqualTo(info);
        bench.call("work");
        assertThat(awaitCounted(service, 1).path("num_errors").asLong()).isZero();
    }

    @Test
    void theLocalStatisticsAreThoseOfTheWire() {
        MicroService service = bench.start(bench.service("local").addEndpoint("work", OK_OR_ERROR));
        bench.call("work", "error");
        JsonNode wire = awaitCounted(service, 1);

        EndpointStats local = service.endpoints().get(0).stats();

        assertThat(service.stats().endpoints()).containsExactly(local);
        assertThat(local.numRequests()).isEqualTo(wire.path("num_requests").asLong());
        assertThat(local.numErrors()).isEqualTo(wire.path("num_errors").asLong());
        assertThat(local.lastError()).isEqualTo(wire.path("last_error").asText());
        assertThat(local.processingTime())
                .isEqualTo(wire.path("processing_time").asLong());
        assertThat(service.stats().started())
                .isEqualTo(Instant.parse(bench.statsOf(service).path("started").asText()));
    }
}
