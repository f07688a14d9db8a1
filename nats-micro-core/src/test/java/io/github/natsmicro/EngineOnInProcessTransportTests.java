// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.natsmicro.transport.inprocess.InProcessRequestException;
import io.github.natsmicro.transport.inprocess.InProcessTransport;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Services that stand on the in-process transport: what they do with a server, they do there. */
class EngineOnInProcessTransportTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final byte[] EMPTY = new byte[0];

    private final InProcessTransport transport = new InProcessTransport();
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void close() {
        released.countDown();
        transport.close();
    }

    private MicroServiceBuilder service(String name) {
        return MicroService.builder(transport, name, "1.0.0");
    }

    private Message call(String subject, String body) {
        return transport.caller().request(subject, null, body.getBytes(StandardCharsets.UTF_8), PATIENCE);
    }

    private CompletableFuture<Message> send(String subject) {
        return transport.caller().requestAsync(subject, null, EMPTY, PATIENCE);
    }

    private JsonNode statsOf(MicroService service) {
        return Replies.json(call("$SRV.STATS." + service.name() + "." + service.id(), ""))
                .path("endpoints")
                .path(0);
    }

    private Handler stuck(CountDownLatch entered) {
        return request -> {
            entered.countDown();
            if (!released.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The test did not release its handler.");
            }
            request.respond("released");
        };
    }

    private static void awaitEntered(CountDownLatch entered) throws InterruptedException {
        assertThat(entered.await(10, TimeUnit.SECONDS)).as("handlers entered").isTrue();
    }

    private void assertNobodyListens(String subject) {
        assertThatExceptionOfType(InProcessRequestException.class)
                .isThrownBy(() -> call(subject, ""))
                .satisfies(ex -> assertThat(ex.reason()).isEqualTo(InProcessRequestException.Reason.NO_RESPONDERS));
    }

    @Test
    void aRequestIsAnsweredAndCounted() {
        MicroService service = service("echo")
                .addEndpoint(
                        "echo",
                        EndpointOptions.defaults().subject("echo.*"),
                        request -> request.respond(
                                (request.subject() + " " + request.header("Name") + " " + request.text())
                                        .getBytes(StandardCharsets.UTF_8),
                                new Headers().add("Answer", "yes")))
                .start();

        Message reply = transport
                .caller()
                .request(
                        "echo.this",
                        new Headers().add("Name", "value"),
                        "hello".getBytes(StandardCharsets.UTF_8),
                        PATIENCE);

        assertThat(Replies.text(reply)).isEqualTo("echo.this value hello");
        assertThat(Replies.header(reply, "Answer")).isEqualTo("yes");
        Replies.assertNoError(reply);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(statsOf(service).path("num_requests").asLong())
                                .isEqualTo(1));
        assertThat(statsOf(service).path("num_errors").asLong()).isZero();
        assertNobodyListens("echo");
    }

    @Test
    void errorsAreReplies() {
        MicroService service = service("failing")
                .addEndpoint("wanted", request -> {
                    throw new ServiceException(404, "No such order");
                })
                .addEndpoint("unwanted", request -> {
                    throw new IllegalStateException("secret");
                })
                .start();

        Replies.assertError(call("wanted", ""), 404, "No such order");
        Message neutral = call("unwanted", "");
        assertThat(Replies.errorCode(neutral)).isEqualTo("500");
        assertThat(Replies.error(neutral)).doesNotContain("secret");
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(statsOf(service).path("last_error").asText()).isEqualTo("404:No such order"));
    }

    @Test
    void discoveryIsAnsweredByEveryServiceOfTheTransport() {
        MicroService first = service("first")
                .description("The first")
                .addEndpoint("one", request -> {})
                .start();
        MicroService second = service("second").start();
        MicroService twin = service("second").start();

        List<JsonNode> pings = discover("$SRV.PING", 3);
        assertThat(pings)
                .allSatisfy(ping -> assertThat(ping.path("type").asText()).isEqualTo("io.nats.micro.v1.ping_response"));
        assertThat(pings)
                .extracting(ping -> ping.path("id").asText())
                .containsExactlyInAnyOrder(first.id(), second.id(), twin.id());
        assertThat(discover("$SRV.PING.second", 2))
                .extracting(ping -> ping.path("id").asText())
                .containsExactlyInAnyOrder(second.id(), twin.id());
        JsonNode info = Replies.json(call("$SRV.INFO.first." + first.id(), ""));
        assertThat(info.path("description").asText()).isEqualTo("The first");
        assertThat(Replies.values(info.path("endpoints"), "subject")).containsExactly("one");
        assertThat(Replies.values(info.path("endpoints"), "queue_group")).containsExactly("q");
        JsonNode stats = Replies.json(call("$SRV.STATS.first", ""));
        assertThat(stats.path("type").asText()).isEqualTo("io.nats.micro.v1.stats_response");
        assertThat(stats.path("endpoints").path(0).path("num_requests").isIntegralNumber())
                .isTrue();
        assertNobodyListens("$SRV.PING.third");
    }

    /** Waits for one more reply than is wanted, for a moment, to see that there is none. */
    private List<JsonNode> discover(String subject, int count) {
        List<Message> replies = transport.caller().requestMany(subject, null, EMPTY, count, PATIENCE);
        assertThat(transport.caller().requestMany(subject, null, EMPTY, count + 1, Duration.ofMillis(50)))
                .hasSizeLessThanOrEqualTo(count);
        return replies.stream().map(Replies::json).toList();
    }

    @Test
    void instancesShareTheRequestsOfAQueueGroup() {
        AtomicInteger handled = new AtomicInteger();
        ConcurrentHashMap<String, Integer> byInstance = new ConcurrentHashMap<>();
        for (String instance : List.of("a", "b")) {
            service("shared")
                    .addEndpoint("work", request -> {
                        handled.incrementAndGet();
                        byInstance.merge(instance, 1, Integer::sum);
                        request.respond(EMPTY);
                    })
                    .start();
        }

        for (int i = 0; i < 100; i++) {
            call("work", "");
        }

        assertThat(handled).hasValue(100);
        assertThat(byInstance).containsOnlyKeys("a", "b");
    }

    @Test
    void withoutAQueueGroupEveryInstanceAnswers() {
        for (int i = 0; i < 3; i++) {
            service("all")
                    .queueGroup(QueueGroup.none())
                    .addEndpoint("work", request -> request.respond(EMPTY))
                    .start();
        }

        assertThat(transport.caller().requestMany("work", null, EMPTY, 3, PATIENCE))
                .hasSize(3);
    }

    @Test
    void aServiceThatStopsFinishesWhatItHasGotAndLeavesDiscovery() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = service("stopping")
                .addEndpoint("slow", EndpointOptions.defaults().maxInFlight(1).maxWaiting(100), stuck(entered))
                .start();
        List<CompletableFuture<Message>> replies = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            replies.add(send("slow"));
        }
        awaitEntered(entered);

        CompletableFuture<Void> stopped = service.stop();

        await().atMost(PATIENCE).untilAsserted(() -> assertNobodyListens("slow"));
        assertThat(stopped).isNotDone();
        assertThat(Replies.json(call("$SRV.PING.stopping", "")).path("id").asText())
                .isEqualTo(service.id());
        released.countDown();
        assertThat(replies)
                .allSatisfy(reply -> assertThat(reply)
                        .succeedsWithin(PATIENCE)
                        .satisfies(message -> assertThat(Replies.text(message)).isEqualTo("released")));
        assertThat(stopped).succeedsWithin(PATIENCE);
        assertNobodyListens("$SRV.PING.stopping");
    }

    @Test
    void whatIsUnfinishedAtTheDeadlineGets503() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = service("stopping")
                .drainTimeout(Duration.ofMillis(50))
                .addEndpoint("stuck", stuck(entered))
                .start();
        CompletableFuture<Message> reply = send("stuck");
        awaitEntered(entered);

        CompletableFuture<Void> stopped = service.stop();

        assertThat(reply)
                .succeedsWithin(PATIENCE)
                .satisfies(message -> assertThat(Replies.errorCode(message)).isEqualTo("503"));
        assertThat(stopped).succeedsWithin(PATIENCE);
    }

    @Test
    void anEndpointThatIsFullAnswers503() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = service("full")
                .addEndpoint("slow", EndpointOptions.defaults().maxInFlight(1).maxWaiting(0), stuck(entered))
                .start();
        CompletableFuture<Message> admitted = send("slow");
        awaitEntered(entered);

        assertThat(Replies.errorCode(call("slow", ""))).isEqualTo("503");

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(statsOf(service).path("num_errors").asLong()).isEqualTo(1));
        released.countDown();
        assertThat(admitted)
                .succeedsWithin(PATIENCE)
                .satisfies(message -> assertThat(Replies.text(message)).isEqualTo("released"));
    }

    @Test
    void theEndOfTheConnectionEndsTheService() {
        MicroService service =
                service("closing").addEndpoint("any", request -> {}).start();

        transport.close();

        assertThat(service.stopped()).succeedsWithin(PATIENCE);
    }

    @Test
    void aLostConnectionEndsNothing() {
        service("staying")
                .addEndpoint("any", request -> request.respond("here"))
                .start();
        transport.disconnect();
        assertNobodyListens("any");

        transport.reconnect();

        assertThat(Replies.text(call("any", ""))).isEqualTo("here");
    }

    @Test
    void aReplyThatIsTooLargeIsAnErrorOfTheCaller() {
        service("large")
                .addEndpoint("large", request -> request.respond(new byte[2 * 1024 * 1024]))
                .start();

        Message reply = call("large", "");

        assertThat(Replies.errorCode(reply)).isEqualTo("500");
    }
}
