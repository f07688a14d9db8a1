// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StartTests {

    private static final String SENTENCE = "(?s)[\\p{Lu}'\"`\\u201c].* .*\\.";

    @RegisterExtension
    final Bench bench = Bench.traced();

    private static void answer(Request request) {
        request.respond("ok");
    }

    @Test
    void case58_fiftyOfFiftyRequestsRightAfterTheStartAreAnswered() {
        for (int i = 0; i < 50; i++) {
            bench.start(bench.service("prompt" + i).addEndpoint("prompt" + i, StartTests::answer));

            assertThat(Replies.text(bench.call("prompt" + i))).isEqualTo("ok");
        }
    }

    @Test
    void case58_discoveryIsAnsweredRightAfterTheStart() {
        for (int i = 0; i < 50; i++) {
            MicroService service = bench.start(bench.service("prompt" + i));

            assertThat(bench.infoOf(service).path("id").asText()).isEqualTo(service.id());
        }
    }

    @Test
    void case56_anEndpointThatIsAddedToARunningServiceIsServedAndListedAtOnce() {
        MicroService service = bench.start(bench.service("growing").addEndpoint("first", StartTests::answer));
        for (int i = 0; i < 50; i++) {
            String name = "late" + i;

            service.addEndpoint(name, StartTests::answer);

            assertThat(Replies.text(bench.call(name))).isEqualTo("ok");
        }
        assertThat(Replies.values(bench.infoOf(service).path("endpoints"), "name"))
                .hasSize(51)
                .endsWith("late49");
        assertThat(bench.statsOf(service).path("endpoints")).hasSize(51);
    }

    @Test
    void anAsynchronousEndpointCanBeAddedToARunningService() {
        MicroService service = bench.start(bench.service("growing"));

        service.addAsyncEndpoint(
                "late",
                EndpointOptions.defaults().subject("late.async"),
                request -> CompletableFuture.runAsync(() -> request.respond("later")));

        assertThat(Replies.text(bench.call("late.async"))).isEqualTo("later");
    }

    @Test
    void endpointsCanBeAddedByManyThreadsAtOnce() throws InterruptedException, ExecutionException, TimeoutException {
        MicroService service = bench.start(bench.service("concurrent"));
        CountDownLatch go = new CountDownLatch(1);
        List<CompletableFuture<Void>> adders = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> {
                            try {
                                go.await();
                            } catch (InterruptedException ex) {
                                throw new IllegalStateException(ex);
                            }
                            service.addEndpoint("e" + i, StartTests::answer);
                        },
                        task -> new Thread(task).start()))
                .toList();
        go.countDown();
        CompletableFuture.allOf(adders.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);

        Set<String> expected = IntStream.range(0, 20).mapToObj(i -> "e" + i).collect(Collectors.toSet());
        JsonNode endpoints = bench.infoOf(service).path("endpoints");
        assertThat(Replies.values(endpoints, "name")).containsExactlyInAnyOrderElementsOf(expected);
        for (String name : expected) {
            assertThat(Replies.text(bench.call(name))).isEqualTo("ok");
        }
    }

    @Test
    void anEndpointCanBeAddedFromInsideAHandler() {
        MicroService service = bench.keep(bench.service("self").build());
        service.addEndpoint("add", request -> {
            service.addEndpoint("added", StartTests::answer);
            request.respond("added");
        });
        service.start();

        assertThat(Replies.text(bench.call("add"))).isEqualTo("added");
        assertThat(Replies.text(bench.call("added"))).isEqualTo("ok");
    }

    @Test
    void aSecondStartIsRefusedWithASentenceAndDisturbsNothing() {
        MicroService service = bench.start(bench.service("once").addEndpoint("once", StartTests::answer));
        List<String> before = SubscriptionLog.live(bench, bench.connection());

        assertThatIllegalStateException().isThrownBy(service::start).withMessageMatching(SENTENCE);

        assertThat(SubscriptionLog.live(bench, bench.connection())).isEqualTo(before);
        assertThat(Replies.text(bench.call("once"))).isEqualTo("ok");
    }

    @Test
    void aStartAfterTheStopIsRefusedWithASentence() throws Exception {
        MicroService service = bench.start(bench.service("once").addEndpoint("once", StartTests::answer));
        service.stop().get(10, TimeUnit.SECONDS);

        assertThatIllegalStateException().isThrownBy(service::start).withMessageMatching(SENTENCE);

        assertThat(SubscriptionLog.live(bench, bench.connection())).isEmpty();
        Replies.assertNoResponders(bench.call("once"));
    }

    @Test
    void aServiceThatWasStoppedBeforeItsStartCanNotBeStarted() throws Exception {
        MicroService service =
                bench.service("never").addEndpoint("never", StartTests::answer).build();

        service.stop().get(10, TimeUnit.SECONDS);

        assertThat(service.stopped()).isCompleted();
        assertThatIllegalStateException().isThrownBy(service::start).withMessageMatching(SENTENCE);
        assertThat(SubscriptionLog.live(bench, bench.connection())).isEmpty();
    }

    @Test
    void case69_anEndpointThatIsAddedAfterTheStopIsRefusedAndNothingSubscribed() throws Exception {
        MicroService service = bench.start(bench.service("over").addEndpoint("e", StartTests::answer));
        Group group = service.addGroup("group");
        service.stop().get(10, TimeUnit.SECONDS);

        assertThatIllegalStateException()
                .isThrownBy(() -> service.addEndpoint("late", StartTests::answer))
                .withMessageMatching(SENTENCE);
        assertThatIllegalStateException()
                .isThrownBy(() -> group.addEndpoint("late", StartTests::answer))
                .withMessageMatching(SENTENCE);

        assertThat(SubscriptionLog.live(bench, bench.connection())).isEmpty();
        assertThat(service.endpoints()).hasSize(1);
    }

    @Test
    void aStartOnAClosedConnectionFailsWithASentence() throws InterruptedException {
        Connection closed = bench.connect();
        closed.close();
        MicroService service = MicroService.builder(closed, "closed", "1.0.0")
                .addEndpoint("e", StartTests::answer)
                .build();

        assertThatIllegalStateException().isThrownBy(service::start).withMessageMatching(SENTENCE);
    }

    @Test
    void theTimeOfTheStartIsThatOfTheStartAndNotOfTheBuild() {
        MicroService service = bench.keep(bench.service("built").build());
        Instant built = Instant.now();

        service.start();

        assertThat(Instant.parse(bench.statsOf(service).path("started").asText()))
                .isAfterOrEqualTo(built.minusMillis(1));
    }
}
