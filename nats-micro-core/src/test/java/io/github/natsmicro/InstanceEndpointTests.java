// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.Subscription;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints that are there to talk to one instance of a service. */
class InstanceEndpointTests {

    private static final EndpointOptions INSTANCE_ONLY =
            EndpointOptions.defaults().instanceOnly(true);

    @RegisterExtension
    final Bench bench = new Bench();

    private MicroServiceBuilder cache(String id) {
        return MicroService.builder(bench.connect(), "cache", "1.0.0").id(id);
    }

    private static Handler answer(String text) {
        return request -> request.respond(text + " on " + request.subject());
    }

    @Test
    void eachInstanceIsCalledByItsId() {
        bench.start(cache("one").addEndpoint("clear", INSTANCE_ONLY, answer("first")));
        bench.start(cache("two").addEndpoint("clear", INSTANCE_ONLY, answer("second")));

        for (int i = 0; i < 10; i++) {
            assertThat(Replies.text(bench.call("clear.one"))).isEqualTo("first on clear.one");
            assertThat(Replies.text(bench.call("clear.two"))).isEqualTo("second on clear.two");
        }
        Replies.assertNoResponders(bench.call("clear"));
        Replies.assertNoResponders(bench.call("clear.three"));
    }

    @Test
    void theIdComesBehindTheSubjectOfGroupAndEndpoint() {
        EndpointOptions options = INSTANCE_ONLY.subject("get.*").queueGroup(QueueGroup.none());
        bench.start(cache("one").addGroup("inner", group -> group.addEndpoint("get", options, answer("got"))));

        assertThat(Replies.text(bench.call("inner.get.key.one"))).isEqualTo("got on inner.get.key.one");
    }

    @Test
    void discoveryShowsTheWholeSubjectAndNoQueueGroup() {
        MicroService service = bench.start(cache("one")
                .queueGroup(QueueGroup.named("service"))
                .addGroup(
                        "group",
                        QueueGroup.named("group"),
                        group -> group.addEndpoint("clear", INSTANCE_ONLY, answer("first"))));

        for (JsonNode document : List.of(bench.infoOf(service), bench.statsOf(service))) {
            JsonNode endpoint = document.path("endpoints").path(0);
            assertThat(endpoint.path("name").asText()).isEqualTo("clear");
            assertThat(endpoint.path("subject").asText()).isEqualTo("group.clear.one");
            assertThat(Objects.requireNonNull(endpoint.get("queue_group")).asText("missing"))
                    .isEmpty();
        }
        assertThat(service.endpoints().get(0).subject()).isEqualTo("group.clear.one");
        assertThat(service.endpoints().get(0).queueGroup()).isNull();
    }

    @Test
    void instancesOfOneIdAreCalledTogether() throws InterruptedException {
        bench.start(cache("one").addEndpoint("clear", INSTANCE_ONLY, answer("first")));
        bench.start(cache("one").addEndpoint("clear", INSTANCE_ONLY, answer("of the same id")));

        Subscription replies = bench.send("clear.one", "");

        assertThat(List.of(Replies.text(Bench.next(replies)), Replies.text(Bench.next(replies))))
                .containsExactlyInAnyOrder("first on clear.one", "of the same id on clear.one");
        bench.settle();
        Replies.assertNoMore(replies);
    }

    @Test
    void anIdThatWasMadeIsFoundInDiscovery() {
        MicroService service = bench.start(bench.service("cache").addEndpoint("clear", INSTANCE_ONLY, answer("only")));
        String subject =
                bench.infoOf(service).path("endpoints").path(0).path("subject").asText();

        assertThat(subject).isEqualTo("clear." + service.id());
        assertThat(Replies.text(bench.call(subject))).startsWith("only");
    }

    @Test
    void itIsPausedResumedAndRemovedAsOthersAre() {
        MicroService service = bench.start(cache("one").addEndpoint("clear", INSTANCE_ONLY, answer("first")));
        Endpoint endpoint = service.endpoints().get(0);

        endpoint.pause();
        Replies.assertNoResponders(bench.call("clear.one"));
        endpoint.resume();
        assertThat(Replies.text(bench.call("clear.one"))).startsWith("first");
        assertThat(endpoint.remove()).succeedsWithin(Bench.PATIENCE);
        Replies.assertNoResponders(bench.call("clear.one"));
    }

    @Test
    void theChoiceCanBeSeenAndTakenBack() {
        assertThat(EndpointOptions.defaults().instanceOnly()).isFalse();
        assertThat(INSTANCE_ONLY.instanceOnly()).isTrue();
        assertThat(INSTANCE_ONLY.metadata("key", "value").instanceOnly()).isTrue();
        assertThat(INSTANCE_ONLY.instanceOnly(false).instanceOnly()).isFalse();
        assertThat(INSTANCE_ONLY.subject("get.*").subject()).isEqualTo("get.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {">", "get.>", "get.*.>"})
    void aSubjectThatTakesAnyFurtherTokenIsRefused(String subject) {
        String sentence = "The subject \"%s\" of an endpoint for one instance ends in '>', behind which the id of the"
                + " instance can not follow. Use '*' for each token.";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> INSTANCE_ONLY.subject(subject))
                .withMessage(sentence, subject);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EndpointOptions.defaults().subject(subject).instanceOnly(true))
                .withMessage(sentence, subject);
    }

    @Test
    void aNamedQueueGroupIsRefused() {
        String sentence = "The queue group \"workers\" was chosen for an endpoint for one instance, which has none."
                + " Choose the one or the other.";
        QueueGroup named = QueueGroup.named("workers");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> INSTANCE_ONLY.queueGroup(named))
                .withMessage(sentence);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EndpointOptions.defaults().queueGroup(named).instanceOnly(true))
                .withMessage(sentence);
        assertThat(INSTANCE_ONLY.queueGroup(QueueGroup.named("")).instanceOnly())
                .isTrue();
    }
}
