// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Subscription;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QueueGroupTests {

    @RegisterExtension
    final Bench bench = Bench.traced();

    private static EndpointOptions queue(QueueGroup queueGroup) {
        return EndpointOptions.defaults().queueGroup(queueGroup);
    }

    private static void nothing(Request request) {}

    private void assertQueueGroups(MicroService service, String... expected) {
        assertThat(Replies.values(bench.infoOf(service).path("endpoints"), "queue_group"))
                .containsExactly(expected);
        assertThat(Replies.values(bench.statsOf(service).path("endpoints"), "queue_group"))
                .containsExactly(expected);
    }

    private List<String> endpointSubscriptions(Connection connection) {
        return SubscriptionLog.live(bench, connection).stream()
                .filter(subscription -> !subscription.startsWith("$SRV"))
                .toList();
    }

    @Test
    void case28_theDefaultQueueGroupIsQ() {
        MicroService service = bench.start(bench.service("queued").addEndpoint("ep1", QueueGroupTests::nothing));

        assertQueueGroups(service, "q");
        assertThat(service.endpoints().get(0).queueGroup()).isEqualTo("q");
        assertThat(endpointSubscriptions(bench.connection())).containsExactly("ep1 q");
    }

    @Test
    void case28_oneOfTwoInstancesAnswersARequest() throws InterruptedException {
        bench.start(bench.service("queued").addEndpoint("ep1", request -> request.respond("one")));
        bench.start(MicroService.builder(bench.connect(), "queued", "1.0.0")
                .addEndpoint("ep1", request -> request.respond("two")));

        Subscription replies = bench.send("ep1", "");

        assertThat(Replies.text(Bench.next(replies))).isIn("one", "two");
        bench.settle();
        Replies.assertNoMore(replies);
    }

    @Test
    void discoveryIsInNoQueueGroup() {
        MicroService service = bench.start(bench.service("d").queueGroup(QueueGroup.named("custom")));
        String id = service.id();

        assertThat(SubscriptionLog.live(bench, bench.connection()))
                .containsExactlyInAnyOrder(
                        "$SRV.PING",
                        "$SRV.PING.d",
                        "$SRV.PING.d." + id,
                        "$SRV.INFO",
                        "$SRV.INFO.d",
                        "$SRV.INFO.d." + id,
                        "$SRV.STATS",
                        "$SRV.STATS.d",
                        "$SRV.STATS.d." + id);
    }

    @Test
    void case29_endpointsAndGroupsInheritTheQueueGroupOfTheService() {
        MicroService service = bench.start(bench.service("custom")
                .queueGroup(QueueGroup.named("custom"))
                .addEndpoint("plain", QueueGroupTests::nothing)
                .addGroup("group", group -> {
                    group.addEndpoint("one", QueueGroupTests::nothing);
                    group.addGroup("sub").addEndpoint("two", QueueGroupTests::nothing);
                }));

        assertQueueGroups(service, "custom", "custom", "custom");
        assertThat(endpointSubscriptions(bench.connection()))
                .containsExactlyInAnyOrder("plain custom", "group.one custom", "group.sub.two custom");
    }

    @Test
    void theNearestChoiceCounts() {
        MicroService service = bench.start(bench.service("levels")
                .queueGroup(QueueGroup.named("service"))
                .addEndpoint("own", queue(QueueGroup.named("endpoint")), QueueGroupTests::nothing)
                .addGroup("group", QueueGroup.named("group"), group -> {
                    group.addEndpoint("inherits", QueueGroupTests::nothing);
                    group.addEndpoint("own", queue(QueueGroup.named("endpoint")), QueueGroupTests::nothing);
                    group.addGroup("sub").addEndpoint("inherits", QueueGroupTests::nothing);
                    group.addGroup("sub", QueueGroup.named("sub")).addEndpoint("other", QueueGroupTests::nothing);
                }));

        assertQueueGroups(service, "endpoint", "group", "endpoint", "group", "sub");
    }

    @Test
    void anEmptyNameInherits() {
        MicroService service = bench.start(bench.service("blank")
                .queueGroup(QueueGroup.named(""))
                .addEndpoint("default", queue(QueueGroup.named("")), QueueGroupTests::nothing)
                .addGroup(
                        "outer",
                        QueueGroup.named("outer"),
                        outer -> outer.addGroup("inner", QueueGroup.named(""))
                                .addEndpoint("e", queue(QueueGroup.named("")), QueueGroupTests::nothing)));

        assertQueueGroups(service, "q", "outer");
    }

    @Test
    void noneIsInheritedAndShownAsEmpty() {
        MicroService service = bench.start(bench.service("none")
                .queueGroup(QueueGroup.none())
                .addEndpoint("plain", QueueGroupTests::nothing)
                .addGroup("group", group -> group.addGroup("sub").addEndpoint("deep", QueueGroupTests::nothing)));

        assertQueueGroups(service, "", "");
        assertThat(service.endpoints().get(0).queueGroup()).isNull();
        assertThat(endpointSubscriptions(bench.connection())).containsExactlyInAnyOrder("plain", "group.sub.deep");
    }

    @Test
    void noneCanBeChosenForAGroupOrAnEndpointAlone() {
        MicroService service = bench.start(bench.service("some")
                .addEndpoint("none", queue(QueueGroup.none()), QueueGroupTests::nothing)
                .addEndpoint("default", QueueGroupTests::nothing)
                .addGroup("group", QueueGroup.none(), group -> group.addEndpoint("e", QueueGroupTests::nothing)));

        assertQueueGroups(service, "", "q", "");
    }

    @Test
    void aQueueGroupCanBeChosenBelowNone() {
        MicroService service = bench.start(bench.service("again")
                .queueGroup(QueueGroup.none())
                .addEndpoint("own", queue(QueueGroup.named("own")), QueueGroupTests::nothing)
                .addGroup(
                        "group", QueueGroup.named("group"), group -> group.addEndpoint("e", QueueGroupTests::nothing)));

        assertQueueGroups(service, "own", "group");
    }

    @Test
    void case31_withoutAQueueGroupEveryInstanceHandlesARequest() {
        AtomicInteger handled = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            bench.start(bench.service("all")
                    .addEndpoint("ep1", queue(QueueGroup.none()), request -> handled.incrementAndGet()));
        }

        bench.client().publish("ep1", new byte[0]);

        await().atMost(Bench.PATIENCE).until(() -> handled.get() == 10);
        assertThat(endpointSubscriptions(bench.connection())).hasSize(10).containsOnly("ep1");
    }

    @Test
    void case32_fiveInstancesInFiveQueueGroupsAllAnswer() {
        for (int i = 0; i < 5; i++) {
            String own = "q-" + i;
            bench.start(bench.service("five")
                    .queueGroup(QueueGroup.named(own))
                    .addEndpoint("ep", request -> request.respond(own)));
        }

        Subscription replies = bench.send("ep", "");

        Set<String> answered = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            answered.add(Replies.text(Bench.next(replies)));
        }
        assertThat(answered).containsExactlyInAnyOrder("q-0", "q-1", "q-2", "q-3", "q-4");
    }
}
