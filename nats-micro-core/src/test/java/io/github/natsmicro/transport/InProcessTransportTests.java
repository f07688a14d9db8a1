// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.transport.inprocess.InProcessLimits;
import io.github.natsmicro.transport.inprocess.InProcessRequestException;
import io.github.natsmicro.transport.inprocess.InProcessTransport;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract in the process, and the side of the callers. */
class InProcessTransportTests extends TransportContractTests {

    private static final byte[] EMPTY = new byte[0];

    private InProcessTransport transport = new InProcessTransport();

    @AfterEach
    void close() {
        transport.close();
    }

    private InProcessTransport renew(InProcessLimits limits) {
        transport.close();
        transport = new InProcessTransport(limits);
        return transport;
    }

    @Override
    Transport connect() {
        return renew(InProcessLimits.defaults());
    }

    @Override
    Transport publisher() {
        return transport;
    }

    @Override
    Transport connectLimited() {
        return renew(InProcessLimits.defaults().maxPayload(MAX_PAYLOAD));
    }

    @Override
    Transport connectRefusing(String subject) {
        connect();
        transport.refuse(subject);
        return transport;
    }

    @Override
    Transport connectEasyToOverrun() {
        return renew(InProcessLimits.defaults().maxPending(100));
    }

    @Override
    Transport connectFragile() {
        return connect();
    }

    @Override
    void disconnect() {
        transport.disconnect();
    }

    @Override
    void reconnect() {
        transport.reconnect();
    }

    @Override
    void close(Transport closed) {
        ((InProcessTransport) closed).close();
    }

    @Override
    int losses(Transport lost) {
        return 0;
    }

    private static void assertNoReply(InProcessRequestException.Reason reason, Runnable request) {
        assertThatExceptionOfType(InProcessRequestException.class)
                .isThrownBy(request::run)
                .satisfies(ex -> assertThat(ex.reason()).isEqualTo(reason))
                .satisfies(ex -> assertThat(ex.getMessage()).endsWith("."));
    }

    @Test
    void aRequestHasTheFirstReply() {
        SubscriptionSet set = transport.newSubscriptionSet();
        set.subscribe("echo", "q", message -> {
            transport.publish(message.getReplyTo(), message.getHeaders(), message.getData());
            transport.publish(message.getReplyTo(), null, EMPTY);
        });

        Message reply =
                transport.caller().request("echo", new Headers().add("Name", "value"), new byte[] {1, 2}, PATIENCE);

        assertThat(reply.getData()).containsExactly(1, 2);
        assertThat(reply.getHeaders().getFirst("Name")).isEqualTo("value");
        assertThat(reply.getHeaders().isReadOnly()).isTrue();
        assertThat(reply.getReplyTo()).isNull();
    }

    @Test
    void aRequestThatNobodyHearsSaysSoAtOnce() {
        assertNoReply(
                InProcessRequestException.Reason.NO_RESPONDERS,
                () -> transport.caller().request("nobody", null, EMPTY, Duration.ofMinutes(5)));
        assertNoReply(
                InProcessRequestException.Reason.NO_RESPONDERS,
                () -> transport.caller().requestMany("nobody", null, EMPTY, 2, Duration.ofMinutes(5)));
        assertThat(transport.caller().requestAsync("nobody", null, EMPTY, PATIENCE))
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(InProcessRequestException.class);
    }

    @Test
    void aRequestWithoutAReplyEndsInTime() {
        transport.newSubscriptionSet().subscribe("silent", null, message -> {});

        assertNoReply(
                InProcessRequestException.Reason.TIMED_OUT,
                () -> transport.caller().request("silent", null, EMPTY, Duration.ofMillis(20)));
        assertThat(transport.caller().requestMany("silent", null, EMPTY, 1, Duration.ofMillis(20)))
                .isEmpty();
    }

    @Test
    void severalMayReplyToOneRequest() {
        for (byte i = 0; i < 3; i++) {
            byte[] body = {i};
            transport
                    .newSubscriptionSet()
                    .subscribe("all", null, message -> transport.publish(message.getReplyTo(), null, body));
        }

        assertThat(transport.caller().requestMany("all", null, EMPTY, 3, PATIENCE))
                .extracting(reply -> reply.getData()[0])
                .containsExactlyInAnyOrder((byte) 0, (byte) 1, (byte) 2);
        assertThat(transport.caller().requestMany("all", null, EMPTY, 2, PATIENCE))
                .hasSize(2);
        assertThat(transport.caller().requestMany("all", null, EMPTY, 4, Duration.ofMillis(50)))
                .hasSize(3);
    }

    @Test
    void callersStayConnectedWhenServicesAreNot() {
        SubscriptionSet set = transport.newSubscriptionSet();
        set.subscribe("lost", null, message -> transport.publish(message.getReplyTo(), null, EMPTY));
        transport.disconnect();

        assertNoReply(
                InProcessRequestException.Reason.NO_RESPONDERS,
                () -> transport.caller().request("lost", null, EMPTY, PATIENCE));

        transport.reconnect();
        assertThat(transport.caller().request("lost", null, EMPTY, PATIENCE)).isNotNull();
    }

    @Test
    void aReplyWithoutAConnectionArrivesLater() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch disconnected = new CountDownLatch(1);
        transport.newSubscriptionSet().subscribe("interrupted", null, message -> {
            entered.countDown();
            await().until(() -> disconnected.getCount() == 0);
            transport.publish(message.getReplyTo(), null, EMPTY);
            entered.countDown();
        });
        CompletableFuture<Message> reply = transport.caller().requestAsync("interrupted", null, EMPTY, PATIENCE);
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        transport.disconnect();
        disconnected.countDown();

        transport.reconnect();

        assertThat(reply).succeedsWithin(PATIENCE);
    }

    @Test
    void aSubscriptionCanBeRefusedLaterAndIsRefusedAgainOnANewConnection() {
        Notes notes = new Notes();
        transport.onTrouble(notes);
        transport.newSubscriptionSet().subscribe("orders.get", "q", message -> {});
        transport.newSubscriptionSet().subscribe("orders.put", "q", message -> {});

        transport.refuse("orders.get");

        Refused refused = new Refused("orders.get", "q");
        await().untilAsserted(() -> assertThat(notes.refused).containsExactly(refused));
        assertThat(transport.probe("orders.get", PATIENCE)).isEqualTo(Transport.Probe.NOBODY_LISTENS);
        transport.disconnect();
        transport.reconnect();
        await().untilAsserted(() -> assertThat(notes.refused).containsExactly(refused, refused));
        assertThatIllegalArgumentException().isThrownBy(() -> transport.refuse("not valid"));
    }

    @Test
    void aListenerThatFailsKeepsNoOtherFromHearing() {
        Notes notes = new Notes();
        transport.onTrouble(new TroubleListener() {
            @Override
            public void connectionRenewed() {}

            @Override
            public void subscriptionRefused(String subject, @Nullable String queueGroup, String reason) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void messagesDropped(SubscriptionSet set) {
                throw new IllegalStateException("on purpose");
            }
        });
        transport.onTrouble(notes);

        transport.refuse("a");
        transport.newSubscriptionSet().subscribe("a", null, message -> {});

        await().untilAsserted(() -> assertThat(notes.refused).hasSize(1));
    }

    @Test
    void noUserCodeIsCalledWithALockHeld() {
        transport.refuse("locked.refused");
        CountDownLatch called = new CountDownLatch(3);
        SubscriptionSet set = transport.newSubscriptionSet();
        // Another thread must be able to use the transport while the called one waits for it.
        Runnable useElsewhere = () -> {
            CompletableFuture.runAsync(() -> {
                        transport.publish("elsewhere", null, EMPTY);
                        transport.newSubscriptionSet().subscribe("elsewhere", null, message -> {});
                    })
                    .join();
            called.countDown();
        };
        transport.onTrouble(new TroubleListener() {
            @Override
            public void connectionRenewed() {}

            @Override
            public void subscriptionRefused(String subject, @Nullable String queueGroup, String reason) {
                useElsewhere.run();
            }

            @Override
            public void messagesDropped(SubscriptionSet dropping) {}
        });
        set.subscribe("locked", null, message -> {
            useElsewhere.run();
            transport.publish(message.getReplyTo(), null, EMPTY);
        });

        set.subscribe("locked.refused", null, message -> {});
        CompletableFuture<Void> after =
                transport.caller().requestAsync("locked", null, EMPTY, PATIENCE).thenRun(useElsewhere);

        assertThat(after).succeedsWithin(PATIENCE);
        await().atMost(PATIENCE).until(() -> called.getCount() == 0);
    }

    @Test
    void threadsAreMadeWhenTheyAreNeededAndEndWithTheDrain() {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        SubscriptionSet set = transport.newSubscriptionSet();
        // Those of other tests may be about to end.
        Set<Thread> before = deliveringThreads();
        set.subscribe("thread", null, message -> thread.complete(Thread.currentThread()));
        assertThat(before).containsAll(deliveringThreads());

        transport.publish("thread", null, EMPTY);
        Thread delivering = thread.orTimeout(10, TimeUnit.SECONDS).join();
        assertThat(before).doesNotContain(delivering);
        assertThat(deliveringThreads()).contains(delivering);
        assertThat(set.drain(PATIENCE)).succeedsWithin(PATIENCE);

        await().atMost(PATIENCE).until(() -> !delivering.isAlive());
    }

    private static Set<Thread> deliveringThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("in-process-delivery"))
                .collect(Collectors.toSet());
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InProcessLimits.defaults().maxPayload(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InProcessLimits.defaults().maxPending(0));
        InProcessTransport unlimited = renew(InProcessLimits.defaults().maxPayload(0));
        unlimited.publish("large", null, new byte[2 * 1024 * 1024]);
    }

    @Test
    void aCallerIsHeldToTheLimitsToo() {
        InProcessTransport limited = renew(InProcessLimits.defaults().maxPayload(10));

        assertThatExceptionOfType(TransportException.class)
                .isThrownBy(() -> limited.caller().publish("large", null, new byte[11]))
                .satisfies(ex -> assertThat(ex.reason()).isEqualTo(TransportException.Reason.TOO_LARGE));
        limited.close();
        assertThatExceptionOfType(TransportException.class)
                .isThrownBy(() -> limited.caller().request("closed", null, EMPTY, PATIENCE))
                .satisfies(ex -> assertThat(ex.reason()).isEqualTo(TransportException.Reason.CLOSED));
    }
}
