// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.Message;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An endpoint is gone when it has been removed; {@link RemoveDrainTests} is about the requests that it had. */
class RemoveTests {

    private static final String SENTENCE = "(?s)[\\p{Lu}'\"`\\u201c].* .*\\.";

    @RegisterExtension
    final Bench bench = Bench.traced();

    private static void answer(Request request) {
        request.respond("ok");
    }

    private List<String> subscriptions() {
        return SubscriptionLog.live(bench, bench.connection()).stream()
                .filter(subscription -> !subscription.startsWith("$SRV"))
                .toList();
    }

    private void assertListed(MicroService service, String... names) {
        assertThat(Replies.values(bench.infoOf(service).path("endpoints"), "name"))
                .containsExactly(names);
        assertThat(Replies.values(bench.statsOf(service).path("endpoints"), "name"))
                .containsExactly(names);
        assertThat(service.endpoints()).extracting(Endpoint::name).containsExactly(names);
    }

    @ParameterizedTest
    @EnumSource
    void aRemovedEndpointIsUnsubscribedAndInNoDocumentWhenRemoveReturns(Kind kind) {
        MicroServiceBuilder builder = bench.service("s").addEndpoint("before", RemoveTests::answer);
        kind.addTo(builder, "removed", RemoveTests::answer);
        MicroService service = bench.start(builder.addEndpoint("after", RemoveTests::answer));
        assertThat(Replies.text(bench.call("removed"))).isEqualTo("ok");

        CompletableFuture<Void> removed = service.endpoints().get(1).remove();

        Replies.assertNoResponders(bench.call("removed"));
        assertListed(service, "before", "after");
        assertThat(subscriptions()).containsExactlyInAnyOrder("before q", "after q");
        assertThat(removed).succeedsWithin(Bench.PATIENCE);
        assertThat(Replies.text(bench.call("before"))).isEqualTo("ok");
        assertThat(Replies.text(bench.call("after"))).isEqualTo("ok");
    }

    @Test
    void aRemovedEndpointCanNeitherBePausedNorResumed() {
        MicroService service = bench.start(bench.service("s").addEndpoint("e", RemoveTests::answer));
        Endpoint endpoint = service.endpoints().get(0);
        assertThat(endpoint.remove()).succeedsWithin(Bench.PATIENCE);

        assertThatIllegalStateException().isThrownBy(endpoint::pause).withMessageMatching(SENTENCE);
        assertThatIllegalStateException().isThrownBy(endpoint::resume).withMessageMatching(SENTENCE);

        assertThat(subscriptions()).isEmpty();
        assertListed(service);
    }

    @Test
    void removedTwiceItIsRemovedOnce() {
        MicroService service = bench.start(
                bench.service("s").addEndpoint("e", RemoveTests::answer).addEndpoint("stays", RemoveTests::answer));
        Endpoint endpoint = service.endpoints().get(0);

        CompletableFuture<Void> first = endpoint.remove();
        CompletableFuture<Void> second = endpoint.remove();

        assertThat(first).succeedsWithin(Bench.PATIENCE);
        assertThat(second).succeedsWithin(Bench.PATIENCE);
        assertListed(service, "stays");
    }

    @Test
    void manyThreadsCanRemoveTheSameEndpoint() {
        MicroService service = bench.start(bench.service("s").addEndpoint("e", RemoveTests::answer));
        Endpoint endpoint = service.endpoints().get(0);
        List<CompletableFuture<Void>> removals = List.of(
                CompletableFuture.runAsync(() -> endpoint.remove().join()),
                CompletableFuture.runAsync(() -> endpoint.remove().join()),
                CompletableFuture.runAsync(() -> endpoint.remove().join()));

        assertThat(CompletableFuture.allOf(removals.toArray(CompletableFuture[]::new)))
                .succeedsWithin(Bench.PATIENCE);

        assertListed(service);
        assertThat(subscriptions()).isEmpty();
    }

    @Test
    void anEndpointThatIsRemovedBeforeTheStartIsNeverSubscribed() {
        MicroService service = bench.keep(bench.service("s")
                .addEndpoint("never", RemoveTests::answer)
                .addEndpoint("stays", RemoveTests::answer)
                .build());

        CompletableFuture<Void> removed = service.endpoints().get(0).remove();
        service.start();

        assertThat(removed).succeedsWithin(Bench.PATIENCE);
        assertListed(service, "stays");
        assertThat(bench.server().log()).doesNotContain("[SUB never ");
    }

    @Test
    void aRemovalAfterTheStopIsCompleteAndDisturbsNothing() throws Exception {
        MicroService service = bench.start(bench.service("s").addEndpoint("e", RemoveTests::answer));
        Endpoint endpoint = service.endpoints().get(0);
        service.stop().get(10, TimeUnit.SECONDS);

        assertThat(endpoint.remove()).succeedsWithin(Bench.PATIENCE);

        assertThat(SubscriptionLog.live(bench, bench.connection())).isEmpty();
    }

    @Test
    void aPausedEndpointCanBeRemoved() {
        MicroService service = bench.start(
                bench.service("s").addEndpoint("e", RemoveTests::answer).addEndpoint("stays", RemoveTests::answer));
        Endpoint endpoint = service.endpoints().get(0);
        endpoint.pause();

        assertThat(endpoint.remove()).succeedsWithin(Bench.PATIENCE);

        assertListed(service, "stays");
        assertThatIllegalStateException().isThrownBy(endpoint::resume).withMessageMatching(SENTENCE);
        Replies.assertNoResponders(bench.call("e"));
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerCanRemoveItsOwnEndpointAndItsRequestIsAnswered(Kind kind) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CompletableFuture<CompletableFuture<Void>> removal = new CompletableFuture<>();
        MicroService service = bench.start(kind.addTo(bench.service("s"), "e", request -> {
            try {
                CompletableFuture<Void> removed = request.endpoint().remove();
                request.respond(removed.isDone() ? "over too early" : "removed");
                removal.complete(removed);
            } catch (RuntimeException ex) {
                failure.set(ex);
            }
        }));

        Message reply = bench.call("e");

        assertThat(failure).hasValue(null);
        assertThat(Replies.text(reply)).isEqualTo("removed");
        assertThat(removal.thenCompose(removed -> removed)).succeedsWithin(Bench.PATIENCE);
        Replies.assertNoResponders(bench.call("e"));
        assertListed(service);
    }

    @Test
    void ofTwoEndpointsWithTheSameNameOnlyOneIsRemoved() {
        MicroService service = bench.start(bench.service("s")
                .addEndpoint("e", EndpointOptions.defaults().subject("one"), RemoveTests::answer)
                .addEndpoint("e", EndpointOptions.defaults().subject("two"), RemoveTests::answer)
                .addEndpoint("e", EndpointOptions.defaults().subject("two"), request -> request.respond("third")));
        bench.call("one");
        await().atMost(Bench.PATIENCE)
                .until(() -> bench.statsOf(service, 0).path("num_requests").asLong() == 1);

        assertThat(service.endpoints().get(1).remove()).succeedsWithin(Bench.PATIENCE);

        assertThat(Replies.values(bench.infoOf(service).path("endpoints"), "subject"))
                .containsExactly("one", "two");
        assertThat(bench.statsOf(service, 0).path("num_requests").asLong()).isEqualTo(1);
        for (int i = 0; i < 30; i++) {
            assertThat(Replies.text(bench.call("two"))).isEqualTo("third");
        }
        assertThat(Replies.text(bench.call("one"))).isEqualTo("ok");
    }

    @Test
    void anEndpointOfTheSameSubjectCanTakeItsPlaceWithCountersOfItsOwn() {
        MicroService service = bench.start(
                bench.service("s").addEndpoint("e", RemoveTests::answer).addEndpoint("last", RemoveTests::answer));
        for (int i = 0; i < 20; i++) {
            bench.call("e");

            assertThat(service.endpoints().get(i == 0 ? 0 : 1).remove()).succeedsWithin(Bench.PATIENCE);
            service.addEndpoint("e", RemoveTests::answer);

            JsonNode stats = bench.statsOf(service).path("endpoints");
            assertThat(Replies.values(stats, "name")).containsExactly("last", "e");
            assertThat(stats.path(1).path("num_requests").asLong()).isZero();
        }
        assertThat(Replies.text(bench.call("e"))).isEqualTo("ok");
        assertThat(subscriptions()).containsExactlyInAnyOrder("e q", "last q");
    }

    @Test
    void endpointsOfGroupsAreRemovedLikeOthers() {
        MicroService service = bench.start(bench.service("s"));
        Group group = service.addGroup("g").addGroup("h");
        Endpoint one = group.addEndpoint("one", RemoveTests::answer);
        group.addEndpoint("two", RemoveTests::answer);

        assertThat(one.remove()).succeedsWithin(Bench.PATIENCE);

        Replies.assertNoResponders(bench.call("g.h.one"));
        assertThat(Replies.text(bench.call("g.h.two"))).isEqualTo("ok");
        assertListed(service, "two");
    }

    @Test
    void whenTheLastEndpointHasGoneTheServiceGoesOn() {
        MicroService service = bench.start(bench.service("s").addEndpoint("e", RemoveTests::answer));

        assertThat(service.endpoints().get(0).remove()).succeedsWithin(Bench.PATIENCE);

        assertListed(service);
        assertThat(service.stopped()).isNotDone();
        service.addEndpoint("next", RemoveTests::answer);
        assertThat(Replies.text(bench.call("next"))).isEqualTo("ok");
    }
}
