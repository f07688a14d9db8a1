// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be injected into a service for tests: its id, its clock, what measures its times, the prefix of discovery. */
class InjectionTests {

    private static final class SetClock extends Clock {

        private final AtomicReference<Instant> now;
        private final ZoneId zone;

        SetClock(AtomicReference<Instant> now, ZoneId zone) {
            this.now = now;
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new SetClock(now, other);
        }

        @Override
        public Instant instant() {
            return Objects.requireNonNull(now.get());
        }
    }

    @RegisterExtension
    final Bench bench = new Bench();

    private static void answer(Request request) {
        request.respond("ok");
    }

    @Test
    void theIdIsThatWhichWasGiven() {
        MicroService service = bench.start(bench.service("s").id("my-ID_1").addEndpoint("e", InjectionTests::answer));

        assertThat(service.id()).isEqualTo("my-ID_1");
        JsonNode ping = Replies.json(bench.call("$SRV.PING.s.my-ID_1"));
        assertThat(ping.path("id").asText()).isEqualTo("my-ID_1");
        assertThat(bench.statsOf(service).path("id").asText()).isEqualTo("my-ID_1");
        Replies.assertNoResponders(bench.call("$SRV.PING.s.MY-id_1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a.b", "a b", "*", ">", "a\n"})
    void anIdThatIsNoNameIsRefused(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> bench.service("s").id(id));
    }

    @Test
    void startedIsWhatTheClockSaidAtTheStartAndAtTheReset() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2001-02-03T04:05:06Z"));
        MicroService service = bench.keep(bench.service("s")
                .clock(new SetClock(now, ZoneId.of("Asia/Tokyo")))
                .addEndpoint("e", InjectionTests::answer)
                .build());
        now.set(Instant.parse("2011-12-13T14:15:16.123456Z"));
        service.start();
        now.set(Instant.parse("2021-02-03T04:05:06Z"));

        assertThat(bench.statsOf(service).path("started").asText()).isEqualTo("2011-12-13T14:15:16.123456Z");
        assertThat(service.stats().started()).isEqualTo(Instant.parse("2011-12-13T14:15:16.123456Z"));

        service.reset();
        assertThat(Instant.parse(bench.statsOf(service).path("started").asText()))
                .isEqualTo(Instant.parse("2021-02-03T04:05:06Z"));
    }

    @Test
    void beforeTheStartTheTimeOfTheStartIsTheEpoch() {
        MicroService service = bench.service("s")
                .clock(Clock.fixed(Instant.now(), ZoneOffset.UTC))
                .build();

        assertThat(service.stats().started()).isEqualTo(Instant.EPOCH);
    }

    @ParameterizedTest
    @EnumSource
    void processingTimesAreExactlyThoseOfTheTicker(Kind kind) {
        AtomicLong ticker = new AtomicLong(-5);
        MicroService service = bench.start(kind.addTo(bench.service("s").ticker(ticker::get), "e", request -> {
            ticker.addAndGet(Long.parseLong(request.text()));
            request.respond("ok");
        }));

        long sum = 0;
        for (int i = 1; i <= 4; i++) {
            long requests = i;
            sum += i * 1001L;
            bench.call("e", String.valueOf(i * 1001L));
            await().atMost(Bench.PATIENCE)
                    .until(() -> bench.statsOf(service, 0).path("num_requests").asLong() == requests);
            JsonNode stats = bench.statsOf(service, 0);
            assertThat(stats.path("processing_time").asLong()).isEqualTo(sum);
            assertThat(stats.path("average_processing_time").asLong()).isEqualTo(sum / i);
        }
    }

    @Test
    void aStandingTickerMeansNoTime() {
        MicroService service =
                bench.start(bench.service("s").ticker(() -> 42).addEndpoint("e", InjectionTests::answer));
        bench.call("e");
        await().atMost(Bench.PATIENCE)
                .until(() -> bench.statsOf(service, 0).path("num_requests").asLong() == 1);

        assertThat(bench.statsOf(service, 0).path("processing_time").asLong()).isZero();
    }

    @Test
    void theTickerDoesNotMoveTimeouts() {
        AtomicLong ticker = new AtomicLong();
        bench.start(bench.service("s")
                .ticker(() -> ticker.addAndGet(Long.MAX_VALUE / 1000))
                .addEndpoint(
                        "e",
                        EndpointOptions.defaults().timeout(Bench.PATIENCE.multipliedBy(3)),
                        InjectionTests::answer));

        for (int i = 0; i < 10; i++) {
            assertThat(Replies.text(bench.call("e"))).isEqualTo("ok");
        }
    }

    @Test
    void thePrefixOfDiscoveryHoldsWhileEndpointsComeAndGo() {
        MicroService service =
                bench.start(bench.service("s").apiPrefix("my.api").addEndpoint("e", InjectionTests::answer));
        service.endpoints().get(0).pause();
        service.addEndpoint("late", InjectionTests::answer);
        assertThat(service.endpoints().get(0).remove()).succeedsWithin(Bench.PATIENCE);

        JsonNode info = Replies.json(bench.call("my.api.INFO.s." + service.id()));

        assertThat(Replies.values(info.path("endpoints"), "name")).containsExactly("late");
        Replies.assertNoResponders(bench.call("$SRV.INFO.s"));
        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);
        Replies.assertNoResponders(bench.call("my.api.PING"));
    }

    @Test
    void servicesOnOneConnectionComeAndGoWithoutEachOther() {
        List<MicroService> services = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            services.add(bench.start(bench.service("s" + i)
                    .apiPrefix(i % 2 == 0 ? "even" : "odd")
                    .addEndpoint("e" + i, InjectionTests::answer)
                    .addEndpoint("common", InjectionTests::answer)));
        }
        List<CompletableFuture<Void>> stops = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            switch (i % 3) {
                case 0 -> stops.add(services.get(i).stop());
                case 1 -> stops.add(services.get(i).endpoints().get(0).remove());
                default -> services.get(i).endpoints().get(0).pause();
            }
        }
        stops.forEach(each -> assertThat(each).succeedsWithin(Bench.PATIENCE));

        for (int i = 0; i < 10; i++) {
            String ping = (i % 2 == 0 ? "even" : "odd") + ".PING.s" + i;
            Replies.assertNoResponders(bench.call("e" + i));
            assertThat(bench.call(ping).isStatusMessage()).as(ping).isEqualTo(i % 3 == 0);
        }
        assertThat(Replies.text(bench.call("common"))).isEqualTo("ok");
        services.get(2).endpoints().get(0).resume();
        assertThat(Replies.text(bench.call("e2"))).isEqualTo("ok");
        Replies.assertNoResponders(bench.call("e5"));
    }
}
