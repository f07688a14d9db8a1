// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.impl.Headers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Case 48: what a caller makes of the headers of a reply, of nobody and of silence. */
class RequesterTests {

    private static final byte[] BODY = "body".getBytes(StandardCharsets.UTF_8);

    private final Connection responder = NatsServer.shared().connect();
    private final Connection caller = NatsServer.shared().connect();
    private final Requester requester = Requester.on(caller);
    private final String subject = caller.createInbox();

    private void answerWith(@Nullable Headers headers) throws Exception {
        responder
                .createDispatcher()
                .subscribe(subject, request -> responder.publish(request.getReplyTo(), headers, BODY));
        responder.flush(Duration.ofSeconds(5));
    }

    private ServiceErrorException error() {
        ServiceErrorException error =
                catchThrowableOfType(ServiceErrorException.class, () -> requester.request(subject, new byte[0]));
        assertThat(error).isNotNull();
        return error;
    }

    @AfterEach
    void close() throws InterruptedException {
        responder.close();
        caller.close();
    }

    @Test
    void case48_aReplyWithoutHeadersIsASuccess() throws Exception {
        answerWith(null);

        assertThat(requester.request(subject, new byte[0]).getData()).isEqualTo(BODY);
    }

    @Test
    void case48_aReplyWithOtherHeadersIsASuccess() throws Exception {
        answerWith(new Headers().put("Trace", "7"));

        assertThat(requester.request(subject, new byte[0]).getHeaders().getFirst("Trace"))
                .isEqualTo("7");
    }

    @Test
    void anErrorHasItsCodeDescriptionAndBody() throws Exception {
        answerWith(new Headers().put("Nats-Service-Error", "Not there").put("Nats-Service-Error-Code", "404"));

        ServiceErrorException error = error();

        assertThat(error.code()).isEqualTo(404);
        assertThat(error.description()).isEqualTo("Not there");
        assertThat(error.body()).isEqualTo(BODY);
        assertThat(error.reply().getData()).isEqualTo(BODY);
        assertThat(error).hasMessage("The service on \"%s\" answered with the error 404: Not there", subject);
    }

    @Test
    void case48_anErrorWithoutACodeHasTheCodeZero() throws Exception {
        answerWith(new Headers().put("Nats-Service-Error", "Something"));

        assertThat(error().code()).isZero();
    }

    @Test
    void case48_aCodeThatIsNoNumberIsZero() throws Exception {
        answerWith(new Headers().put("Nats-Service-Error", "Something").put("Nats-Service-Error-Code", "many"));

        assertThat(error().code()).isZero();
    }

    @Test
    void anErrorWithoutADescriptionIsStillOne() throws Exception {
        answerWith(new Headers().put("Nats-Service-Error-Code", "500"));

        assertThat(error().description()).isEmpty();
    }

    @Test
    void case48_theLastOfRepeatedHeadersCounts() throws Exception {
        answerWith(
                new Headers().add("Nats-Service-Error", "first", "last").add("Nats-Service-Error-Code", "400", "401"));

        assertThat(error().code()).isEqualTo(401);
        assertThat(error().description()).isEqualTo("last");
    }

    @Test
    void whereNobodyListensThatIsSaid() {
        assertThatExceptionOfType(NoRespondersException.class)
                .isThrownBy(() -> requester.request(subject, BODY))
                .withMessage("Nobody listens on \"%s\".", subject);
    }

    @Test
    void whereNobodyListensThatIsSaidOnAConnectionThatReportsItToo() throws Exception {
        Options options = Options.builder()
                .server(NatsServer.shared().url())
                .reportNoResponders()
                .build();
        try (Connection reporting = Nats.connect(options)) {
            assertThatExceptionOfType(NoRespondersException.class)
                    .isThrownBy(() -> Requester.on(reporting).request(subject, BODY));
        }
    }

    @Test
    void silenceIsATimeout() throws Exception {
        responder.createDispatcher().subscribe(subject, request -> {});
        responder.flush(Duration.ofSeconds(5));

        assertThatExceptionOfType(RequestTimeoutException.class)
                .isThrownBy(() -> requester.timeout(Duration.ofMillis(100)).request(subject, BODY))
                .withMessage("There was no reply from \"%s\" within 100 ms.", subject);
    }

    @Test
    void anAsynchronousRequestFailsWithTheSameExceptions() {
        assertThat(requester.requestAsync(subject, null, BODY))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(NoRespondersException.class);
    }

    @Test
    void aConnectionThatIsClosedIsToldInASentence() throws InterruptedException {
        caller.close();

        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> requester.request(subject, BODY))
                .withMessageMatching("The request to .* could not be sent: .*\\.");
    }

    @Test
    void aTimeoutOfNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> requester.timeout(Duration.ZERO));
    }

    @Test
    void case48_aStatusWinsOverAnError() {
        try (Responder status = new Responder()) {
            status.answer(request ->
                    status.replyStatus(request, "503\r\nNats-Service-Error: No\r\nNats-Service-Error-Code: 1"));

            assertThatExceptionOfType(NoRespondersException.class)
                    .isThrownBy(() -> requester.request(status.subject(), BODY));
        }
    }

    @Test
    void anErrorKeepsItsPartsWhereItIsSent() throws Exception {
        answerWith(new Headers().put("Nats-Service-Error", "Not there").put("Nats-Service-Error-Code", "404"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(error());
        }

        ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));

        assertThat(in.readObject()).isInstanceOfSatisfying(ServiceErrorException.class, error -> {
            assertThat(error.code()).isEqualTo(404);
            assertThat(error.description()).isEqualTo("Not there");
            assertThat(error.body()).isEqualTo(BODY);
        });
    }

    @Test
    void aCallerThatIsInterruptedIsToldAndKeepsItsFlag() throws Exception {
        try (Responder silent = new Responder().answer()) {
            CompletableFuture<Boolean> flag = new CompletableFuture<>();
            Thread waiting = new Thread(() -> {
                try {
                    requester.timeout(Duration.ofHours(1)).request(silent.subject(), BODY);
                } catch (RequestException ex) {
                    flag.complete(Thread.currentThread().isInterrupted());
                }
            });
            waiting.start();
            silent.awaitRequest();

            waiting.interrupt();

            assertThat(flag).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
        }
    }

    @Test
    void anInterruptedCallersRequestGoesOut() throws Exception {
        answerWith(null);

        Thread.currentThread().interrupt();
        CompletableFuture<Message> reply = requester.requestAsync(subject, BODY);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(reply).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aConnectionThatIsClosedWhileACallerWaitsIsNoAbsenceOfResponders() throws Exception {
        try (Responder silent = new Responder().answer()) {
            CompletableFuture<Message> reply =
                    requester.timeout(Duration.ofHours(1)).requestAsync(silent.subject(), BODY);
            CompletableFuture<Message> waiting = CompletableFuture.supplyAsync(
                    () -> requester.timeout(Duration.ofHours(1)).request(silent.subject(), BODY));
            silent.awaitRequest();
            silent.awaitRequest();

            caller.close();

            for (CompletableFuture<Message> each : List.of(reply, waiting)) {
                assertThat(each)
                        .failsWithin(Duration.ofSeconds(10))
                        .withThrowableOfType(ExecutionException.class)
                        .havingCause()
                        .isExactlyInstanceOf(RequestException.class)
                        .withMessage("The request to \"%s\" failed.", silent.subject());
            }
        }
    }

    @Test
    void aFutureThatIsCancelledStaysCancelled() {
        try (Responder silent = new Responder().answer()) {
            CompletableFuture<Message> reply = requester.requestAsync(silent.subject(), BODY);
            reply.cancel(true);
            silent.reply(silent.awaitRequest(), "late");

            assertThat(requester.requestAsync(subject, BODY)).failsWithin(Duration.ofSeconds(10));
            assertThat(reply).isCancelled();
        }
    }

    @Test
    void anAsynchronousRequestThatGetsNoReplyIsATimeout() {
        try (Responder silent = new Responder().answer()) {
            assertThat(requester.timeout(Duration.ofMillis(100)).requestAsync(silent.subject(), BODY))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(RequestTimeoutException.class);
        }
    }
}
