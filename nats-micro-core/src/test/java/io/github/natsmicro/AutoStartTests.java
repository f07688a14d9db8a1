// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Endpoints that take no requests before they are told to. */
class AutoStartTests {

    private static final EndpointOptions LATER = EndpointOptions.defaults().autoStart(false);

    @RegisterExtension
    final Bench bench = new Bench();

    private static void answer(Request request) {
        request.respond("ok");
    }

    private MicroServiceBuilder service() {
        return bench.service("s").addEndpoint("first", AutoStartTests::answer).addEndpoint("later", LATER, request -> {
            if (request.text().equals("fail")) {
                throw new ServiceException(400, "no");
            }
            request.respond("ok");
        });
    }

    private void assertCounted(MicroService service, int requests) {
        await().atMost(Bench.PATIENCE)
                .until(() -> bench.statsOf(service, 1).path("num_requests").asInt() == requests);
    }

    @Test
    void itTakesNoRequestsAfterTheStart() {
        MicroService service = bench.start(service());

        assertThat(service.endpoints().get(1).isPaused()).isTrue();
        assertThat(service.endpoints().get(0).isPaused()).isFalse();
        Replies.assertNoResponders(bench.call("later"));
        assertThat(Replies.text(bench.call("first"))).isEqualTo("ok");
    }

    @Test
    void itAnswersAndCountsFromItsResumptionOn() {
        MicroService service = bench.start(service());
        Endpoint later = service.endpoints().get(1);
        Replies.assertNoResponders(bench.call("later"));

        later.resume();

        assertThat(later.isPaused()).isFalse();
        assertThat(Replies.text(bench.call("later"))).isEqualTo("ok");
        Replies.assertError(bench.call("later", "fail"), 400, "no");
        assertCounted(service, 2);
        assertThat(bench.statsOf(service, 1).path("num_errors").asInt()).isEqualTo(1);
    }

    @Test
    void itCanBePausedAgain() {
        MicroService service = bench.start(service());
        Endpoint later = service.endpoints().get(1);
        later.resume();
        assertThat(Replies.text(bench.call("later"))).isEqualTo("ok");

        later.pause();

        Replies.assertNoResponders(bench.call("later"));
        assertCounted(service, 1);
        later.resume();
        assertThat(Replies.text(bench.call("later"))).isEqualTo("ok");
        assertCounted(service, 2);
    }

    @Test
    void discoveryShowsItAsAPausedOne() {
        MicroService service = bench.start(service());
        List<JsonNode> before = List.of(bench.infoOf(service), bench.statsOf(service));

        service.endpoints().get(1).resume();
        List<JsonNode> resumed = List.of(bench.infoOf(service), bench.statsOf(service));
        service.endpoints().get(1).pause();

        assertThat(before).isEqualTo(resumed).isEqualTo(List.of(bench.infoOf(service), bench.statsOf(service)));
        assertThat(Replies.values(before.get(0).path("endpoints"), "name")).containsExactly("first", "later");
        assertThat(Objects.requireNonNull(
                                before.get(1).path("endpoints").path(1).get("num_requests"))
                        .asInt())
                .isZero();
    }

    @Test
    void anotherInstanceIsCalledMeanwhile() {
        bench.start(service());
        bench.start(MicroService.builder(bench.connect(), "s", "1.0.0")
                .addEndpoint("later", request -> request.respond("other")));

        for (int i = 0; i < 20; i++) {
            assertThat(Replies.text(bench.call("later"))).isEqualTo("other");
        }
    }

    @Test
    void resumedBeforeTheStartItStartsWithTheService() {
        MicroService service = bench.keep(service().build());

        service.endpoints().get(1).resume();
        service.start();

        assertThat(Replies.text(bench.call("later"))).isEqualTo("ok");
    }

    @ParameterizedTest
    @EnumSource
    void addedWhileTheServiceRunsItWaitsToo(Concurrency concurrency) {
        MicroService service = bench.start(bench.service("s"));

        Endpoint endpoint = service.addEndpoint("e", LATER.concurrency(concurrency), AutoStartTests::answer);

        assertThat(service.endpoints()).containsExactly(endpoint);
        Replies.assertNoResponders(bench.call("e"));
        endpoint.resume();
        assertThat(Replies.text(bench.call("e"))).isEqualTo("ok");
    }

    @Test
    void itCanBeRemovedWithoutHavingStarted() {
        MicroService service = bench.start(service());
        Endpoint later = service.endpoints().get(1);

        assertThat(later.remove()).succeedsWithin(Bench.PATIENCE);

        assertThat(service.endpoints()).extracting(Endpoint::name).containsExactly("first");
        assertThatIllegalStateException().isThrownBy(later::resume);
        assertThat(Replies.text(bench.call("first"))).isEqualTo("ok");
    }

    @Test
    void aServiceThatStopsTakesItWithIt() {
        MicroService service = bench.start(service());

        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);

        assertThatIllegalStateException()
                .isThrownBy(() -> service.endpoints().get(1).resume());
    }

    @Test
    void theChoiceCanBeSeenAndTakenBack() {
        assertThat(EndpointOptions.defaults().autoStart()).isTrue();
        assertThat(LATER.autoStart()).isFalse();
        assertThat(LATER.metadata("key", "value").autoStart()).isFalse();
        assertThat(LATER.autoStart(true).autoStart()).isTrue();
    }
}
