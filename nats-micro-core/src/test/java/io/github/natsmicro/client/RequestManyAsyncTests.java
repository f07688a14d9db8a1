// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When replies end that no thread waits for. */
class RequestManyAsyncTests {

    private static final byte[] NOTHING = new byte[0];
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Responder responder = new Responder();
    private final Connection caller = NatsServer.shared().connect();
    private final RequestMany requests = RequestMany.on(caller).total(Duration.ofHours(1));

    @AfterEach
    void close() throws InterruptedException {
        responder.close();
        caller.close();
    }

    private List<String> replies(RequestMany many) {
        return texts(many.requestAsync(responder.subject(), NOTHING));
    }

    private static List<String> texts(CompletableFuture<List<Message>> replies) {
        return assertThat(replies).succeedsWithin(SOON).actual().stream()
                .map(Responder::text)
                .toList();
    }

    @Test
    void allUntilNoneComesForTheStallTime() {
        responder.answer("1", "2", "3", "");

        assertThat(replies(requests)).containsExactly("1", "2", "3", "");
    }

    @Test
    void theStallTimeBeginsAnewWithEachReply() {
        responder.answer(request -> {
            for (int i = 0; i < 4; i++) {
                CompletableFuture.delayedExecutor(600L * i, TimeUnit.MILLISECONDS)
                        .execute(() -> responder.reply(request, "x"));
            }
        });

        assertThat(replies(requests.stall(Duration.ofMillis(1500)))).hasSize(4);
    }

    @Test
    void theFirstReplyMayTakeLongerThanTheStallTime() {
        responder.answer(request -> CompletableFuture.delayedExecutor(400, TimeUnit.MILLISECONDS)
                .execute(() -> responder.reply(request, "late")));

        assertThat(replies(requests.stall(Duration.ofMillis(50)))).containsExactly("late");
    }

    @Test
    void noMoreThanWanted() {
        responder.answer("1", "2", "3");

        assertThat(replies(requests.stall(null).maxMessages(2))).containsExactly("1", "2");
    }

    @Test
    void theSentinelEndsThemAndIsNone() {
        responder.answer("1", "2", "", "3");

        assertThat(replies(requests.stall(null).sentinel(message -> message.getData().length == 0)))
                .containsExactly("1", "2");
    }

    @Test
    void theTotalTimeEndsThem() {
        responder.answer("1", "2");
        long start = System.nanoTime();

        assertThat(replies(requests.stall(null).total(Duration.ofMillis(500)))).containsExactly("1", "2");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(490));
    }

    @Test
    void theTotalTimeEndsThemWhereThereAreNone() {
        responder.answer();

        assertThat(replies(requests.total(Duration.ofMillis(300)))).isEmpty();
    }

    @Test
    void whereNobodyListensThereAreNoneAtOnce() {
        assertThat(replies(requests)).isEmpty();
    }

    @Test
    void headersGoAlong() {
        responder.answer("1");

        assertThat(requests.requestAsync(responder.subject(), new Headers().put("Trace", "7"), NOTHING))
                .succeedsWithin(SOON);

        assertThat(responder.awaitRequest().getHeaders().getFirst("Trace")).isEqualTo("7");
    }

    @Test
    void eachReplyIsHandedOverWhenItComes() {
        responder.answer("1");
        List<String> seen = new ArrayList<>();
        CountDownLatch first = new CountDownLatch(1);

        CompletableFuture<Void> end = requests.stall(null)
                .maxMessages(2)
                .forEachAsync(responder.subject(), null, NOTHING, reply -> {
                    seen.add(Responder.text(reply));
                    first.countDown();
                });

        await().until(() -> first.getCount() == 0);
        assertThat(end).isNotDone();
        responder.reply(responder.awaitRequest(), "2");
        assertThat(end).succeedsWithin(SOON);
        assertThat(seen).containsExactly("1", "2");
    }

    @Test
    void whatAnActionThrowsEndsThem() {
        responder.answer("1", "2");
        RuntimeException thrown = new IllegalStateException("No more");
        List<String> seen = new ArrayList<>();

        CompletableFuture<Void> end = requests.forEachAsync(responder.subject(), null, NOTHING, reply -> {
            seen.add(Responder.text(reply));
            throw thrown;
        });

        assertThat(end)
                .failsWithin(SOON)
                .withThrowableOfType(ExecutionException.class)
                .withCause(thrown);
        assertThat(seen).containsExactly("1");
        responder.awaitUnsubscribed(responder.awaitRequest());
    }

    @Test
    void anActionMayTakeLongerThanTheStallTime() {
        responder.answer("1", "2", "3");
        List<String> seen = new ArrayList<>();

        CompletableFuture<Void> end = requests.stall(Duration.ofMillis(100))
                .forEachAsync(responder.subject(), null, NOTHING, reply -> {
                    block(Duration.ofMillis(250));
                    seen.add(Responder.text(reply));
                });

        assertThat(end).succeedsWithin(SOON);
        assertThat(seen).containsExactly("1", "2", "3");
    }

    @Test
    void afterTheTotalTimeNoFurtherReplyIsHandedOverAndNoActionInterrupted() {
        responder.answer("1", "2");
        List<String> seen = new ArrayList<>();

        CompletableFuture<Void> end = requests.total(Duration.ofMillis(200))
                .forEachAsync(responder.subject(), null, NOTHING, reply -> {
                    block(Duration.ofMillis(600));
                    seen.add(Responder.text(reply));
                });

        assertThat(end).succeedsWithin(SOON);
        assertThat(seen).containsExactly("1");
    }

    /** Blocks for a while; an interrupt ends it with an exception. */
    private static void block(Duration time) {
        CountDownLatch never = new CountDownLatch(1);
        try {
            assertThat(never.await(time.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Test
    void anActionThatLeavesAnInterruptBehindLosesNothing() {
        responder.answer("1", "2", "3");
        List<String> seen = new ArrayList<>();

        CompletableFuture<Void> end = requests.stall(null)
                .maxMessages(3)
                .forEachAsync(responder.subject(), null, NOTHING, reply -> {
                    seen.add(Responder.text(reply));
                    Thread.currentThread().interrupt();
                });

        assertThat(end).succeedsWithin(SOON);
        assertThat(seen).containsExactly("1", "2", "3");
    }

    @Test
    void aConnectionThatIsClosedEndsThem() throws Exception {
        responder.answer("1");
        CountDownLatch first = new CountDownLatch(1);
        CompletableFuture<Void> end =
                requests.stall(null).forEachAsync(responder.subject(), null, NOTHING, reply -> first.countDown());
        assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();

        caller.close();

        assertThat(end).succeedsWithin(SOON);
    }

    @Test
    void aConnectionThatIsClosedAlreadyIsToldByTheFuture() throws Exception {
        caller.close();

        assertThat(requests.requestAsync(responder.subject(), NOTHING))
                .failsWithin(SOON)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(RequestException.class)
                .withMessageMatching(".*The request to .* could not be sent: .*\\.");
    }

    @Test
    void aRequestThatIsTooLargeLeavesNothingBehind() {
        CompletableFuture<List<Message>> end = requests.requestAsync(responder.subject(), new byte[2_000_000]);

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(end::get)
                .withCauseInstanceOf(RequestException.class);
    }

    @Test
    void anInterruptedCallersRequestGoesOut() {
        responder.answer("1");

        Thread.currentThread().interrupt();
        CompletableFuture<List<Message>> replies = requests.requestAsync(responder.subject(), NOTHING);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(texts(replies)).containsExactly("1");
    }

    @Test
    void manyAtOnceLoseNoReply() {
        responder.answer("1", "2", "3", "");
        RequestMany many = requests.stall(null).sentinel(message -> message.getData().length == 0);

        List<CompletableFuture<List<Message>>> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add(many.requestAsync(responder.subject(), NOTHING));
        }

        assertThat(all).allSatisfy(replies -> assertThat(texts(replies)).containsExactly("1", "2", "3"));
    }
}
