// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ErrorReplyTests {

    private static final byte[] BODY = "error!".getBytes(StandardCharsets.UTF_8);

    @RegisterExtension
    final Bench bench = new Bench();

    private MicroService start(Handler handler) {
        return bench.start(bench.service("errors").addEndpoint("fail", handler));
    }

    private JsonNode awaitCounted(MicroService service, long requests) {
        // What becomes of an Error on the handler's thread, once its caller has the answer, is not looked at here.
        await().dontCatchUncaughtExceptions()
                .atMost(Bench.PATIENCE)
                .until(() -> bench.statsOf(service, 0).path("num_requests").asLong() == requests);
        return bench.statsOf(service, 0);
    }

    private void assertLivesOn(MicroService service) {
        service.addEndpoint("alive", request -> request.respond("yes"));
        assertThat(Replies.text(bench.call("alive"))).isEqualTo("yes");
        assertThat(bench.connection().getStatus()).isEqualTo(Connection.Status.CONNECTED);
    }

    @Test
    void case37_anErrorHasCodeDescriptionBodyAndHeaders() {
        start(request -> request.respondError(
                new ServiceException(500, "oops").withBody(BODY).withHeaders(new Headers().put("key", "value"))));

        Message reply = bench.call("fail");

        Replies.assertError(reply, 500, "oops");
        assertThat(reply.getHeaders().keySet()).containsExactlyInAnyOrder(Replies.ERROR, Replies.ERROR_CODE, "key");
        assertThat(Replies.header(reply, "key")).isEqualTo("value");
        assertThat(reply.getData()).isEqualTo(BODY);
    }

    @Test
    void case38_anErrorWithoutBodyHasAnEmptyOne() {
        start(request -> request.respondError(404, "not found"));

        Message reply = bench.call("fail");

        Replies.assertError(reply, 404, "not found");
        assertThat(reply.getHeaders().keySet()).containsExactlyInAnyOrder(Replies.ERROR, Replies.ERROR_CODE);
        assertThat(reply.getData()).isEmpty();
    }

    @Test
    void anErrorWithABodyCarriesIt() {
        start(request -> request.respondError(422, "unprocessable", BODY));

        Message reply = bench.call("fail");

        Replies.assertError(reply, 422, "unprocessable");
        assertThat(reply.getData()).isEqualTo(BODY);
    }

    @Test
    void case39_aBlankDescriptionIsRefusedLocallyAndTheRequestCanStillBeAnswered() throws InterruptedException {
        AtomicReference<Throwable> refused = new AtomicReference<>();
        start(request -> {
            refused.set(catchThrowable(() -> request.respondError(500, " ")));
            request.respond("fine");
        });

        Subscription replies = bench.send("fail", "");

        Message reply = Bench.next(replies);
        Replies.assertNoError(reply);
        assertThat(Replies.text(reply)).isEqualTo("fine");
        assertThat(refused.get()).isInstanceOf(IllegalArgumentException.class);
        bench.settle();
        Replies.assertNoMore(replies);
    }

    @Test
    void case41_aThrowingHandlerIsAnsweredWith500AndTheServiceLivesOn() {
        MicroService service = start(request -> {
            throw new IllegalStateException("boom");
        });

        Message reply = bench.call("fail");

        assertNeutral500(reply);
        assertThat(awaitCounted(service, 1).path("num_errors").asLong()).isEqualTo(1);
        assertLivesOn(service);
    }

    @Test
    void aCheckedExceptionIsAnsweredWith500() {
        MicroService service = start(request -> {
            throw new IOException("boom");
        });

        assertNeutral500(bench.call("fail"));
        assertLivesOn(service);
    }

    @Test
    void anErrorOfTheMachineIsAnsweredWith500() {
        MicroService service = start(request -> {
            throw new StackOverflowError("boom");
        });

        assertNeutral500(bench.call("fail"));
        assertThat(awaitCounted(service, 1).path("num_errors").asLong()).isEqualTo(1);
        assertLivesOn(service);
    }

    @Test
    void anInterruptedHandlerIsAnsweredWith500AndTheServiceLivesOn() {
        MicroService service = start(request -> {
            Thread.currentThread().interrupt();
            throw new InterruptedException("boom");
        });

        for (int i = 0; i < 50; i++) {
            assertNeutral500(bench.call("fail"));
        }
        assertLivesOn(service);
    }

    @Test
    void aHandlerThatLeavesItsThreadInterruptedDisturbsNobody() {
        start(request -> {
            Thread.currentThread().interrupt();
            request.respond("ok");
        });

        for (int i = 0; i < 50; i++) {
            assertThat(Replies.text(bench.call("fail"))).isEqualTo("ok");
        }
    }

    private static void assertNeutral500(Message reply) {
        assertThat(Replies.errorCode(reply)).isEqualTo("500");
        assertThat(Replies.error(reply)).isNotBlank().doesNotContain("boom").doesNotContain("Exception");
        assertThat(Replies.text(reply)).doesNotContain("boom").doesNotContain("Exception");
    }

    @Test
    void case42_aThrownServiceExceptionIsAnsweredWithItsCodeAndDescription() {
        MicroService service = start(request -> {
            throw new ServiceException(1210, "something");
        });

        Message reply = bench.call("fail");

        Replies.assertError(reply, 1210, "something");
        assertThat(reply.getData()).isEmpty();
        assertThat(awaitCounted(service, 1).path("last_error").asText()).isEqualTo("1210:something");
    }

    @Test
    void case42_aThrownServiceExceptionWithABodyAndHeadersIsAnsweredWithThem() {
        start(request -> {
            throw new ServiceException(1210, "something", new IOException("secret"))
                    .withBody(BODY)
                    .withHeaders(new Headers().put("key", "value"));
        });

        Message reply = bench.call("fail");

        Replies.assertError(reply, 1210, "something");
        assertThat(Replies.header(reply, "key")).isEqualTo("value");
        assertThat(reply.getData()).isEqualTo(BODY);
        assertThat(reply.getHeaders().entrySet().toString()).doesNotContain("secret");
    }

    @Test
    void theValuesOfTheFrameworkWinOverHeadersOfTheSameName() {
        Headers headers = new Headers()
                .add(Replies.ERROR, "mine", "mine too")
                .add(Replies.ERROR_CODE, "1")
                .add("nats-service-error-code", "2");
        start(request -> request.respondError(new ServiceException(409, "conflict").withHeaders(headers)));

        Message reply = bench.call("fail");

        assertThat(reply.getHeaders().get(Replies.ERROR)).containsExactly("conflict");
        assertThat(reply.getHeaders().get(Replies.ERROR_CODE)).containsExactly("409");
        assertThat(reply.getHeaders().getIgnoreCase(Replies.ERROR_CODE)).containsExactly("409");
    }

    @Test
    void anExceptionAfterAReplyLeavesTheReplyAndCountsAsOneError() throws InterruptedException {
        MicroService service = start(request -> {
            request.respond("done");
            throw new IllegalStateException("boom");
        });

        Subscription replies = bench.send("fail", "");

        assertThat(Replies.text(Bench.next(replies))).isEqualTo("done");
        assertThat(awaitCounted(service, 1).path("num_errors").asLong()).isEqualTo(1);
        bench.settle();
        Replies.assertNoMore(replies);
    }

    @Test
    void anExceptionAfterAnErrorReplyCountsOnce() throws InterruptedException {
        MicroService service = start(request -> {
            request.respondError(400, "first");
            throw new IllegalStateException("boom");
        });

        Subscription replies = bench.send("fail", "");

        Replies.assertError(Bench.next(replies), 400, "first");
        assertThat(awaitCounted(service, 1).path("num_errors").asLong()).isEqualTo(1);
        bench.settle();
        Replies.assertNoMore(replies);
    }
}
