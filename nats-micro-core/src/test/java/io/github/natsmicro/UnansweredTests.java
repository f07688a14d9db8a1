// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.Subscription;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests that nobody waits for, and requests that nobody answers. */
class UnansweredTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private JsonNode awaitCounted(MicroService service, long requests) {
        await().atMost(Bench.PATIENCE)
                .until(() -> bench.statsOf(service, 0).path("num_requests").asLong() == requests);
        return bench.statsOf(service, 0);
    }

    @Test
    void aHandlerThatDoesNotAnswerIsCountedAndIsNoError() throws InterruptedException {
        MicroService service = bench.start(bench.service("silent").addEndpoint("quiet", request -> {}));

        Subscription replies = bench.send("quiet", "");

        JsonNode stats = awaitCounted(service, 1);
        assertThat(stats.path("num_errors").asLong()).isZero();
        assertThat(stats.path("last_error").asText()).isEmpty();
        bench.settle();
        Replies.assertNoMore(replies);
    }

    @Test
    void aRequestWithoutReplySubjectIsHandledAndCountedAndIsNoError() {
        AtomicReference<Boolean> expectsReply = new AtomicReference<>();
        MicroService service = bench.start(
                bench.service("fire").addEndpoint("forget", request -> expectsReply.set(request.expectsReply())));

        bench.client().publish("forget", new byte[] {1});

        JsonNode stats = awaitCounted(service, 1);
        assertThat(stats.path("num_errors").asLong()).isZero();
        assertThat(expectsReply.get()).isFalse();
    }

    @Test
    void aRequestWithReplySubjectExpectsAReply() {
        bench.start(bench.service("asked")
                .addEndpoint("asks", request -> request.respond(String.valueOf(request.expectsReply()))));

        assertThat(Replies.text(bench.call("asks"))).isEqualTo("true");
    }

    @Test
    void aReplyThatNobodyExpectsIsRefusedAndCountsAsAnError() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        MicroService service = bench.start(bench.service("fire")
                .addEndpoint("forget", request -> failure.set(catchThrowable(() -> request.respond("nobody")))));

        bench.client().publish("forget", new byte[0]);

        JsonNode stats = awaitCounted(service, 1);
        assertThat(failure.get())
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(ReplyException.Reason.NOT_EXPECTED));
        assertThat(stats.path("num_errors").asLong()).isEqualTo(1);
        assertThat(stats.path("last_error").asText()).matches("\\d+:.+");
    }

    @Test
    void aReplyThatNobodyExpectsAndThatTheHandlerLetsEscapeCountsOnce() {
        MicroService service =
                bench.start(bench.service("fire").addEndpoint("forget", request -> request.respond("nobody")));

        bench.client().publish("forget", new byte[0]);

        JsonNode stats = awaitCounted(service, 1);
        assertThat(stats.path("num_errors").asLong()).isEqualTo(1);
    }

    @Test
    void aFailureWithoutReplySubjectCountsAsAnError() {
        MicroService service = bench.start(bench.service("fire").addEndpoint("forget", request -> {
            throw new ServiceException(418, "teapot");
        }));

        bench.client().publish("forget", new byte[0]);

        JsonNode stats = awaitCounted(service, 1);
        assertThat(stats.path("num_errors").asLong()).isEqualTo(1);
        assertThat(stats.path("last_error").asText()).isEqualTo("418:teapot");
    }

    @Test
    void requestsWithoutReplySubjectDisturbNoOtherRequest() {
        MicroService service =
                bench.start(bench.service("mixed").addEndpoint("mixed", request -> request.respond(request.data())));

        for (int i = 0; i < 20; i++) {
            bench.client().publish("mixed", new byte[0]);
            assertThat(Replies.text(bench.call("mixed", "call " + i))).isEqualTo("call " + i);
        }

        JsonNode stats = awaitCounted(service, 40);
        assertThat(stats.path("num_errors").asLong()).isEqualTo(20);
    }
}
