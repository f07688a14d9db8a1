// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three instances of the demo, each a process: they are replaced under load, and lose their server. */
@Timeout(180)
class InstancesTests {

    private static final int COUNT = 3;
    private static final int IN_FLIGHT = 64;
    private static final int MOST = 5_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** All take an order as their body. */
    private static final List<String> SUBJECTS = List.of("demo.echo", "orders.create", "orders.quote");

    private static final List<DemoProcess> INSTANCES = new ArrayList<>();

    @TempDir
    private static Path folder;

    private static NatsServer server = NatsServer.start();

    @BeforeAll
    static void startAll() {
        for (int i = 0; i < COUNT; i++) {
            INSTANCES.add(DemoProcess.start(folder, server.url()));
        }
        INSTANCES.forEach(DemoProcess::awaitStarted);
    }

    @AfterAll
    static void endAll() {
        INSTANCES.forEach(DemoProcess::close);
        server.close();
    }

    @Test
    void whileInstancesAreReplacedEachRequestIsAnsweredOnceAndNoneWithAnError() throws Exception {
        try (Connection caller = server.connect()) {
            Load load = new Load(caller);
            Thread thread = new Thread(load, "load");
            thread.start();
            for (int i = 0; i < COUNT; i++) {
                int answered = load.answered();
                DemoProcess old = INSTANCES.get(i);
                INSTANCES.set(i, DemoProcess.start(folder, server.url()).awaitStarted());
                assertThat(old.terminate()).as("status after SIGTERM").isEqualTo(143);
                assertThat(load.answered()).as("the load goes on").isGreaterThan(answered);
            }
            load.end();
            thread.join(PATIENCE.toMillis());

            assertThat(load.problem.get()).isNull();
            assertThat(load.unanswered()).as("requests without a reply").isZero();
            assertThat(load.answeredTwice()).as("requests with two replies").isZero();
            assertThat(load.answered()).isGreaterThan(1_000);
        }
    }

    @Test
    void whenTheServerIsBackAfterItWasKilledEveryInstanceAnswersWithinTwentySeconds() throws Exception {
        int port = server.port();
        server.kill();

        server = NatsServer.start(port);
        try (Connection caller = server.connect()) {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(pings(caller)).isEqualTo(COUNT);
                for (String subject : SUBJECTS) {
                    Message reply = caller.request(subject, body(), Duration.ofSeconds(1));
                    assertThat(reply).as("reply on " + subject).isNotNull();
                    assertThat(reply.isStatusMessage()).isFalse();
                }
            });
        }
    }

    private static int pings(Connection caller) throws InterruptedException {
        String inbox = caller.createInbox();
        var replies = caller.subscribe(inbox);
        caller.publish("$SRV.PING.demo-service", inbox, new byte[0]);
        int count = 0;
        Message reply = replies.nextMessage(Duration.ofSeconds(1));
        while (reply != null && !reply.isStatusMessage()) {
            count++;
            reply = count == COUNT ? null : replies.nextMessage(Duration.ofSeconds(1));
        }
        replies.unsubscribe();
        return count;
    }

    private static byte[] body() {
        return "{\"sku\":\"tea\",\"quantity\":3}".getBytes(StandardCharsets.UTF_8);
    }

    /** Keeps requests in flight, each with a subject of its own for its replies, and counts these. */
    private static final class Load implements Runnable {

        private final Connection connection;
        private final String inbox;
        private final Dispatcher replies;
        private final Semaphore places = new Semaphore(IN_FLIGHT);
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicIntegerArray counts = new AtomicIntegerArray(MOST);
        private final AtomicReference<@Nullable String> problem = new AtomicReference<>();
        private volatile int sent;

        Load(Connection connection) {
            this.connection = connection;
            inbox = connection.createInbox();
            replies = connection.createDispatcher(this::receive);
            replies.subscribe(inbox + ".*");
        }

        private void receive(Message reply) {
            boolean error = reply.hasHeaders() && reply.getHeaders().containsKey("Nats-Service-Error");
            if (reply.isStatusMessage() || error) {
                problem.compareAndSet(
                        null, "On " + reply.getSubject() + ": " + reply.getStatus() + " " + reply.getHeaders());
            }
            int number = Integer.parseInt(reply.getSubject().substring(inbox.length() + 1));
            if (counts.incrementAndGet(number) == 1) {
                places.release();
            }
        }

        @Override
        public void run() {
            try {
                while (!over.get() && sent < MOST) {
                    if (places.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                        int number = sent;
                        sent = number + 1;
                        String subject = SUBJECTS.get(number % SUBJECTS.size());
                        connection.publish(subject, inbox + "." + number, body());
                        // The instances that start need the processor too.
                        LockSupport.parkNanos(100_000);
                    } else {
                        problem.compareAndSet(null, "No request was answered within " + PATIENCE + ".");
                        over.set(true);
                    }
                }
                await().atMost(PATIENCE).until(() -> places.availablePermits() == IN_FLIGHT);
                connection.flush(PATIENCE);
                connection.drain(PATIENCE).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (Exception ex) {
                problem.compareAndSet(null, ex.toString());
            }
        }

        void end() {
            over.set(true);
        }

        int answered() {
            return count(1);
        }

        int unanswered() {
            return count(0);
        }

        int answeredTwice() {
            return sent - count(0) - count(1);
        }

        private int count(int replies) {
            int found = 0;
            for (int i = 0; i < sent; i++) {
                found += counts.get(i) == replies ? 1 : 0;
            }
            return found;
        }
    }
}
