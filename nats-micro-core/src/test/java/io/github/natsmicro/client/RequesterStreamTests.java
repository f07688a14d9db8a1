// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calling an endpoint that answers with a stream. */
class RequesterStreamTests {

    private static final byte[] NOTHING = new byte[0];
    private static final Headers ERROR =
            new Headers().put("Nats-Service-Error", "Broken").put("Nats-Service-Error-Code", "502");

    private final Responder responder = new Responder();
    private final Connection caller = NatsServer.shared().connect();
    private final Requester requester = Requester.on(caller);

    @AfterEach
    void close() throws InterruptedException {
        responder.close();
        caller.close();
    }

    private Stream<Message> call() {
        return requester.stream(responder.subject(), NOTHING);
    }

    private List<String> read() {
        try (Stream<Message> elements = call()) {
            return elements.map(Responder::text).toList();
        }
    }

    @Test
    void theElementsUpToTheEmptyMessage() {
        responder.answer("1", "2", "3", "", "after the end");

        assertThat(read()).containsExactly("1", "2", "3");
        responder.awaitUnsubscribed(responder.awaitRequest());
    }

    @Test
    void aStreamWithoutElements() {
        responder.answer("");

        assertThat(read()).isEmpty();
    }

    @Test
    void requestAndHeadersGoAlong() {
        responder.answer(request -> {
            responder.reply(request, request.getHeaders(), Responder.text(request));
            responder.reply(request, "");
        });

        try (Stream<Message> elements = requester.stream(
                responder.subject(), new Headers().put("Trace", "7"), "data".getBytes(StandardCharsets.UTF_8))) {
            assertThat(elements).singleElement().satisfies(element -> {
                assertThat(Responder.text(element)).isEqualTo("data");
                assertThat(element.getHeaders().getFirst("Trace")).isEqualTo("7");
            });
        }
    }

    @Test
    void anElementIsReadBeforeTheNextOneIsSent() {
        responder.answer("1");

        try (Stream<Message> elements = call()) {
            Iterator<Message> iterator = elements.iterator();
            assertThat(Responder.text(iterator.next())).isEqualTo("1");
            responder.reply(responder.awaitRequest(), "2", "");
            assertThat(Responder.text(iterator.next())).isEqualTo("2");
            assertThat(iterator.hasNext()).isFalse();
        }
    }

    @Test
    void anErrorInPlaceOfElements() {
        responder.answer(request -> responder.reply(request, ERROR, "why"));

        ServiceErrorException error = catchThrowableOfType(ServiceErrorException.class, this::read);

        assertThat(error.code()).isEqualTo(502);
        assertThat(error.description()).isEqualTo("Broken");
        assertThat(error.body()).asString().isEqualTo("why");
        responder.awaitUnsubscribed(responder.awaitRequest());
    }

    @Test
    void anErrorWithAnEmptyBodyAfterSomeElementsIsNoEnd() {
        responder.answer(request -> {
            responder.reply(request, "1", "2");
            responder.reply(request, ERROR, "");
        });
        List<String> seen = new ArrayList<>();

        try (Stream<Message> elements = call()) {
            assertThatExceptionOfType(ServiceErrorException.class)
                    .isThrownBy(() -> elements.forEach(element -> seen.add(Responder.text(element))));
        }

        assertThat(seen).containsExactly("1", "2");
        responder.awaitUnsubscribed(responder.awaitRequest());
    }

    @Test
    void nothingComesAfterAnException() {
        responder.answer(request -> responder.reply(request, ERROR, ""));

        try (Stream<Message> elements = call()) {
            Iterator<Message> iterator = elements.iterator();
            assertThatExceptionOfType(ServiceErrorException.class).isThrownBy(iterator::hasNext);
            assertThat(iterator.hasNext()).isFalse();
        }
    }

    @Test
    void whereNobodyListensThatIsSaid() {
        assertThatExceptionOfType(NoRespondersException.class)
                .isThrownBy(this::read)
                .withMessage("Nobody listens on \"%s\".", responder.subject());
    }

    @Test
    void case48_aStatusWinsOverAnError() {
        responder.answer(request ->
                responder.replyStatus(request, "503\r\nNats-Service-Error: No\r\nNats-Service-Error-Code: 1"));

        assertThatExceptionOfType(NoRespondersException.class).isThrownBy(this::read);
    }

    @Test
    void noFirstElementInTime() {
        responder.answer();

        assertThatExceptionOfType(RequestTimeoutException.class)
                .isThrownBy(() -> requester.timeout(Duration.ofMillis(100)).stream(responder.subject(), NOTHING)
                        .toList())
                .withMessage("There was no reply from \"%s\" within 100 ms.", responder.subject());
        responder.awaitUnsubscribed(responder.awaitRequest());
    }

    @Test
    void noNextElementInTime() {
        responder.answer("1");

        try (Stream<Message> elements =
                requester.timeout(Duration.ofMillis(500)).stream(responder.subject(), NOTHING)) {
            Iterator<Message> iterator = elements.iterator();
            assertThat(Responder.text(iterator.next())).isEqualTo("1");
            assertThatExceptionOfType(RequestTimeoutException.class).isThrownBy(iterator::hasNext);
        }
    }

    @Test
    void allElementsTogetherMayTakeLongerThanTheTimeout() {
        responder.answer(request -> {
            for (int i = 0; i < 4; i++) {
                later(500L * i).execute(() -> responder.reply(request, "x"));
            }
            later(2000).execute(() -> responder.reply(request, ""));
        });

        try (Stream<Message> elements =
                requester.timeout(Duration.ofMillis(1500)).stream(responder.subject(), NOTHING)) {
            assertThat(elements).hasSize(4);
        }
    }

    private static Executor later(long millis) {
        return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    }

    @Test
    void closingEarlyUnsubscribes() {
        responder.answer("1", "2");

        try (Stream<Message> elements = call()) {
            assertThat(elements.findFirst()).map(Responder::text).contains("1");
        }

        responder.awaitUnsubscribed(responder.awaitRequest());
    }

    @Test
    void closingUnreadUnsubscribesAlsoOnAnInterruptedThread() {
        responder.answer("1", "2");

        Stream<Message> elements = call();
        Thread.currentThread().interrupt();
        elements.close();

        assertThat(Thread.interrupted()).isTrue();
        responder.awaitUnsubscribed(responder.awaitRequest());
    }

    @Test
    void closingWhileAnotherThreadWaitsEndsTheStream() {
        responder.answer();
        Stream<Message> elements = requester.timeout(Duration.ofHours(1)).stream(responder.subject(), NOTHING);
        Iterator<Message> iterator = elements.iterator();
        CompletableFuture<Boolean> more = CompletableFuture.supplyAsync(iterator::hasNext);
        responder.awaitRequest();

        elements.close();

        assertThat(more).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(false);
    }

    @Test
    void aReaderThatIsInterruptedIsToldAndKeepsItsFlag() throws Exception {
        responder.answer("1");
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try (Stream<Message> elements =
                    requester.timeout(Duration.ofHours(1)).stream(responder.subject(), NOTHING)) {
                assertThatExceptionOfType(RequestException.class)
                        .isThrownBy(elements::toList)
                        .withMessage("The wait for a reply from \"%s\" was interrupted.", responder.subject());
                flag.complete(Thread.currentThread().isInterrupted());
            } catch (Throwable ex) {
                flag.completeExceptionally(ex);
            }
        });
        reader.start();
        Message request = responder.awaitRequest();
        await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);

        reader.interrupt();

        assertThat(flag).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
        reader.join();
        responder.awaitUnsubscribed(request);
    }

    @Test
    void aConnectionThatIsClosedBeforeTheEndIsTold() throws Exception {
        responder.answer("1");

        try (Stream<Message> elements = call()) {
            Iterator<Message> iterator = elements.iterator();
            iterator.next();
            caller.close();
            assertThatExceptionOfType(RequestException.class)
                    .isThrownBy(iterator::hasNext)
                    .withMessageMatching("The connection was closed before the stream from .* had ended\\.");
        }
    }

    @Test
    void aConnectionThatIsDrainedBeforeTheEndIsTold() throws Exception {
        responder.answer("1");

        try (Stream<Message> elements = call()) {
            Iterator<Message> iterator = elements.iterator();
            iterator.next();
            CompletableFuture<Boolean> drained = caller.drain(Duration.ofSeconds(10));
            assertThatExceptionOfType(RequestException.class)
                    .isThrownBy(iterator::hasNext)
                    .withMessageMatching("The connection was closed before the stream from .* had ended\\.");
            assertThat(drained).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void aConnectionThatIsClosedAlreadyIsTold() throws Exception {
        caller.close();

        assertThatExceptionOfType(RequestException.class).isThrownBy(this::call).withMessageMatching("[A-Z].*\\.");
    }

    @Test
    void elementsThatWereDroppedAreNotLostInSilence() {
        String megabyte = "x".repeat(1_000_000);
        responder.answer(request -> {
            for (int i = 0; i < 70; i++) {
                responder.reply(request, megabyte);
            }
        });

        try (Stream<Message> elements = call()) {
            // 64 MB are what jnats keeps for a subscription.
            await().until(() -> caller.getStatistics().getDroppedCount() > 0);
            assertThatExceptionOfType(RequestException.class)
                    .isThrownBy(elements::count)
                    .withMessageMatching("The stream from .* was read too slowly: \\d of its elements were dropped\\.");
        }
    }
}
