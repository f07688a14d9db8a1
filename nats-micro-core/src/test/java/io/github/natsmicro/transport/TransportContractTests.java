// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every form of the port promises: a test for each sentence of {@link Transport} and {@link SubscriptionSet}. */
abstract class TransportContractTests {

    static final Duration PATIENCE = Duration.ofSeconds(10);
    static final int MAX_PAYLOAD = 1024;
    private static final byte[] EMPTY = new byte[0];

    private final CountDownLatch released = new CountDownLatch(1);

    /** A transport on a connection of its own; the test closes it afterwards. */
    abstract Transport connect();

    /** Another transport on which messages to the first can be published, as from another process. */
    abstract Transport publisher();

    /** One that takes no messages larger than {@link #MAX_PAYLOAD}. */
    abstract Transport connectLimited();

    /** One that is not permitted to subscribe to a subject. */
    abstract Transport connectRefusing(String subject);

    /** One whose sets drop messages before the machine gives up. */
    abstract Transport connectEasyToOverrun();

    /** One whose connection can be lost. */
    abstract Transport connectFragile();

    /** Loses the connection of the last fragile transport, and returns when it has noticed. */
    abstract void disconnect();

    /** Lets it have a connection again. */
    abstract void reconnect();

    /** Closes the connection of a transport. */
    abstract void close(Transport transport);

    /** How often the connection of a transport was lost so far. */
    abstract int losses(Transport transport);

    // What the tests receive.

    private static final class Received {

        final Queue<Message> messages = new ConcurrentLinkedQueue<>();

        void receive(Message message) {
            messages.add(message);
        }

        List<String> bodies() {
            return messages.stream().map(Received::body).toList();
        }

        static String body(Message message) {
            return new String(message.getData(), StandardCharsets.UTF_8);
        }

        void awaitCount(int count) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(messages).hasSizeGreaterThanOrEqualTo(count));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    private static void publish(Transport transport, String subject, int count) {
        numbers(count).forEach(number -> transport.publish(subject, null, bytes(number)));
    }

    private void holdUp(Message message) {
        boolean interrupted = false;
        while (true) {
            try {
                if (!released.await(60, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("The test did not release its receiver.");
                }
                break;
            } catch (InterruptedException ex) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitLatch(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** What was published before has been received by all sets whose threads are free, when this returns. */
    private void settle(Transport subscriber, Transport publisher, SubscriptionSet... sets) {
        publisher.flush(PATIENCE);
        for (SubscriptionSet set : sets) {
            CountDownLatch last = new CountDownLatch(1);
            String subject = "settle." + System.nanoTime();
            Transport.Registration registration = set.subscribe(subject, null, message -> last.countDown());
            subscriber.flush(PATIENCE);
            publisher.publish(subject, null, EMPTY);
            try {
                awaitLatch(last);
            } catch (InterruptedException ex) {
                throw new IllegalStateException(ex);
            }
            registration.remove();
        }
    }

    // Delivery.

    @Test
    void aSetDeliversInOrderWhateverTheSubject() {
        Transport transport = connect();
        Transport publisher = publisher();
        SubscriptionSet set = transport.newSubscriptionSet();
        Received received = new Received();
        for (int i = 0; i < 4; i++) {
            set.subscribe("order." + i, i % 2 == 0 ? "q" : null, received::receive);
        }
        transport.flush(PATIENCE);

        for (int i = 0; i < 2000; i++) {
            publisher.publish("order." + i % 4, null, bytes(String.valueOf(i)));
        }

        received.awaitCount(2000);
        assertThat(received.bodies()).isEqualTo(numbers(2000));
    }

    @Test
    void oneThreadDeliversTheMessagesOfASet() {
        Transport transport = connect();
        SubscriptionSet first = transport.newSubscriptionSet();
        SubscriptionSet second = transport.newSubscriptionSet();
        Queue<Thread> ofFirst = new ConcurrentLinkedQueue<>();
        Queue<Thread> ofSecond = new ConcurrentLinkedQueue<>();
        first.subscribe("thread.a", null, message -> ofFirst.add(Thread.currentThread()));
        first.subscribe("thread.b", null, message -> ofFirst.add(Thread.currentThread()));
        second.subscribe("thread.a", null, message -> ofSecond.add(Thread.currentThread()));
        transport.flush(PATIENCE);

        publish(publisher(), "thread.a", 20);
        publish(publisher(), "thread.b", 20);

        await().atMost(PATIENCE).until(() -> ofFirst.size() == 40 && ofSecond.size() == 20);
        assertThat(ofFirst).containsOnly(ofFirst.element()).doesNotContain(ofSecond.element());
        assertThat(ofSecond).containsOnly(ofSecond.element());
    }

    @Test
    void aReceiverThatIsHeldUpHoldsUpNoOtherSet() {
        Transport transport = connect();
        SubscriptionSet stuck = transport.newSubscriptionSet();
        SubscriptionSet free = transport.newSubscriptionSet();
        Received received = new Received();
        stuck.subscribe("held", null, this::holdUp);
        free.subscribe("held", null, received::receive);
        transport.flush(PATIENCE);

        publish(publisher(), "held", 3);

        received.awaitCount(3);
        released.countDown();
    }

    @Test
    void oneMemberOfAQueueGroupGetsAMessageAndItIsNotAlwaysTheSame() {
        Transport transport = connect();
        Transport publisher = publisher();
        SubscriptionSet first = transport.newSubscriptionSet();
        SubscriptionSet second = transport.newSubscriptionSet();
        SubscriptionSet third = transport.newSubscriptionSet();
        Received byFirst = new Received();
        Received bySecond = new Received();
        Received byOtherGroup = new Received();
        first.subscribe("work", "q", byFirst::receive);
        second.subscribe("work", "q", bySecond::receive);
        third.subscribe("work", "other", byOtherGroup::receive);
        transport.flush(PATIENCE);

        publish(publisher, "work", 200);

        settle(transport, publisher, first, second, third);
        List<String> all = new ArrayList<>(byFirst.bodies());
        all.addAll(bySecond.bodies());
        assertThat(all).containsExactlyInAnyOrderElementsOf(numbers(200));
        assertThat(byFirst.messages).isNotEmpty();
        assertThat(bySecond.messages).isNotEmpty();
        assertThat(byOtherGroup.bodies()).isEqualTo(numbers(200));
    }

    @Test
    void membersOfAQueueGroupMayListenOnDifferentSubjects() {
        Transport transport = connect();
        Transport publisher = publisher();
        SubscriptionSet set = transport.newSubscriptionSet();
        Received received = new Received();
        set.subscribe("mixed.*", "q", received::receive);
        set.subscribe("mixed.a", "q", received::receive);
        transport.flush(PATIENCE);

        publish(publisher, "mixed.a", 50);

        settle(transport, publisher, set);
        assertThat(received.bodies()).isEqualTo(numbers(50));
    }

    @Test
    void withoutAQueueGroupEverySubscriptionGetsAMessage() {
        Transport transport = connect();
        Transport publisher = publisher();
        SubscriptionSet first = transport.newSubscriptionSet();
        SubscriptionSet second = transport.newSubscriptionSet();
        Received byFirst = new Received();
        Received bySecond = new Received();
        first.subscribe("news", null, byFirst::receive);
        second.subscribe("news", null, bySecond::receive);
        second.subscribe("news", null, bySecond::receive);
        transport.flush(PATIENCE);

        publish(publisher, "news", 10);

        settle(transport, publisher, first, second);
        assertThat(byFirst.bodies()).isEqualTo(numbers(10));
        assertThat(bySecond.messages).hasSize(20);
    }

    @Test
    void subjectsMayHaveWildcards() {
        Transport transport = connect();
        Transport publisher = publisher();
        SubscriptionSet set = transport.newSubscriptionSet();
        Received ofToken = new Received();
        Received ofRest = new Received();
        set.subscribe("wild.*.end", null, ofToken::receive);
        set.subscribe("wild.>", null, ofRest::receive);
        transport.flush(PATIENCE);

        for (String subject : List.of("wild", "wild.a", "wild.a.end", "wild.a.b.end", "wild.a.END", "wilder.a.end")) {
            publisher.publish(subject, null, bytes(subject));
        }

        settle(transport, publisher, set);
        assertThat(ofToken.bodies()).containsExactly("wild.a.end");
        assertThat(ofRest.bodies()).containsExactly("wild.a", "wild.a.end", "wild.a.b.end", "wild.a.END");
        assertThat(ofToken.messages.element().getSubject()).isEqualTo("wild.a.end");
    }

    @Test
    void headersAndEmptyBodiesArriveAsTheyWereSent() {
        Transport transport = connect();
        SubscriptionSet set = transport.newSubscriptionSet();
        Received received = new Received();
        set.subscribe("headers", null, received::receive);
        transport.flush(PATIENCE);
        Headers headers = new Headers()
                .add("One", "1")
                .add("Many", "a", "b")
                .add("many", "c")
                .add("Empty", "");

        publisher().publish("headers", headers, EMPTY);
        publisher().publish("headers", null, EMPTY);
        publisher().publish("headers", new Headers(), bytes("body"));

        received.awaitCount(3);
        List<Message> messages = List.copyOf(received.messages);
        Headers arrived = messages.get(0).getHeaders();
        assertThat(arrived.keySet()).containsExactlyInAnyOrder("One", "Many", "many", "Empty");
        assertThat(arrived.get("Many")).containsExactly("a", "b");
        assertThat(arrived.get("many")).containsExactly("c");
        assertThat(arrived.getFirst("Empty")).isEmpty();
        assertThat(messages.get(0).getData()).isEmpty();
        assertThat(messages.get(0).isStatusMessage()).isFalse();
        assertThat(messages.get(1).getHeaders()).isNull();
        assertThat(messages.get(1).hasHeaders()).isFalse();
        assertThat(messages.get(2).getHeaders()).isNull();
        assertThat(messages.get(1).getReplyTo()).isNull();
    }

    @Test
    void headersCanBeUsedAgainByWhoPublished() {
        Transport transport = connect();
        SubscriptionSet set = transport.newSubscriptionSet();
        Received received = new Received();
        set.subscribe("reused", null, received::receive);
        transport.flush(PATIENCE);
        Headers headers = new Headers();

        for (int i = 0; i < 100; i++) {
            headers.put("Number", String.valueOf(i));
            publisher().publish("reused", headers, EMPTY);
        }

        received.awaitCount(100);
        assertThat(received.messages.stream().map(m -> m.getHeaders().getFirst("Number")))
                .containsExactlyElementsOf(numbers(100));
    }

    @Test
    void noReceiverSeesWhatAnotherDoesToAMessage() {
        Transport transport = connect();
        SubscriptionSet set = transport.newSubscriptionSet();
        Received received = new Received();
        set.subscribe("own", null, message -> message.getData()[0] = 'X');
        set.subscribe("own", null, received::receive);
        set.subscribe("own", null, message -> message.getData()[0] = 'Y');
        transport.flush(PATIENCE);

        publisher().publish("own", null, bytes("body"));

        received.awaitCount(1);
        settle(transport, publisher(), set);
        assertThat(received.bodies()).containsExactly("body");
    }

    @Test
    void aReceiverThatFailsLosesOneMessageOnly() {
        Transport transport = connect();
        SubscriptionSet set = transport.newSubscriptionSet();
        Received received = new Received();
        set.subscribe("failing", null, message -> {
            received.receive(message);
            if (Received.body(message).equals("1")) {
                throw new AssertionError("on purpose");
            }
            throw new IllegalStateException("on purpose");
        });
        transport.flush(PATIENCE);

        publish(publisher(), "failing", 5);

        received.awaitCount(5);
    }

    @Test
    void aReceiverThatLeavesItsThreadInterruptedEndsNoDelivery() {
        Transport transport = connect();
        SubscriptionSet set = transport.newSubscriptionSet();
        Received received = new Received();
        set.subscribe("interrupting", null, message -> {
            received.receive(message);
            Thread.currentThread().interrupt();
        });
        transport.flush(PATIENCE);

        publish(publisher(), "interrupting", 5);

        received.awaitCount(5);
    }

    /** One member of the queue group stays, so that it is known that every message has been sent to some member. */
    @Test
    void noMessageIsLostInTheInstantOfSubscribingOrDraining() throws Exception {
        Transport transport = connect();
        Transport publisher = publisher();
        AtomicInteger received = new AtomicInteger();
        transport.newSubscriptionSet().subscribe("instant", "q", message -> received.incrementAndGet());
        transport.flush(PATIENCE);
        AtomicBoolean go = new AtomicBoolean(true);
        CompletableFuture<Integer> published = CompletableFuture.supplyAsync(() -> {
            int count = 0;
            while (go.get()) {
                publisher.publish("instant", null, EMPTY);
                count++;
                // A flood would hold up the server's confirmations too.
                while (go.get() && count - received.get() > 200) {
                    LockSupport.parkNanos(20_000);
                }
            }
            publisher.flush(PATIENCE);
            return count;
        });

        runInThreads(4, () -> {
            for (int round = 0; round < 50; round++) {
                SubscriptionSet set = transport.newSubscriptionSet();
                for (int i = 0; i < 10; i++) {
                    set.subscribe("instant", "q", message -> received.incrementAndGet());
                }
                transport.flush(PATIENCE);
                set.drain(PATIENCE).join();
            }
        });
        go.set(false);
        int count = published.join();

        transport.flush(PATIENCE);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(received).hasValue(count));
    }

    static void runInThreads(int count, Runnable action) throws InterruptedException {
        CyclicBarrier barrier = new CyclicBarrier(count);
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> {
                try {
                    barrier.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    action.run();
                } catch (Throwable ex) {
                    failures.add(ex);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void afterItsRemovalASubscriptionGetsNothing() {
        Transport transport = connect();
        Transport publisher = publisher();
        SubscriptionSet set = transport.newSubscriptionSet();
        Received removed = new Received();
        Received staying = new Received();
        Transport.Registration registration = set.subscribe("removed", null, removed::receive);
        set.subscribe("removed", null, staying::receive);
        transport.flush(PATIENCE);
        publish(publisher, "removed", 3);
        settle(transport, publisher, set);

        registration.remove();
        registration.remove();
        transport.flush(PATIENCE);
        publish(publisher, "removed", 3);

        settle(transport, publisher, set);
        assertThat(removed.messages).hasSize(3);
        assertThat(staying.messages).hasSize(6);
        close(transport);
        registration.remove();
    }

    @Test
    void whatIsNotValidCanNeitherBeSubscribedToNorPublishedTo() {
        Transport transport = connect();
        SubscriptionSet set = transport.newSubscriptionSet();

        for (String subject : List.of("", "with space", "with\ttab")) {
            assertFails(TransportException.Reason.FAILED, () -> set.subscribe(subject, null, message -> {}));
            assertFails(TransportException.Reason.FAILED, () -> transport.publish(subject, null, EMPTY));
        }
        assertFails(TransportException.Reason.FAILED, () -> set.subscribe("valid", "with space", message -> {}));
    }

    // Publishing.

    private static void assertFails(TransportException.Reason reason, Runnable action) {
        assertThatExceptionOfType(TransportException.class)
                .isThrownBy(action::run)
                .satisfies(ex -> assertThat(ex.reason()).isEqualTo(reason))
                .satisfies(ex -> assertThat(ex.getMessage()).endsWith("."));
    }

    @Test
    void aClosedConnectionDoesNothingMore() {
        Transport transport = connect();
        SubscriptionSet set = transport.newSubscriptionSet();
        set.subscribe("closed", null, message -> {});
        close(transport);

        assertFails(TransportException.Reason.CLOSED, () -> transport.publish("closed", null, EMPTY));
        assertFails(TransportException.Reason.CLOSED, transport::newSubscriptionSet);
        assertFails(TransportException.Reason.CLOSED, () -> set.subscribe("closed", null, message -> {}));
        assertFails(TransportException.Reason.CLOSED, () -> transport.flush(PATIENCE));
        assertThat(transport.probe("closed", Duration.ofSeconds(1))).isEqualTo(Transport.Probe.SILENT);
        assertThat(transport.server()).isEmpty();
        assertThat(set.drain(PATIENCE)).isDone();
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedAndHarmsNothing() {
        assertRefusesTooLarge(connectLimited());
    }

    void assertRefusesTooLarge(Transport transport) {
        SubscriptionSet set = transport.newSubscriptionSet();
        Received received = new Received();
        set.subscribe("large", null, received::receive);
        transport.flush(PATIENCE);
        Headers headers = new Headers().add("Name", "value");

        assertFails(
                TransportException.Reason.TOO_LARGE, () -> transport.publish("large", null, new byte[MAX_PAYLOAD + 1]));
        assertFails(
                TransportException.Reason.TOO_LARGE, () -> transport.publish("large", headers, new byte[MAX_PAYLOAD]));
        transport.publish("large", null, new byte[MAX_PAYLOAD]);
        transport.publish("large", new Headers(), new byte[MAX_PAYLOAD]);
        transport.publish("large", headers, new byte[MAX_PAYLOAD - headers.serializedLength()]);

        received.awaitCount(3);
        transport.flush(PATIENCE);
        assertThat(received.messages.stream().map(message -> message.getData().length))
                .containsExactly(MAX_PAYLOAD, MAX_PAYLOAD, MAX_PAYLOAD - headers.serializedLength());
        assertThat(losses(transport)).isZero();
    }

    @Test
    void anInterruptedThreadPublishesAndStaysInterrupted() {
        Transport transport = connect();
        SubscriptionSet set = transport.newSubscriptionSet();
        Received received = new Received();
        set.subscribe("interrupted", null, received::receive);
        transport.flush(PATIENCE);

        CompletableFuture<Integer> kept = CompletableFuture.supplyAsync(() -> {
            int count = 0;
            for (int i = 0; i < 100; i++) {
                Thread.currentThread().interrupt();
                transport.publish("interrupted", null, bytes(String.valueOf(i)));
                count += Thread.interrupted() ? 1 : 0;
            }
            return count;
        });

        assertThat(kept).succeedsWithin(PATIENCE).isEqualTo(100);
        received.awaitCount(100);
        assertThat(received.bodies()).isEqualTo(numbers(100));
    }

    @Test
    void withoutAConnectionAMessageIsKeptAndSentWhenThereIsOneAgain() {
        Transport transport = connectFragile();
        SubscriptionSet set = transport.newSubscriptionSet();
        Received received = new Received();
        set.subscribe("kept", null, received::receive);
        transport.flush(PATIENCE);
        disconnect();

        transport.publish("kept", null, bytes("0"));
        transport.publish("kept", null, bytes("1"));
        assertThat(received.messages).isEmpty();
        reconnect();

        received.awaitCount(2);
        assertThat(received.bodies()).isEqualTo(numbers(2));
    }

    @Test
    void whatIsSubscribedToWithoutAConnectionIsHeardWhenThereIsOneAgain() {
        Transport transport = connectFragile();
        SubscriptionSet set = transport.newSubscriptionSet();
        Received received = new Received();
        disconnect();

        set.subscribe("later", null, received::receive);
        reconnect();
        transport.flush(PATIENCE);
        transport.publish("later", null, EMPTY);

        received.awaitCount(1);
    }

    // Flush and server.

    @Test
    void aFlushConfirmsASubscription() throws InterruptedException {
        Transport transport = connect();
        Transport publisher = publisher();
        for (int i = 0; i < 100; i++) {
            SubscriptionSet set = transport.newSubscriptionSet();
            CountDownLatch received = new CountDownLatch(1);
            String subject = "confirmed." + i;
            set.subscribe(subject, null, message -> received.countDown());

            transport.flush(PATIENCE);
            publisher.publish(subject, null, EMPTY);

            awaitLatch(received);
            assertThat(set.drain(PATIENCE)).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void aFlushWithoutAConnectionEndsInTime() {
        Transport transport = connectFragile();
        disconnect();
        assertThat(transport.server()).isEmpty();

        assertFails(TransportException.Reason.FAILED, () -> transport.flush(Duration.ofMillis(50)));

        reconnect();
        transport.flush(PATIENCE);
        assertThat(transport.server()).isNotEmpty();
    }

    @Test
    void aFlushThatIsInterruptedSaysSo() {
        Transport transport = connectFragile();
        disconnect();

        CompletableFuture<Boolean> kept = CompletableFuture.supplyAsync(() -> {
            Thread.currentThread().interrupt();
            assertFails(TransportException.Reason.FAILED, () -> transport.flush(PATIENCE));
            return Thread.interrupted();
        });

        assertThat(kept).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(true);
    }

    @Test
    void manyThreadsFlushAndDrainAtOnceAndTheConnectionStays() throws Exception {
        Transport transport = connect();

        runInThreads(12, () -> {
            for (int round = 0; round < 20; round++) {
                SubscriptionSet set = transport.newSubscriptionSet();
                set.subscribe("many", null, message -> {});
                transport.flush(PATIENCE);
                set.drain(PATIENCE).join();
            }
        });

        assertThat(losses(transport)).isZero();
    }

    // Drain.

    @Test
    void aDrainDeliversAllThatWasQueuedAndNothingAfter() {
        Transport transport = connect();
        Transport publisher = publisher();
        SubscriptionSet set = transport.newSubscriptionSet();
        Received received = new Received();
        CountDownLatch entered = new CountDownLatch(1);
        set.subscribe("drained.*", "q", message -> {
            entered.countDown();
            holdUp(message);
            // Slower than the queue would be emptied otherwise.
            if (received.messages.size() % 50 == 0) {
                await().pollDelay(Duration.ofMillis(2)).until(() -> true);
            }
            received.receive(message);
        });
        transport.flush(PATIENCE);
        for (int i = 0; i < 500; i++) {
            publisher.publish("drained." + i % 3, null, bytes(String.valueOf(i)));
        }
        publisher.flush(PATIENCE);
        transport.flush(PATIENCE);

        CompletableFuture<Void> drained = set.drain(PATIENCE);
        assertThat(drained).isNotDone();
        publish(publisher, "drained.0", 50);
        publisher.flush(PATIENCE);
        released.countDown();

        assertThat(drained).succeedsWithin(PATIENCE);
        assertThat(received.bodies()).isEqualTo(numbers(500));
        assertFails(TransportException.Reason.FAILED, () -> set.subscribe("drained.9", null, received::receive));
        assertThat(transport.probe("drained.0", PATIENCE)).isEqualTo(Transport.Probe.NOBODY_LISTENS);
    }

    @Test
    void drainsLoseNothingHoweverOftenTheyHappen() {
        Transport transport = connect();
        Transport publisher = publisher();
        for (int round = 0; round < 50; round++) {
            SubscriptionSet set = transport.newSubscriptionSet();
            Received received = new Received();
            set.subscribe("often." + round, null, received::receive);
            transport.flush(PATIENCE);
            publish(publisher, "often." + round, 100);
            publisher.flush(PATIENCE);

            set.drain(PATIENCE).join();

            assertThat(received.bodies()).isEqualTo(numbers(100));
        }
    }

    @Test
    void drainingTwiceIsDrainingOnce() {
        Transport transport = connect();
        SubscriptionSet set = transport.newSubscriptionSet();
        CountDownLatch entered = new CountDownLatch(1);
        Received received = new Received();
        set.subscribe("twice", null, message -> {
            entered.countDown();
            holdUp(message);
            received.receive(message);
        });
        transport.flush(PATIENCE);
        publish(publisher(), "twice", 5);
        await().atMost(PATIENCE).until(() -> entered.getCount() == 0);
        publisher().flush(PATIENCE);
        transport.flush(PATIENCE);

        CompletableFuture<Void> first = set.drain(PATIENCE);
        CompletableFuture<Void> second = set.drain(PATIENCE);

        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        released.countDown();
        assertThat(second).succeedsWithin(PATIENCE);
        assertThat(received.bodies()).isEqualTo(numbers(5));
        assertThat(first).succeedsWithin(PATIENCE);
        assertThat(set.drain(PATIENCE)).succeedsWithin(PATIENCE);
    }

    @Test
    void aRemovalDuringADrainLosesNothing() {
        Transport transport = connect();
        SubscriptionSet set = transport.newSubscriptionSet();
        Received received = new Received();
        Transport.Registration registration = set.subscribe("both", null, message -> {
            holdUp(message);
            received.receive(message);
        });
        transport.flush(PATIENCE);
        publish(publisher(), "both", 20);
        publisher().flush(PATIENCE);
        transport.flush(PATIENCE);

        CompletableFuture<Void> drained = set.drain(PATIENCE);
        registration.remove();
        released.countDown();

        assertThat(drained).succeedsWithin(PATIENCE);
        assertThat(received.bodies()).isEqualTo(numbers(20));
        registration.remove();
    }

    @Test
    void anEmptySetIsDrainedSoon() {
        assertThat(connect().newSubscriptionSet().drain(PATIENCE)).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void aDrainTakesNoLongerThanItMay() {
        Transport transport = connect();
        SubscriptionSet set = transport.newSubscriptionSet();
        CountDownLatch entered = new CountDownLatch(1);
        Received received = new Received();
        set.subscribe("late", null, message -> {
            entered.countDown();
            holdUp(message);
            received.receive(message);
        });
        transport.flush(PATIENCE);
        publish(publisher(), "late", 5);
        await().atMost(PATIENCE).until(() -> entered.getCount() == 0);

        assertThat(set.drain(Duration.ofMillis(100))).succeedsWithin(Duration.ofSeconds(5));
        released.countDown();
    }

    @Test
    void anInterruptedThreadDrainsAndStaysInterrupted() {
        Transport transport = connect();
        SubscriptionSet set = transport.newSubscriptionSet();
        Received received = new Received();
        set.subscribe("interruptedDrain", null, message -> {
            holdUp(message);
            received.receive(message);
        });
        transport.flush(PATIENCE);
        publish(publisher(), "interruptedDrain", 20);
        publisher().flush(PATIENCE);
        transport.flush(PATIENCE);

        CompletableFuture<Boolean> kept = CompletableFuture.supplyAsync(() -> {
            Thread.currentThread().interrupt();
            CompletableFuture<Void> drained = set.drain(PATIENCE);
            boolean interrupted = Thread.interrupted();
            assertThat(drained).isNotDone();
            released.countDown();
            drained.join();
            return interrupted;
        });

        assertThat(kept).succeedsWithin(PATIENCE).isEqualTo(true);
        assertThat(received.bodies()).isEqualTo(numbers(20));
    }

    @Test
    void aDrainWithoutAConnectionDeliversWhatHadArrived() {
        Transport transport = connectFragile();
        SubscriptionSet set = transport.newSubscriptionSet();
        CountDownLatch entered = new CountDownLatch(1);
        AtomicInteger received = new AtomicInteger();
        set.subscribe("gone", null, message -> {
            entered.countDown();
            holdUp(message);
            received.incrementAndGet();
        });
        transport.flush(PATIENCE);
        for (int i = 0; i < 10; i++) {
            transport.publish("gone", null, EMPTY);
        }
        transport.flush(PATIENCE);
        await().atMost(PATIENCE).until(() -> entered.getCount() == 0);
        disconnect();

        CompletableFuture<Void> drained = set.drain(Duration.ofSeconds(60));
        assertThat(drained).isNotDone();
        released.countDown();

        assertThat(drained).succeedsWithin(PATIENCE);
        assertThat(received).hasValue(10);
        reconnect();
        transport.flush(PATIENCE);
        assertThat(transport.probe("gone", PATIENCE)).isEqualTo(Transport.Probe.NOBODY_LISTENS);
    }

    // Close.

    @Test
    void theEndOfTheConnectionIsToldOnceToAllWhoStillWantToKnow() {
        Transport transport = connect();
        AtomicInteger told = new AtomicInteger();
        AtomicInteger toldOther = new AtomicInteger();
        AtomicInteger toldRemoved = new AtomicInteger();
        transport.onClose(told::incrementAndGet);
        transport.onClose(toldRemoved::incrementAndGet).remove();
        Transport.Registration last = transport.onClose(toldOther::incrementAndGet);
        assertThat(told).hasValue(0);

        close(transport);

        await().atMost(PATIENCE).until(() -> told.get() == 1 && toldOther.get() == 1);
        last.remove();
        close(transport);
        assertAlreadyClosedIsTold(transport);
        assertThat(told).hasValue(1);
        assertThat(toldOther).hasValue(1);
        assertThat(toldRemoved).hasValue(0);
    }

    private static void assertAlreadyClosedIsTold(Transport transport) {
        AtomicInteger told = new AtomicInteger();
        transport.onClose(told::incrementAndGet);
        await().atMost(PATIENCE).until(() -> told.get() == 1);
    }

    @Test
    void anActionThatWasAddedWhileTheConnectionClosesIsCalledOnce() {
        for (int round = 0; round < 20; round++) {
            Transport transport = connect();
            List<AtomicInteger> told = new ArrayList<>();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> close(transport));
            do {
                AtomicInteger once = new AtomicInteger();
                told.add(once);
                transport.onClose(once::incrementAndGet);
            } while (!closing.isDone());
            closing.join();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(told)
                            .allSatisfy(once -> assertThat(once.get()).isPositive()));
            assertThat(told).allSatisfy(once -> assertThat(once).hasValue(1));
        }
    }

    @Test
    void aLostConnectionIsNoClosedOne() {
        Transport transport = connectFragile();
        AtomicInteger told = new AtomicInteger();
        transport.onClose(told::incrementAndGet);

        disconnect();
        reconnect();
        transport.flush(PATIENCE);

        assertThat(told).hasValue(0);
        close(transport);
        await().atMost(PATIENCE).until(() -> told.get() == 1);
    }

    // Congestion.

    @Test
    void aTransportThatIsConnectedAndIdleIsNotCongested() {
        Transport transport = connect();

        assertThat(transport.isCongested()).isFalse();
        publish(transport, "any", 2000);
        transport.flush(PATIENCE);
        assertThat(transport.isCongested()).isFalse();
    }

    @Test
    void aTransportIsCongestedAsLongAsThereIsNoConnection() {
        Transport transport = connectFragile();

        disconnect();
        assertThat(transport.isCongested()).isTrue();
        publish(transport, "any", 20);
        assertThat(transport.isCongested()).isTrue();
        reconnect();
        transport.flush(PATIENCE);

        assertThat(transport.isCongested()).isFalse();
    }

    @Test
    void aTransportThatIsClosedIsNotCongested() {
        Transport transport = connect();

        close(transport);

        assertThat(transport.isCongested()).isFalse();
    }

    // Probe.

    @Test
    void aProbeTellsWhoAnswers() {
        Transport transport = connect();
        SubscriptionSet set = transport.newSubscriptionSet();
        Received received = new Received();
        set.subscribe("probe.answers", null, message -> {
            received.receive(message);
            transport.publish(message.getReplyTo(), null, bytes("yes"));
        });
        set.subscribe("probe.silent", null, message -> {});
        transport.flush(PATIENCE);

        assertThat(transport.probe("probe.answers", PATIENCE)).isEqualTo(Transport.Probe.ANSWERED);
        assertThat(received.messages.element().getData()).isEmpty();
        assertThat(transport.probe("probe.nobody", PATIENCE)).isEqualTo(Transport.Probe.NOBODY_LISTENS);
        assertThat(transport.probe("probe.silent", Duration.ofMillis(50))).isEqualTo(Transport.Probe.SILENT);
        assertThat(transport.probe("not valid", PATIENCE)).isEqualTo(Transport.Probe.SILENT);
    }

    @Test
    void aProbeWithoutAConnectionIsSilent() {
        Transport transport = connectFragile();
        disconnect();

        assertThat(transport.probe("anything", Duration.ofMillis(50))).isEqualTo(Transport.Probe.SILENT);
    }

    @Test
    void aProbeThatTheEndOfTheConnectionInterruptsIsSilent() {
        Transport transport = connect();
        SubscriptionSet set = transport.newSubscriptionSet();
        CountDownLatch asked = new CountDownLatch(1);
        set.subscribe("probe.ended", null, message -> asked.countDown());
        transport.flush(PATIENCE);

        CompletableFuture<Transport.Probe> probe =
                CompletableFuture.supplyAsync(() -> transport.probe("probe.ended", Duration.ofSeconds(2)));
        await().atMost(PATIENCE).until(() -> asked.getCount() == 0);
        close(transport);

        assertThat(probe).succeedsWithin(PATIENCE).isEqualTo(Transport.Probe.SILENT);
    }

    @Test
    void anInterruptedProbeIsSilentAndKeepsTheThreadInterrupted() {
        Transport transport = connect();
        transport.newSubscriptionSet().subscribe("probe.silent", null, message -> {});
        transport.flush(PATIENCE);

        CompletableFuture<Boolean> kept = CompletableFuture.supplyAsync(() -> {
            Thread.currentThread().interrupt();
            assertThat(transport.probe("probe.silent", PATIENCE)).isEqualTo(Transport.Probe.SILENT);
            return Thread.interrupted();
        });

        assertThat(kept).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(true);
    }

    // Trouble.

    record Refused(String subject, @Nullable String queueGroup) {}

    /** Notes what it is told. */
    static class Notes implements TroubleListener {

        final Queue<Refused> refused = new ConcurrentLinkedQueue<>();
        final Queue<String> reasons = new ConcurrentLinkedQueue<>();
        final Queue<SubscriptionSet> dropped = new ConcurrentLinkedQueue<>();
        final AtomicInteger renewals = new AtomicInteger();

        @Override
        public void subscriptionRefused(String subject, @Nullable String queueGroup, String reason) {
            refused.add(new Refused(subject, queueGroup));
            reasons.add(reason);
        }

        @Override
        public void connectionRenewed() {
            renewals.incrementAndGet();
        }

        @Override
        public void messagesDropped(SubscriptionSet set) {
            dropped.add(set);
        }
    }

    @Test
    void aRefusedSubscriptionIsToldAndGetsNothing() {
        Transport transport = connectRefusing("forbidden.>");
        SubscriptionSet set = transport.newSubscriptionSet();
        Notes notes = new Notes();
        Notes removed = new Notes();
        transport.onTrouble(removed).remove();
        Transport.Registration registration = transport.onTrouble(notes);
        assertThat(transport.hearsTrouble()).isTrue();
        Received received = new Received();

        set.subscribe("forbidden.plain", null, received::receive);
        set.subscribe("forbidden.queued", "q", received::receive);
        set.subscribe("permitted", "q", received::receive);
        transport.flush(PATIENCE);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(notes.refused)
                        .containsExactly(new Refused("forbidden.plain", null), new Refused("forbidden.queued", "q")));
        assertThat(notes.reasons)
                .allSatisfy(reason -> assertThat(reason).containsIgnoringCase("permissions violation"));
        transport.publish("forbidden.plain", null, EMPTY);
        transport.publish("forbidden.queued", null, EMPTY);
        transport.publish("permitted", null, bytes("permitted"));
        received.awaitCount(1);
        settle(transport, transport, set);
        assertThat(received.bodies()).containsExactly("permitted");
        assertThat(transport.probe("forbidden.plain", PATIENCE)).isEqualTo(Transport.Probe.NOBODY_LISTENS);
        registration.remove();
        registration.remove();
        assertThat(removed.refused).isEmpty();
    }

    @Test
    void aRefusedSubscriptionLosesNothingOfOthersAndIsDrainedLikeThem() {
        Transport transport = connectRefusing("forbidden.>");
        SubscriptionSet set = transport.newSubscriptionSet();
        set.subscribe("forbidden.a", null, message -> {});
        Transport.Registration registration = set.subscribe("forbidden.b", null, message -> {});
        transport.flush(PATIENCE);

        registration.remove();

        assertThat(set.drain(PATIENCE)).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void aSubscriptionKnowsThatItWasRefused() {
        Transport transport = connectRefusing("forbidden.>");
        SubscriptionSet set = transport.newSubscriptionSet();
        SubscriptionSet.Handle allowed = set.subscribe("allowed", null, message -> {});
        SubscriptionSet.Handle refused = set.subscribe("forbidden.a", "q", message -> {});
        transport.flush(PATIENCE);

        assertThat(allowed.refusal()).isEmpty();
        assertThat(refused.refusal())
                .hasValueSatisfying(text -> assertThat(text).contains("forbidden.a"));
    }

    @Test
    void aSubscriptionIsNotTakenForOneOfTheSameSubjectThatWasRefusedBefore() {
        Transport transport = connectRefusing("forbidden.>");
        SubscriptionSet set = transport.newSubscriptionSet();
        set.subscribe("forbidden.a", "q", message -> {});
        transport.flush(PATIENCE);

        SubscriptionSet.Handle later = set.subscribe("allowed", "q", message -> {});
        transport.flush(PATIENCE);

        assertThat(later.refusal()).isEmpty();
    }

    @Test
    void lostMessagesAreToldOnceUntilThereIsRoomAgainAndCounted() {
        Transport transport = connectEasyToOverrun();
        Notes notes = new Notes();
        transport.onTrouble(notes);
        SubscriptionSet slow = transport.newSubscriptionSet();
        SubscriptionSet quick = transport.newSubscriptionSet();

        Overrun overrun = new Overrun(transport, slow, quick, "flood");
        overrun.untilDropped(20);
        assertThat(slow.dropped()).isEqualTo(20);
        assertThat(quick.dropped()).isZero();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(notes.dropped).containsExactly(slow));
        overrun.release();
        assertThat(notes.dropped).containsExactly(slow);

        Overrun again = new Overrun(transport, slow, quick, "flood.again");
        again.untilDropped(40);
        assertThat(slow.dropped()).isEqualTo(40);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(notes.dropped).containsExactly(slow, slow));
        again.release();
        assertThat(quick.dropped()).isZero();
    }

    /** Holds one set up and floods it, with another one beside it that keeps pace. */
    static final class Overrun {

        private final Transport transport;
        private final SubscriptionSet slow;
        private final String subject;
        private final CountDownLatch released = new CountDownLatch(1);
        private final AtomicInteger bySlow = new AtomicInteger();
        private final AtomicInteger byQuick = new AtomicInteger();
        private final long droppedBefore;
        private int sent;

        Overrun(Transport transport, SubscriptionSet slow, SubscriptionSet quick, String subject) {
            this.transport = transport;
            this.slow = slow;
            this.subject = subject;
            this.droppedBefore = slow.dropped();
            slow.subscribe(subject, null, message -> {
                if (bySlow.incrementAndGet() == 1) {
                    try {
                        awaitLatch(released);
                    } catch (InterruptedException ex) {
                        throw new IllegalStateException(ex);
                    }
                }
            });
            quick.subscribe(subject, null, message -> byQuick.incrementAndGet());
            transport.flush(PATIENCE);
        }

        void untilDropped(long count) {
            byte[] body = new byte[64 * 1024];
            while (slow.dropped() < count && sent < 5000) {
                transport.publish(subject, null, body);
                sent++;
                await().atMost(PATIENCE)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> byQuick.get() == sent);
            }
        }

        void release() {
            released.countDown();
            long expected = sent - (slow.dropped() - droppedBefore);
            await().atMost(PATIENCE).until(() -> bySlow.get() == expected);
        }
    }
}
