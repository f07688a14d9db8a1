// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server goes away while a service runs, and may come again. */
class ReconnectTests {

    private static final Duration DRAIN = Duration.ofSeconds(2);

    /** What may not hang is over within this, on a machine that has other things to do. */
    private static final Duration SOON = Duration.ofSeconds(15);

    private final List<Connection> connections = new ArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private NatsServer server = NatsServer.start();
    private final Connection connection = connect();

    private Connection connect() {
        try {
            Connection opened = Nats.connect(Options.builder()
                    .server(server.url())
                    .maxReconnects(-1)
                    .reconnectWait(Duration.ofMillis(50))
                    .build());
            connections.add(opened);
            return opened;
        } catch (IOException | InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @AfterEach
    void closeAll() throws InterruptedException {
        released.countDown();
        for (Connection opened : connections) {
            opened.close();
        }
        server.close();
    }

    private static void answer(Request request) {
        request.respond("ok");
    }

    private MicroServiceBuilder service() {
        return MicroService.builder(connection, "s", "1.0.0").drainTimeout(DRAIN);
    }

    private void goAway() {
        server.close();
        await().atMost(Bench.PATIENCE).until(() -> connection.getStatus() != Connection.Status.CONNECTED);
    }

    private void comeAgain() {
        server = NatsServer.start(server.port());
        await().atMost(Bench.PATIENCE).until(() -> connection.getStatus() == Connection.Status.CONNECTED);
    }

    private static void within(Duration limit, Runnable action) {
        assertThat(CompletableFuture.runAsync(action, task -> new Thread(task, "action").start()))
                .succeedsWithin(limit);
    }

    private Message request(Connection client, String subject) {
        Subscription replies = client.subscribe(client.createInbox());
        client.publish(subject, replies.getSubject(), new byte[0]);
        Message reply = Bench.next(replies);
        replies.unsubscribe();
        return reply;
    }

    private void awaitAnswer(String subject) {
        Connection client = connect();
        await().atMost(Bench.PATIENCE).until(() -> !request(client, subject).isStatusMessage());
    }

    /** To be called when another subject of the service has been answered: the subscriptions are renewed together. */
    private void assertNobody(String subject) {
        Bench.flush(connection);
        Replies.assertNoResponders(request(connect(), subject));
    }

    @ParameterizedTest
    @EnumSource
    void case64_afterARestartOfTheServerEndpointsAndDiscoveryAnswerAgain(Kind kind) throws InterruptedException {
        MicroService service =
                kind.addTo(service(), "e", ReconnectTests::answer).start();

        goAway();
        comeAgain();

        awaitAnswer("e");
        for (String verb : List.of("PING", "INFO", "STATS")) {
            awaitAnswer("$SRV." + verb);
            awaitAnswer("$SRV." + verb + ".s");
            awaitAnswer("$SRV." + verb + ".s." + service.id());
        }
        Connection client = connect();
        Subscription replies = client.subscribe(client.createInbox());
        client.publish("e", replies.getSubject(), new byte[0]);
        assertThat(Replies.text(Bench.next(replies))).isEqualTo("ok");
        Bench.flush(connection);
        Bench.flush(client);
        Replies.assertNoMore(replies);
        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);
        assertNobody("e");
        assertNobody("$SRV.PING");
    }

    @Test
    void case64_aStopWhileTheServerIsAwayIsOverWithinTheDrainTimeoutAndStaysSo() {
        MicroService service =
                service().addEndpoint("e", ReconnectTests::answer).start();
        goAway();
        long begin = System.nanoTime();

        CompletableFuture<Void> stopped = service.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));

        assertThat(stopped).succeedsWithin(DRAIN.plusSeconds(3));
        comeAgain();
        assertNobody("e");
        assertNobody("$SRV.PING.s");
    }

    @Test
    void aPauseWhileTheServerIsAwayTakesEffectWhenItComesAgain() {
        MicroService service = service()
                .addEndpoint("paused", ReconnectTests::answer)
                .addEndpoint("other", ReconnectTests::answer)
                .start();
        Endpoint paused = service.endpoints().get(0);
        goAway();

        within(SOON, paused::pause);

        assertThat(paused.isPaused()).isTrue();
        comeAgain();
        awaitAnswer("other");
        assertNobody("paused");
        paused.resume();
        awaitAnswer("paused");
    }

    @Test
    void aResumeWhileTheServerIsAwayFailsAndLeavesThePause() {
        MicroService service = service()
                .addEndpoint("paused", ReconnectTests::answer)
                .addEndpoint("other", ReconnectTests::answer)
                .start();
        Endpoint paused = service.endpoints().get(0);
        paused.pause();
        goAway();

        within(
                SOON,
                () -> assertThatIllegalStateException()
                        .isThrownBy(paused::resume)
                        .withMessageMatching("(?s)\\p{Lu}.* .*\\."));

        assertThat(paused.isPaused()).isTrue();
        comeAgain();
        awaitAnswer("other");
        assertNobody("paused");
        paused.resume();
        awaitAnswer("paused");
        assertThat(paused.isPaused()).isFalse();
    }

    @Test
    void aRemovalWhileTheServerIsAwayTakesEffect() {
        MicroService service = service()
                .addEndpoint("removed", ReconnectTests::answer)
                .addEndpoint("other", ReconnectTests::answer)
                .start();
        Endpoint removed = service.endpoints().get(0);
        goAway();

        within(SOON, () -> removed.remove().join());

        assertThat(service.endpoints()).extracting(Endpoint::name).containsExactly("other");
        comeAgain();
        awaitAnswer("other");
        assertNobody("removed");
        Message info = request(connect(), "$SRV.INFO.s");
        assertThat(Replies.values(Replies.json(info).path("endpoints"), "name")).containsExactly("other");
    }

    @Test
    void anAdditionWhileTheServerIsAwayFailsAndLeavesNoGhost() {
        MicroService service =
                service().addEndpoint("other", ReconnectTests::answer).start();
        goAway();

        within(
                SOON,
                () -> assertThatIllegalStateException()
                        .isThrownBy(() -> service.addEndpoint("late", ReconnectTests::answer)));

        assertThat(service.endpoints()).hasSize(1);
        comeAgain();
        awaitAnswer("other");
        assertNobody("late");
        service.addEndpoint("late", ReconnectTests::answer);
        awaitAnswer("late");
    }

    @Test
    void aRequestInFlightWhenTheServerGoesIsFinishedAndCounted() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = service()
                .addEndpoint("slow", request -> {
                    entered.countDown();
                    assertThat(released.await(20, TimeUnit.SECONDS)).isTrue();
                    request.respond("ok");
                })
                .start();
        Connection client = connect();
        client.publish("slow", "nobody.listens", new byte[0]);
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

        goAway();
        released.countDown();

        await().atMost(Bench.PATIENCE)
                .until(() -> service.endpoints().get(0).stats().numRequests() == 1);
        assertThat(service.endpoints().get(0).inFlight()).isZero();
        comeAgain();
        awaitAnswer("slow");
    }

    @Test
    void theListenersOfTheConnectionGoOnHearing() {
        CountDownLatch reconnected = new CountDownLatch(1);
        connection.addConnectionListener((source, event) -> {
            if (event == ConnectionListener.Events.RECONNECTED) {
                reconnected.countDown();
            }
        });
        MicroService service =
                service().addEndpoint("e", ReconnectTests::answer).start();
        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);

        goAway();
        comeAgain();

        await().atMost(Bench.PATIENCE).until(() -> reconnected.getCount() == 0);
    }
}
