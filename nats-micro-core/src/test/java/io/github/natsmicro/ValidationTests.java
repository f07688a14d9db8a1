// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTests {

    private static final String SENTENCE = "(?s)[\\p{Lu}'\"`\\u201c].* .*\\.";

    @RegisterExtension
    final Bench bench = Bench.traced();

    private void assertRefused(ThrowingCallable attempt) {
        assertThatIllegalArgumentException().isThrownBy(attempt).withMessageMatching(SENTENCE);
        assertThat(SubscriptionLog.live(bench, bench.connection())).isEmpty();
    }

    private static EndpointOptions subject(String subject) {
        return EndpointOptions.defaults().subject(subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "/", ">", "test_service!", "service.B", "service B", "é", "service\n"})
    void case14_aBadServiceNameIsRefusedBeforeAnySubscription(String name) {
        assertRefused(() -> bench.service(name).start());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.2", "v1.2.3", "1.2.3-é", "1.0.0\n", "01.2.3"})
    void aBadVersionIsRefusedBeforeAnySubscription(String version) {
        assertRefused(() ->
                MicroService.builder(bench.connection(), "versioned", version).start());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", ">", " ", "hello.world", "é", "name\n"})
    void case16_aBadEndpointNameIsRefusedBeforeAnySubscription(String name) {
        assertRefused(() -> bench.service("named")
                .addEndpoint("good", request -> {})
                .addEndpoint(name, subject("fine"), request -> {})
                .start());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "endpoint subject",
                "foo\tbar",
                "foo\nbar",
                ".foo",
                "foo.",
                "foo..bar",
                ">.foo",
                "foo.>.bar",
                "foo.b*r"
            })
    void case17_aBadSubjectIsRefusedBeforeAnySubscription(String subject) {
        assertRefused(() -> bench.service("subjects")
                .addEndpoint("good", request -> {})
                .addEndpoint("bad", subject(subject), request -> {})
                .start());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void case17_aBlankSubjectIsRefused(String subject) {
        assertRefused(() -> bench.service("subjects")
                .addEndpoint("blank", subject(subject), request -> {})
                .start());
    }

    @Test
    void case17_wildcardSubjectsAreTakenAndRouted() {
        bench.start(bench.service("wild")
                .addEndpoint("star", subject("foo.*"), request -> request.respond("star " + request.subject()))
                .addEndpoint("rest", subject("bar.>"), request -> request.respond("rest " + request.subject()))
                .addEndpoint("top", subject("*"), request -> request.respond("top " + request.subject())));

        assertThat(Replies.text(bench.call("foo.a"))).isEqualTo("star foo.a");
        assertThat(Replies.text(bench.call("bar.a.b.c"))).isEqualTo("rest bar.a.b.c");
        assertThat(Replies.text(bench.call("solo"))).isEqualTo("top solo");
        Replies.assertNoResponders(bench.call("foo.a.b"));
        Replies.assertNoResponders(bench.call("bar.."));
    }

    @ParameterizedTest
    @ValueSource(strings = {">.abc", "one two", "queue\tgroup", "  "})
    void case18_aBadQueueGroupIsRefusedAtEachLevel(String name) {
        assertRefused(
                () -> bench.service("queues").queueGroup(QueueGroup.named(name)).start());
        assertRefused(() -> bench.service("queues")
                .addGroup("group", QueueGroup.named(name), group -> {})
                .start());
        assertRefused(() -> bench.service("queues")
                .addEndpoint("bad", EndpointOptions.defaults().queueGroup(QueueGroup.named(name)), request -> {})
                .start());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.>", ">", "a b", " ", ".a", "a.", "a..b"})
    void case19_aBadGroupNameIsRefusedBeforeAnySubscription(String name) {
        assertRefused(() -> bench.service("groups")
                .addGroup(name, group -> group.addEndpoint("e", request -> {}))
                .start());
        assertRefused(() -> bench.service("groups")
                .addGroup("outer", outer -> outer.addGroup(name).addEndpoint("e", request -> {}))
                .start());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a.*", ">", "a b", ".a", "a."})
    void aBadApiPrefixIsRefusedBeforeAnySubscription(String prefix) {
        assertRefused(() -> bench.service("prefixed").apiPrefix(prefix).start());
    }

    @Test
    void aBoundThatIsTooSmallIsRefused() {
        assertRefused(() -> EndpointOptions.defaults().maxInFlight(0));
        assertRefused(() -> EndpointOptions.defaults().maxInFlight(-1));
        assertRefused(() -> EndpointOptions.defaults().maxWaiting(-2));
        assertRefused(() -> EndpointOptions.defaults().maxBytes(0));
        assertRefused(() -> EndpointOptions.defaults().maxBytes(-2));
    }

    @Test
    void aTimeoutThatLeavesNoTimeIsRefused() {
        assertRefused(() -> EndpointOptions.defaults().timeout(Duration.ZERO));
        assertRefused(() -> EndpointOptions.defaults().timeout(Duration.ofMillis(-1)));
    }

    @Test
    void aNegativeDrainTimeoutIsRefused() {
        assertRefused(() ->
                bench.service("drained").drainTimeout(Duration.ofSeconds(-1)).start());
    }

    @Test
    void anEndpointThatIsRefusedAfterTheStartLeavesNoGhost() {
        MicroService service = bench.start(bench.service("running").addEndpoint("good", request -> {}));
        List<String> before = SubscriptionLog.live(bench, bench.connection());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> service.addEndpoint("not good", request -> {}))
                .withMessageMatching(SENTENCE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> service.addEndpoint("bad", subject("a..b"), request -> {}))
                .withMessageMatching(SENTENCE);

        assertThat(SubscriptionLog.live(bench, bench.connection())).isEqualTo(before);
        assertThat(service.endpoints()).extracting(Endpoint::name).containsExactly("good");
        assertThat(bench.infoOf(service).path("endpoints")).hasSize(1);
        assertThat(bench.statsOf(service).path("endpoints")).hasSize(1);
    }

    @Test
    void buildingAServiceSubscribesNothing() {
        MicroService service = bench.keep(
                bench.service("built").addEndpoint("e", request -> {}).build());

        assertThat(SubscriptionLog.live(bench, bench.connection())).isEmpty();
        assertThat(service.endpoints()).hasSize(1);
    }
}
