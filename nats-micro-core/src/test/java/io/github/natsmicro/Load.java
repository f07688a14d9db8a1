// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Sends requests that are numbered from 0, a few at a time, and knows what came back for each of them. */
final class Load implements AutoCloseable {

    static final String NO_RESPONDERS = "no responders";

    private static final int IN_FLIGHT = 24;

    private final Connection connection;
    private final String subject;
    private final String inbox;
    private final Dispatcher dispatcher;
    private final Map<Integer, Queue<String>> answers = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(IN_FLIGHT);
    private final Thread sender;
    private volatile int sent;
    private volatile boolean over;

    Load(Connection connection, String subject) {
        this.connection = connection;
        this.subject = subject;
        this.inbox = connection.createInbox() + ".";
        this.dispatcher = connection.createDispatcher(this::answered).subscribe(inbox + "*");
        this.sender = new Thread(this::send, "load of " + subject);
        sender.start();
    }

    private void send() {
        for (int number = 0; !over; number++) {
            places.acquireUninterruptibly();
            answers.put(number, new ConcurrentLinkedQueue<>());
            connection.publish(subject, inbox + number, body(number));
            sent = number + 1;
        }
    }

    private static byte[] body(int number) {
        return String.valueOf(number).getBytes(StandardCharsets.UTF_8);
    }

    private void answered(Message reply) {
        int number = Integer.parseInt(reply.getSubject().substring(inbox.length()));
        Queue<String> answersOfIt = answers.getOrDefault(number, new ConcurrentLinkedQueue<>());
        answersOfIt.add(kind(reply, number));
        if (answersOfIt.size() == 1) {
            places.release();
        }
    }

    private static String kind(Message reply, int number) {
        if (reply.isStatusMessage()) {
            return NO_RESPONDERS;
        }
        String code = Replies.errorCode(reply);
        if (code != null) {
            return code;
        }
        return Replies.text(reply).equals(String.valueOf(number)) ? "ok" : "the answer of another";
    }

    int sent() {
        return sent;
    }

    /** Ends it, checks that each request has got exactly one answer, and counts these by their kind. */
    Map<String, Integer> end(Bench bench) throws InterruptedException {
        over = true;
        sender.join();
        assertThat(places.tryAcquire(IN_FLIGHT, Bench.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("every request to %s was answered", subject)
                .isTrue();
        bench.settle();
        assertThat(dispatcher.drain(Bench.PATIENCE)).succeedsWithin(Bench.PATIENCE);
        Map<String, Integer> kinds = new HashMap<>();
        answers.forEach((number, some) -> {
            assertThat(some).as("answers to request %s to %s", number, subject).hasSize(1);
            some.forEach(kind -> kinds.merge(kind, 1, Integer::sum));
        });
        assertThat(sent).isPositive();
        return kinds;
    }

    /** Ends it, and checks that each request has been handled and answered exactly once. */
    void endUndisturbed(Bench bench, List<Integer> handled, boolean inOrder) throws InterruptedException {
        assertThat(end(bench).keySet()).as("answers of %s", subject).isSubsetOf("ok");
        List<Integer> answered = IntStream.range(0, sent).boxed().toList();
        assertThat(inOrder ? handled : handled.stream().sorted().toList())
                .as("handled by %s", subject)
                .isEqualTo(answered);
    }

    @Override
    public void close() {
        over = true;
    }
}
