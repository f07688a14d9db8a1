// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestManyTests {

    private static final byte[] NOTHING = new byte[0];

    private final Connection responder = NatsServer.shared().connect();
    private final Connection caller = NatsServer.shared().connect();
    private final RequestMany requests = RequestMany.on(caller);
    private final String subject = caller.createInbox();

    @BeforeEach
    void answerWithThreeNumbersAndAnEmptyMessage() throws Exception {
        Dispatcher dispatcher = responder.createDispatcher();
        dispatcher.subscribe(subject, request -> {
            for (String number : List.of("1", "2", "3", "")) {
                responder.publish(request.getReplyTo(), request.getHeaders(), number.getBytes(StandardCharsets.UTF_8));
            }
        });
        responder.flush(Duration.ofSeconds(5));
    }

    @AfterEach
    void close() throws InterruptedException {
        responder.close();
        caller.close();
    }

    private static List<String> texts(List<Message> replies) {
        return replies.stream()
                .map(reply -> new String(reply.getData(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void allRepliesUntilNoneComesForTheStallTime() {
        long start = System.nanoTime();

        assertThat(texts(requests.total(Duration.ofSeconds(30)).request(subject, NOTHING)))
                .containsExactly("1", "2", "3", "");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void noMoreThanWanted() {
        assertThat(texts(requests.maxMessages(2).request(subject, NOTHING))).containsExactly("1", "2");
    }

    @Test
    void theSentinelEndsThemAndIsNone() {
        assertThat(texts(requests.sentinel(message -> message.getData().length == 0)
                        .stall(null)
                        .total(Duration.ofSeconds(30))
                        .request(subject, NOTHING)))
                .containsExactly("1", "2", "3");
    }

    @Test
    void theTotalTimeEndsThemWithoutAStallTime() {
        long start = System.nanoTime();

        assertThat(requests.stall(null).total(Duration.ofMillis(500)).request(subject, NOTHING))
                .hasSize(4);

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(490), Duration.ofSeconds(5));
    }

    @Test
    void whereNobodyListensThereAreNoneAtOnce() {
        long start = System.nanoTime();

        assertThat(requests.total(Duration.ofSeconds(30)).request(caller.createInbox(), NOTHING))
                .isEmpty();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void headersGoAlong() {
        List<Message> replies = requests.request(subject, new Headers().put("Trace", "7"), NOTHING);

        assertThat(replies)
                .allSatisfy(reply ->
                        assertThat(reply.getHeaders().getFirst("Trace")).isEqualTo("7"));
    }

    @Test
    void aStreamThatIsClosedEarlyUnsubscribes() {
        String inbox;
        try (Stream<Message> replies = requests.stream(subject, null, NOTHING)) {
            inbox = replies.findFirst().orElseThrow().getSubject();
        }

        // Nobody listens there any more, which the server tells by cancelling the request.
        await().untilAsserted(() -> assertThat(responder.request(inbox, NOTHING))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(CancellationException.class));
    }

    @Test
    void aConnectionThatIsClosedIsToldInASentence() throws InterruptedException {
        caller.close();

        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> requests.request(subject, NOTHING))
                .withMessageMatching("[A-Z].*\\.");
    }

    @Test
    void valuesThatMeanNothingAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> requests.total(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> requests.stall(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> requests.maxMessages(0));
    }

    @Test
    void aConnectionThatIsClosedEndsThem() throws Exception {
        try (Stream<Message> replies = requests.stall(null).total(Duration.ofHours(1)).stream(subject, null, NOTHING)) {
            CompletableFuture<Long> count = CompletableFuture.supplyAsync(replies::count);
            caller.flush(Duration.ofSeconds(5));
            assertThat(count).isNotDone();

            caller.close();

            assertThat(count).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void anInterruptedCallerGetsWhatThereIsAndKeepsItsFlag() {
        try (Responder silent = new Responder().answer()) {
            Thread.currentThread().interrupt();
            List<Message> replies = requests.total(Duration.ofHours(1)).request(silent.subject(), NOTHING);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(replies).isEmpty();
            silent.awaitUnsubscribed(silent.awaitRequest());
        }
    }

    @Test
    void foreverIsATimeToo() {
        Duration forever = Duration.ofMillis(Long.MAX_VALUE);

        assertThat(requests.total(forever).stall(forever).maxMessages(1).request(subject, NOTHING))
                .hasSize(1);
    }
}
