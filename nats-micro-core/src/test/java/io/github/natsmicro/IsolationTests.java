// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Services on one connection disturb neither each other nor what else is on it. */
class IsolationTests {

    @RegisterExtension
    final Bench bench = new Bench();

    @Test
    void stoppingOneOfTwoServicesLeavesTheOther() {
        MicroService one = bench.start(bench.service("one").addEndpoint("one", request -> request.respond("1")));
        MicroService two = bench.start(bench.service("two").addEndpoint("two", request -> request.respond("2")));

        assertThat(one.stop()).succeedsWithin(Bench.PATIENCE);

        Replies.assertNoResponders(bench.call("one"));
        Replies.assertNoResponders(bench.call("$SRV.PING.one"));
        assertThat(Replies.text(bench.call("two"))).isEqualTo("2");
        assertThat(bench.infoOf(two).path("id").asText()).isEqualTo(two.id());
        assertThat(two.stopped()).isNotDone();
    }

    @Test
    void stoppingOneOfTwoInstancesLeavesTheOther() {
        MicroService one = bench.start(bench.service("same").addEndpoint("same", request -> request.respond("1")));
        MicroService two = bench.start(bench.service("same").addEndpoint("same", request -> request.respond("2")));

        assertThat(one.stop()).succeedsWithin(Bench.PATIENCE);

        for (int i = 0; i < 20; i++) {
            assertThat(Replies.text(bench.call("same"))).isEqualTo("2");
        }
        assertThat(Replies.json(bench.call("$SRV.PING.same")).path("id").asText())
                .isEqualTo(two.id());
    }

    @Test
    void servicesOnOneConnectionCountSeparately() {
        MicroService one = bench.start(bench.service("one").addEndpoint("one", request -> request.respond("1")));
        MicroService two =
                bench.start(bench.service("two").addEndpoint("two", request -> request.respondError(400, "2")));

        bench.call("one");
        bench.call("two");
        bench.call("two");

        await().atMost(Bench.PATIENCE)
                .until(() -> bench.statsOf(two, 0).path("num_errors").asLong() == 2);
        await().atMost(Bench.PATIENCE)
                .until(() -> bench.statsOf(one, 0).path("num_requests").asLong() == 1);
        JsonNode stats = bench.statsOf(one, 0);
        assertThat(stats.path("num_errors").asLong()).isZero();
    }

    @Test
    void aStuckServiceDoesNotDelayAnother() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(64);
        bench.start(bench.service("stuck").addEndpoint("stuck", bench.stuck(entered)));
        MicroService free = bench.start(bench.service("free").addEndpoint("free", request -> request.respond("ok")));
        for (int i = 0; i < 200; i++) {
            bench.send("stuck", "");
        }
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(Replies.text(bench.call("free"))).isEqualTo("ok");
        assertThat(bench.statsOf(free).path("id").asText()).isEqualTo(free.id());
    }

    @Test
    void aServiceThatStopsLeavesTheConnectionAndTheSubscriptionsOfItsUser() throws InterruptedException {
        Connection connection = bench.connection();
        Subscription plain = connection.subscribe("user.plain");
        Subscription sameSubject = connection.subscribe("shared");
        CountDownLatch dispatched = new CountDownLatch(2);
        Dispatcher dispatcher = connection.createDispatcher(message -> dispatched.countDown());
        dispatcher.subscribe("user.dispatched");
        MicroService service =
                bench.start(bench.service("guest").addEndpoint("shared", request -> request.respond("ok")));
        Bench.flush(connection);
        bench.client().publish("user.dispatched", new byte[0]);
        Replies.assertNoError(bench.call("shared"));

        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);

        assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
        bench.client().publish("user.plain", "still here".getBytes(StandardCharsets.UTF_8));
        bench.client().publish("user.dispatched", new byte[0]);
        bench.client().publish("shared", "second".getBytes(StandardCharsets.UTF_8));
        assertThat(Replies.text(Bench.next(plain))).isEqualTo("still here");
        assertThat(dispatched.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(Replies.text(Bench.next(sameSubject))).isEmpty();
        assertThat(Replies.text(Bench.next(sameSubject))).isEqualTo("second");
        assertThat(dispatcher.isActive()).isTrue();
    }

    @Test
    void aServiceThatEndsWithAStuckHandlerLeavesTheConnection() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = bench.start(
                bench.service("stuck").drainTimeout(Duration.ofMillis(200)).addEndpoint("stuck", bench.stuck(entered)));
        bench.send("stuck", "");
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);

        assertThat(bench.connection().getStatus()).isEqualTo(Connection.Status.CONNECTED);
        bench.start(bench.service("next").addEndpoint("next", request -> request.respond("ok")));
        assertThat(Replies.text(bench.call("next"))).isEqualTo("ok");
    }

    @Test
    void aHandlerCanCallAnotherEndpointOverTheSameConnection() {
        bench.start(bench.service("chain")
                .addEndpoint("inner", request -> request.respond("inner"))
                .addEndpoint(
                        "outer",
                        request -> request.respond(Replies.text(Objects.requireNonNull(
                                bench.connection().request("inner", new byte[0], Bench.PATIENCE))))));

        for (int i = 0; i < 20; i++) {
            assertThat(Replies.text(bench.call("outer"))).isEqualTo("inner");
        }
    }
}
