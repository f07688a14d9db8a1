// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ten times as many requests as an endpoint can handle: each has one answer, and all who count agree. */
@Tag("figures")
class TenfoldOverloadTests {

    private static final int SECONDS = 20;
    private static final int IN_FLIGHT = 8;
    private static final long HANDLED_PER_SECOND = 400;
    private static final long SENT_PER_SECOND = HANDLED_PER_SECOND * 10;
    private static final int REQUESTS = (int) (SENT_PER_SECOND * SECONDS);

    @RegisterExtension
    final Bench bench = Bench.of("-m", "-1");

    private final AtomicLong replied = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong other = new AtomicLong();
    private final AtomicIntegerArray answers = new AtomicIntegerArray(REQUESTS);

    private void receive(io.nats.client.Message reply) {
        String subject = reply.getSubject();
        answers.incrementAndGet(Integer.parseInt(subject.substring(subject.lastIndexOf('.') + 1)));
        String code = reply.isStatusMessage() ? "status" : String.valueOf(Replies.errorCode(reply));
        switch (code) {
            case "null" -> replied.incrementAndGet();
            case "503" -> refused.incrementAndGet();
            default -> other.incrementAndGet();
        }
    }

    private void sendAll(String inbox) {
        Connection client = bench.client();
        long begin = System.nanoTime();
        for (int i = 0; i < REQUESTS; i++) {
            long due = begin + i * TimeUnit.SECONDS.toNanos(1) / SENT_PER_SECOND;
            while (due > System.nanoTime()) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            client.publish("work", inbox + "." + i, new byte[16]);
        }
    }

    /** What the server says that it has delivered to a connection. */
    private long delivered(Connection connection) throws IOException {
        int cid = connection.getServerInfo().getClientId();
        try (InputStream answer =
                bench.server().monitoring().resolve("/connz").toURL().openStream()) {
            for (JsonNode found : new ObjectMapper().readTree(answer).path("connections")) {
                if (found.path("cid").asInt() == cid) {
                    return found.path("out_msgs").asLong();
                }
            }
        }
        throw new AssertionError("The server does not know the connection.");
    }

    @Test
    void everyRequestIsAnsweredOnceAndAllCountersAgree() throws IOException {
        long handlingNanos = TimeUnit.SECONDS.toNanos(1) * IN_FLIGHT / HANDLED_PER_SECOND;
        EndpointOptions options =
                EndpointOptions.defaults().maxInFlight(IN_FLIGHT).maxWaiting(100);
        MicroService service = bench.start(bench.service("overloaded").addEndpoint("work", options, request -> {
            long end = System.nanoTime() + handlingNanos;
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
            request.respond("done");
        }));
        String inbox = bench.client().createInbox();
        bench.client().createDispatcher(this::receive).subscribe(inbox + ".*");
        long deliveredBefore = delivered(bench.connection());

        sendAll(inbox);

        await().atMost(Duration.ofSeconds(30)).until(() -> replied.get() + refused.get() + other.get() >= REQUESTS);
        bench.settle();
        Endpoint endpoint = service.endpoints().get(0);
        await().atMost(Bench.PATIENCE).until(() -> endpoint.inFlight() == 0);
        long delivered = delivered(bench.connection()) - deliveredBefore;
        System.out.printf(
                "%d requests in %d s, ten times what can be handled: %d replies, %d refused with 503, %d delivered by the server%n",
                REQUESTS, SECONDS, replied.get(), refused.get(), delivered);
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(answers.get(i)).as("answers to request %d", i).isEqualTo(1);
        }
        assertThat(other.get()).isZero();
        assertThat(refused.get()).as("refused").isGreaterThan(REQUESTS / 2);
        assertThat(endpoint.stats().numRequests()).isEqualTo(REQUESTS).isEqualTo(delivered);
        assertThat(endpoint.stats().numErrors()).isEqualTo(refused.get());
    }
}
