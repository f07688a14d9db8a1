// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.natsmicro.wire.StatsResponse;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatsDataTests {

    /** The supplier has 100 ms; the rest is for a busy machine. */
    private static final Duration STATS_IN_TIME = Duration.ofMillis(350);

    @RegisterExtension
    final Bench bench = new Bench();

    private final CountDownLatch over = new CountDownLatch(1);

    private static void answer(Request request) {
        request.respond("ok");
    }

    private MicroService start(StatsData statsData) {
        return bench.start(bench.service("data")
                .addEndpoint("echo", EndpointOptions.defaults().statsData(statsData), StatsDataTests::answer)
                .addEndpoint("plain", StatsDataTests::answer));
    }

    private @Nullable Object hang() throws InterruptedException {
        assertThat(over.await(50, TimeUnit.SECONDS)).isTrue();
        return "late";
    }

    /** The best of several tries, as a test machine has pauses of its own. */
    private void assertAnswersWithin(Duration limit, String subject) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long sent = System.nanoTime();
            bench.call(subject);
            best = Math.min(best, System.nanoTime() - sent);
        }
        assertThat(Duration.ofNanos(best)).as(subject).isLessThan(limit);
    }

    private void assertNoData(MicroService service) {
        JsonNode stats = bench.statsOf(service);
        assertThat(Replies.values(stats.path("endpoints"), "name")).containsExactly("echo", "plain");
        assertThat(stats.at("/endpoints/0").has("data")).isFalse();
        assertThat(stats.at("/endpoints/1").has("data")).isFalse();
    }

    @Test
    void case52_theDataIsShownAsItIsForItsEndpointAlone() {
        MicroService service = start(endpoint -> Map.of("key", "val"));

        JsonNode stats = bench.statsOf(service);

        assertThat(stats.at("/endpoints/0/data").toString()).isEqualTo("{\"key\":\"val\"}");
        assertThat(stats.at("/endpoints/1").has("data")).isFalse();
        assertThat(service.stats().endpoints().get(0).data()).isNotNull();
        assertThat(service.endpoints().get(0).stats().data()).isNull();
    }

    @Test
    void case52_theSupplierReceivesTheEndpoint() {
        MicroService service = start(endpoint -> Map.of("endpoint", endpoint.name(), "subject", endpoint.subject()));

        JsonNode data = bench.statsOf(service, 0).path("data");

        assertThat(data.path("endpoint").asText()).isEqualTo("echo");
        assertThat(data.path("subject").asText()).isEqualTo("echo");
    }

    @Test
    void case52_theSupplierIsAskedEachTimeAndByStatsAlone() {
        AtomicInteger asked = new AtomicInteger();
        MicroService service = start(endpoint -> asked.incrementAndGet());
        bench.infoOf(service);
        bench.call("$SRV.PING.data");
        assertThat(asked).hasValue(0);

        for (int i = 1; i <= 5; i++) {
            assertThat(bench.statsOf(service, 0).path("data").asInt()).isEqualTo(i);
        }
    }

    @Test
    void dataOfAnyJsonTypeIsShown() {
        AtomicReference<Object> data = new AtomicReference<>("text");
        MicroService service = start(endpoint -> data.get());
        Map<Object, String> expected = Map.of(
                "text",
                "\"text\"",
                12,
                "12",
                true,
                "true",
                List.of(1, "b"),
                "[1,\"b\"]",
                Map.of("ü\n", "\u0001"),
                "{\"ü\\n\":\"\\u0001\"}");

        expected.forEach((value, json) -> {
            data.set(value);
            assertThat(bench.statsOf(service, 0).path("data").toString()).isEqualTo(json);
        });
    }

    @Test
    void aSupplierThatThrowsOnlyLeavesOutItsData() {
        assertNoData(start(endpoint -> {
            throw new IllegalStateException("boom");
        }));
    }

    @Test
    void aSupplierThatThrowsAnErrorOnlyLeavesOutItsData() {
        MicroService service = start(endpoint -> {
            throw new StackOverflowError("boom");
        });
        assertNoData(service);
        assertNoData(service);
    }

    @Test
    void aSupplierThatThrowsOnceIsAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        MicroService service = start(endpoint -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("boom");
            }
            return asked.get();
        });

        assertNoData(service);
        assertThat(bench.statsOf(service, 0).path("data").asInt()).isEqualTo(2);
    }

    @Test
    void aSupplierThatReturnsNullHasNoData() {
        assertNoData(start(endpoint -> null));
    }

    @Test
    void dataThatCanNotBeWrittenIsLeftOut() {
        List<Object> endless = new ArrayList<>();
        endless.add(List.of(endless));
        MicroService service = start(endpoint -> endless);
        assertNoData(service);
        assertNoData(start(endpoint -> new Object()));
        assertThat(service.stats().endpoints()).hasSize(2);
    }

    @Test
    void whileASupplierHangsDiscoveryAnswersAndOneThreadHangs() throws InterruptedException {
        AtomicInteger entered = new AtomicInteger();
        MicroService service = start(endpoint -> {
            entered.incrementAndGet();
            return hang();
        });
        assertNoData(service);
        int threads = Thread.getAllStackTraces().size();

        assertAnswersWithin(STATS_IN_TIME, "$SRV.STATS.data");
        Subscription stats = bench.send("$SRV.STATS.data", "");
        assertAnswersWithin(Duration.ofMillis(80), "$SRV.PING.data");
        assertAnswersWithin(Duration.ofMillis(80), "$SRV.INFO.data");
        assertAnswersWithin(Duration.ofMillis(80), "echo");
        Bench.next(stats);
        for (int i = 0; i < 30; i++) {
            assertNoData(service);
        }

        assertThat(entered).hasValue(1);
        assertThat(Thread.getAllStackTraces().size()).isLessThanOrEqualTo(threads + 3);
        over.countDown();
        await().atMost(Bench.PATIENCE)
                .until(() -> bench.statsOf(service, 0).path("data").asText().equals("late"));
    }

    @Test
    void suppliersThatHangDoNotAddUp() {
        MicroServiceBuilder builder = bench.service("data");
        for (int i = 0; i < 20; i++) {
            builder.addEndpoint(
                    "hangs" + i, EndpointOptions.defaults().statsData(endpoint -> hang()), StatsDataTests::answer);
        }
        MicroService service = bench.start(builder.addEndpoint(
                "good", EndpointOptions.defaults().statsData(endpoint -> "good"), StatsDataTests::answer));

        assertAnswersWithin(STATS_IN_TIME, "$SRV.STATS.data");

        assertThat(bench.statsOf(service, 20).path("data").asText()).isEqualTo("good");
        over.countDown();
    }

    @Test
    void whileASupplierHangsStatsOfManyAskersComeInTime() {
        start(endpoint -> hang());
        List<Subscription> askers = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            askers.add(bench.send("$SRV.STATS.data", ""));
        }

        for (Subscription asker : askers) {
            Message reply = Bench.next(asker);
            assertThat(Replies.json(reply).path("endpoints")).hasSize(2);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(1500));
        over.countDown();
    }

    @Test
    void aSupplierThatIsLateOnceIsInTimeAgainAfterwards() {
        Semaphore late = new Semaphore(0);
        AtomicInteger asked = new AtomicInteger();
        MicroService service = start(endpoint -> {
            int time = asked.incrementAndGet();
            if (time == 1) {
                late.acquire();
            }
            return "asked " + time;
        });
        assertNoData(service);

        late.release();

        await().atMost(Bench.PATIENCE)
                .until(() -> bench.statsOf(service, 0).path("data").asText().equals("asked 2"));
        assertThat(bench.statsOf(service, 0).path("data").asText()).isEqualTo("asked 3");
    }

    @Test
    void aSupplierCanAskForTheStatisticsItself() {
        CompletableFuture<MicroService> self = new CompletableFuture<>();
        MicroService service = start(endpoint -> {
            StatsResponse inner = self.join().stats();
            return Map.of(
                    "endpoints", inner.endpoints().size(),
                    "nested", String.valueOf(inner.endpoints().get(0).data()),
                    "requests", endpoint.stats().numRequests());
        });
        self.complete(service);

        JsonNode data = bench.statsOf(service, 0).path("data");

        assertThat(data.path("endpoints").asInt()).isEqualTo(2);
        assertThat(data.path("nested").asText()).isEqualTo("null");
        assertThat(data.path("requests").asInt()).isZero();
        assertThat(service.stats().endpoints().get(0).data()).isNotNull();
    }

    @Test
    void theLocalStatisticsComeInTimeToo() {
        MicroService service = start(endpoint -> hang());
        long begin = System.nanoTime();

        StatsResponse stats = service.stats();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(500));
        assertThat(stats.endpoints()).hasSize(2);
        assertThat(stats.endpoints().get(0).data()).isNull();
        over.countDown();
    }

    @Test
    void aSupplierThatHangsDoesNotKeepTheServiceFromStopping() {
        MicroService service = start(endpoint -> hang());
        assertNoData(service);

        assertThat(service.stop()).succeedsWithin(Duration.ofSeconds(5));
        over.countDown();
    }
}
