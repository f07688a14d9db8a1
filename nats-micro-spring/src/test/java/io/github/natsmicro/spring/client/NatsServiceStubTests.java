// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.ServiceException;
import io.github.natsmicro.client.RequestMany;
import io.github.natsmicro.spring.contract.Reply;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.ParameterizedTypeReference;

/** A stub as a NATS client sees it on the wire. */
class NatsServiceStubTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    @RegisterExtension
    static final ClientBench bench = new ClientBench();

    private String subject = "";

    @BeforeEach
    void choose() {
        subject = bench.subject();
    }

    private static CompletableFuture<Message> request(String subject, String body) {
        return bench.caller().request(subject, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Message reply(String subject) throws Exception {
        return request(subject, "").get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private static String text(Message message) {
        return new String(message.getData(), StandardCharsets.UTF_8);
    }

    private static String error(Message message) {
        return message.getHeaders().getFirst("Nats-Service-Error-Code") + ":"
                + message.getHeaders().getFirst("Nats-Service-Error");
    }

    @Test
    void anObject() throws Exception {
        bench.service().when(subject).reply(Order.TEA);

        Message reply = reply(subject);
        assertThat(text(reply)).isEqualTo("{\"item\":\"tea\",\"quantity\":3}");
        assertThat(reply.hasHeaders()).isFalse();
    }

    @Test
    void aReplyWithHeaders() throws Exception {
        bench.service().when(subject).reply(Reply.of("text").header("A", "1", "2"));

        Message reply = reply(subject);
        assertThat(text(reply)).isEqualTo("text");
        assertThat(reply.getHeaders().get("A")).containsExactly("1", "2");
    }

    @Test
    void theContentTypeWhereItIsAskedFor() throws Exception {
        bench.service().when(subject).reply(Order.TEA);
        Message reply = bench.caller()
                .request(subject, new Headers().put("Accept", "application/json"), new byte[0])
                .get(SOON.toSeconds(), TimeUnit.SECONDS);

        assertThat(reply.getHeaders().getFirst("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void anError() throws Exception {
        bench.service().when(subject).error(409, "Already there", Order.TEA);

        Message reply = reply(subject);
        assertThat(reply.getHeaders().getFirst("Nats-Service-Error")).isEqualTo("Already there");
        assertThat(reply.getHeaders().getFirst("Nats-Service-Error-Code")).isEqualTo("409");
        assertThat(text(reply)).isEqualTo("{\"item\":\"tea\",\"quantity\":3}");
    }

    @Test
    void aStreamAndItsEnd() {
        bench.service().when(subject).stream("1", "2");

        assertThat(RequestMany.on(bench.caller()).maxMessages(3).request(subject, new byte[0]))
                .extracting(NatsServiceStubTests::text)
                .containsExactly("1", "2", "");
    }

    @Test
    void aStreamThatAnErrorBreaksOff() {
        bench.service().when(subject).stream("1", Reply.error(500, "Broken"));

        List<Message> replies =
                RequestMany.on(bench.caller()).stall(Duration.ofMillis(50)).request(subject, new byte[0]);
        assertThat(replies).hasSize(2);
        assertThat(replies.get(1).getHeaders().getFirst("Nats-Service-Error")).isEqualTo("Broken");
    }

    @Test
    void whatIsMadeOfTheRequest() throws Exception {
        bench.service().when(subject + ".*").answer(request -> request.subject() + request.body(String.class));

        assertThat(text(request(subject + ".42", "!").get(SOON.toSeconds(), TimeUnit.SECONDS)))
                .isEqualTo(subject + ".42!");
    }

    @Test
    void answersComeInTheirOrderAndTheLastStays() throws Exception {
        bench.service().when(subject).reply("1").reply("2");

        assertThat(text(reply(subject))).isEqualTo("1");
        assertThat(text(reply(subject))).isEqualTo("2");
        assertThat(text(reply(subject))).isEqualTo("2");
    }

    @Test
    void whatIsSaidLaterIsInPlaceOfWhatWasSaid() throws Exception {
        bench.service().when(subject).reply("1");
        bench.service().when(subject).reply("2");

        assertThat(text(reply(subject))).isEqualTo("2");
        assertThat(bench.service().requests(subject)).hasSize(1);
    }

    @Test
    void anAnswerThatTakesTime() {
        bench.service().when(subject).after(Duration.ofMillis(100)).reply("late");
        long start = System.nanoTime();

        assertThat(request(subject, "")).succeedsWithin(SOON);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void nothingIsNoAnswer() {
        bench.service().when(subject).nothing().reply("second");
        CompletableFuture<Message> first = request(subject, "");

        assertThat(request(subject, ""))
                .succeedsWithin(SOON)
                .extracting(NatsServiceStubTests::text)
                .isEqualTo("second");
        assertThat(first).isNotDone();
    }

    @Test
    void requestsAreKept() {
        bench.service().when(subject + ".{id}").reply("");
        bench.caller()
                .publish(
                        subject + ".42",
                        new Headers().put("A", "1"),
                        "[{\"item\":\"tea\",\"quantity\":3}]".getBytes(StandardCharsets.UTF_8));
        await().until(() -> !bench.service().requests(subject + ".{id}").isEmpty());

        assertThat(bench.service().requests(subject + ".*")).singleElement().satisfies(request -> {
            assertThat(request.subject()).isEqualTo(subject + ".42");
            assertThat(request.header("a")).isEqualTo("1");
            assertThat(request.expectsReply()).isFalse();
            assertThat(request.body(new ParameterizedTypeReference<List<Order>>() {}))
                    .containsExactly(Order.TEA);
        });
        assertThat(bench.service().requests()).isNotEmpty();
    }

    @Test
    void whereSubjectsOverlapTheLastAnswersOnce() {
        bench.service().when(subject + ".a").reply("first");
        bench.service().when(subject + ".*").reply("second");
        bench.service().when(subject + ".>").reply("third");
        bench.service().when(subject + ".*").reply("last");

        assertThat(RequestMany.on(bench.caller()).stall(Duration.ofMillis(50)).request(subject + ".a", new byte[0]))
                .extracting(NatsServiceStubTests::text)
                .containsExactly("last");
        assertThat(request(subject + ".a.b", ""))
                .succeedsWithin(SOON)
                .extracting(NatsServiceStubTests::text)
                .isEqualTo("third");
        assertThat(bench.service().requests(subject + ".a")).hasSize(1);
        assertThat(bench.service().requests(subject + ".{id}")).hasSize(1);
        assertThat(bench.service().requests(subject + ".{*rest}")).hasSize(2);
    }

    record Broken(String text) {

        @Override
        public String text() {
            throw new IllegalStateException("third");
        }
    }

    @Test
    void aRequestThatComesBeforeTheFirstAnswerWaitsForIt() {
        StubAnswers answers = bench.service().when(subject);
        CompletableFuture<Message> early = request(subject, "");
        bench.onlyRequest(subject);
        answers.reply("late");

        assertThat(early)
                .succeedsWithin(SOON)
                .extracting(NatsServiceStubTests::text)
                .isEqualTo("late");
    }

    @Test
    void whatAnAnswerThrowsIsSeenByTheCallerAndThrownAtTheEnd() {
        NatsServiceStub stub = NatsServiceStub.on(bench.caller(), ClientBench.CODECS);
        AssertionError mistake = new AssertionError("not expected");
        stub.when(subject)
                .answer(request -> {
                    throw mistake;
                })
                .after(Duration.ofMillis(1))
                .answer(request -> {
                    throw new IllegalArgumentException("second");
                })
                .reply(new Broken(""));

        assertThat(request(subject, ""))
                .succeedsWithin(SOON)
                .extracting(NatsServiceStubTests::error)
                .isEqualTo("500:The stub could not make its answer: java.lang.AssertionError: not expected");
        assertThat(request(subject, ""))
                .succeedsWithin(SOON)
                .extracting(NatsServiceStubTests::error)
                .isEqualTo("500:The stub could not make its answer: java.lang.IllegalArgumentException: second");
        assertThat(request(subject, ""))
                .succeedsWithin(SOON)
                .extracting(NatsServiceStubTests::error)
                .asString()
                .startsWith("500:The stub could not make its answer: ");
        assertThatIllegalStateException()
                .isThrownBy(stub::close)
                .withMessage("The answer to the request on \"%s\" could not be made: %s", subject, mistake)
                .withCause(mistake);
        assertThatNoException().isThrownBy(stub::close);
    }

    @Test
    void aServiceExceptionIsAnError() throws Exception {
        bench.service().when(subject).answer(request -> {
            throw new ServiceException(404, "Not there").withBody("body".getBytes(StandardCharsets.UTF_8));
        });

        Message reply = reply(subject);
        assertThat(error(reply)).isEqualTo("404:Not there");
        assertThat(text(reply)).isEqualTo("body");
    }

    @Test
    void aSubjectOfWhichItKnowsNothingHasNoResponders() {
        assertThat(request(subject, "")).failsWithin(SOON).withThrowableOfType(CancellationException.class);
    }

    @Test
    void aClosedStubAnswersNoMoreAndLeavesTheConnectionOpen() {
        NatsServiceStub stub = NatsServiceStub.on(bench.caller(), ClientBench.CODECS);
        stub.when(subject).reply("");
        assertThat(request(subject, "")).succeedsWithin(SOON);
        stub.close();
        stub.close();

        assertThat(request(subject, "")).failsWithin(SOON).withThrowableOfType(CancellationException.class);
        assertThat(bench.caller().getStatus()).isEqualTo(Connection.Status.CONNECTED);
    }

    @Test
    void whatIsNoSubjectIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> bench.service().when("a b"));
    }
}
