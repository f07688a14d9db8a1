// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.natsmicro.client.NoRespondersException;
import io.github.natsmicro.client.RequestException;
import io.github.natsmicro.client.RequestTimeoutException;
import io.github.natsmicro.codec.PayloadCodecException;
import io.github.natsmicro.spring.contract.Reply;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ParameterizedTypeReference;

/** Requests with one reply that their caller waits for. */
class NatsTemplateTests {

    @RegisterExtension
    static final ClientBench bench = new ClientBench();

    private final NatsTemplate template = bench.template();
    private String subject = "";

    @BeforeEach
    void choose() {
        subject = bench.subject();
    }

    private NatsServiceStub.Received received() {
        return bench.onlyRequest(subject);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void anObjectForAnObject() {
        bench.service().when(subject).reply(Order.RICE);

        assertThat(template.request(subject, Order.TEA, Order.class)).isEqualTo(Order.RICE);
        assertThat(text(received().body())).isEqualTo("{\"item\":\"tea\",\"quantity\":3}");
    }

    @Test
    void aGenericType() {
        bench.service().when(subject).reply(List.of(Order.TEA, Order.RICE));

        assertThat(template.request(subject, null, new ParameterizedTypeReference<List<Order>>() {}))
                .containsExactly(Order.TEA, Order.RICE);
        assertThat(received().body()).isEmpty();
    }

    @Test
    void bytesAndTextAreNotTouched() {
        bench.service().when(subject).answer(NatsServiceStub.Received::body);

        assertThat(template.request(subject, new byte[] {0, -1}, byte[].class)).containsExactly(0, -1);
        assertThat(template.request(subject, "Grüße", String.class)).isEqualTo("Grüße");
    }

    @Test
    void anEmptyReplyIsNullOrWhatBytesAndTextMakeOfIt() {
        bench.service().when(subject).reply(null);

        assertThat(template.request(subject, null, Order.class)).isNull();
        assertThat(template.request(subject, null, byte[].class)).isEmpty();
        assertThat(template.request(subject, null, String.class)).isEmpty();
    }

    @Test
    void aPlainRequestHasNoHeaderButTheTimeThatTheCallerWaits() {
        bench.service().when(subject).reply("");
        template.request(subject, Order.TEA, String.class);

        assertThat(received().headers().keySet()).containsExactly("Request-Timeout");
        assertThat(Integer.parseInt(String.valueOf(received().header("Request-Timeout"))))
                .isBetween(4_000, 5_000);
    }

    @Test
    void headersGoAlong() {
        bench.service().when(subject).reply("");
        template.request(subject)
                .header("Trace", "1", "2")
                .headers(new Headers().put("Key", "k"))
                .retrieve(String.class);

        assertThat(received().headers().get("Trace")).containsExactly("1", "2");
        assertThat(received().header("Key")).isEqualTo("k");
    }

    @Test
    void aRequestThatIsPutTogetherDoesNotChange() {
        bench.service().when(subject).reply("");
        NatsRequestSpec plain = template.request(subject);
        NatsRequestSpec unused = plain.header("Trace", "1").body(Order.TEA).timeout(Duration.ofMillis(1));
        plain.retrieve(String.class);

        assertThat(received().headers().keySet()).containsExactly("Request-Timeout");
        assertThat(received().body()).isEmpty();
    }

    @Test
    void contentTypeAndAcceptAreDeclaredWhereTheyAreAskedFor() {
        bench.service().when(subject).reply(Order.TEA);
        Reply<Order> reply = template.request(subject)
                .contentType("application/json")
                .accept("application/json")
                .body(Order.RICE)
                .exchange(Order.class);

        assertThat(received().header("Content-Type")).isEqualTo("application/json");
        assertThat(received().header("Accept")).isEqualTo("application/json");
        assertThat(reply.headers().getFirst("Content-Type")).isEqualTo("application/json");
        assertThat(reply.body()).isEqualTo(Order.TEA);
    }

    @Test
    void aContentTypeThatNoCodecWritesIsNotSent() {
        assertThatExceptionOfType(PayloadCodecException.class)
                .isThrownBy(() -> template.request(subject)
                        .contentType("application/xml")
                        .body(Order.TEA)
                        .retrieve(String.class))
                .withMessage("No codec writes the content type \"application/xml\" of the request to \"%s\"."
                        .formatted(subject));
    }

    @Test
    void theReplyIsReadByItsOwnContentType() {
        bench.service().when(subject).reply(Reply.of("<order/>").header("Content-Type", "application/xml"));

        assertThatExceptionOfType(UnreadableReplyException.class)
                .isThrownBy(() -> template.request(subject, null, Order.class))
                .withMessage("The reply from \"%s\" can not be read as %s: No codec reads the content type"
                                .formatted(subject, Order.class.getName())
                        + " \"application/xml\".")
                .satisfies(
                        failure -> assertThat(failure.reply().body()).asString().isEqualTo("<order/>"));
    }

    @Test
    void whatIsNotReadableIsAnExceptionWithASentence() {
        bench.service().when(subject).reply("{\"item\":");

        assertThatExceptionOfType(UnreadableReplyException.class)
                .isThrownBy(() -> template.request(subject, null, Order.class))
                .isInstanceOf(RequestException.class)
                .withMessageStartingWith("The reply from \"%s\" can not be read as ".formatted(subject));
    }

    @Test
    void anErrorIsAnExceptionWithCodeDescriptionAndBody() {
        bench.service().when(subject).error(409, "Already there", Order.TEA);

        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() -> template.request(subject, null, Order.class))
                .withMessage("The service on \"%s\" answered with the error 409: Already there", subject)
                .satisfies(error -> {
                    assertThat(error.code()).isEqualTo(409);
                    assertThat(error.description()).isEqualTo("Already there");
                    assertThat(error.body(Order.class)).isEqualTo(Order.TEA);
                    assertThat(error.body(new ParameterizedTypeReference<Map<String, Object>>() {}))
                            .containsEntry("item", "tea");
                    assertThat(error.body(String.class)).startsWith("{");
                });
    }

    @Test
    void anErrorWithoutBodyHasNone() {
        bench.service().when(subject).error(404, "Not there");

        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() -> template.request(subject, null, Order.class))
                .satisfies(error -> {
                    assertThat(error.body(Order.class)).isNull();
                    assertThat(error.body(String.class)).isEmpty();
                });
    }

    @Test
    void aBodyOfAnErrorThatIsNotReadableIsAnExceptionWithASentence() {
        bench.service().when(subject).error(400, "Bad", "no JSON");

        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() -> template.request(subject, null, Order.class))
                .satisfies(error -> assertThatExceptionOfType(UnreadableReplyException.class)
                        .isThrownBy(() -> error.body(Order.class))
                        .withMessageStartingWith("The reply from \"%s\" can not be read as ".formatted(subject)));
    }

    @Test
    void theWholeReplyHasHeaders() {
        bench.service().when(subject).reply(Reply.of(Order.TEA).header("Version", "7"));
        Reply<Order> reply = template.request(subject).exchange(Order.class);

        assertThat(reply.isError()).isFalse();
        assertThat(reply.body()).isEqualTo(Order.TEA);
        assertThat(reply.headers().getFirst("Version")).isEqualTo("7");
    }

    @Test
    void anErrorIsAWholeReplyToo() {
        bench.service().when(subject).error(409, "Already there", "details");

        Reply<Order> reply = template.request(subject).exchange(Order.class);
        assertThat(reply.isError()).isTrue();
        assertThat(reply.code()).isEqualTo(409);
        assertThat(reply.description()).isEqualTo("Already there");
        assertThat(reply.body()).isNull();
        assertThat(template.request(subject).exchange(String.class).body()).isEqualTo("details");
    }

    @Test
    void nobodyListens() {
        assertThatExceptionOfType(NoRespondersException.class)
                .isThrownBy(() -> template.request(subject, null, Order.class));
    }

    @Test
    void aTimeoutPerRequest() {
        bench.service().when(subject).nothing();

        assertThatExceptionOfType(RequestTimeoutException.class)
                .isThrownBy(() ->
                        template.request(subject).timeout(Duration.ofMillis(60)).retrieve(Order.class));
        assertThat(Integer.parseInt(String.valueOf(received().header("Request-Timeout"))))
                .isBetween(1, 60);
    }

    @Test
    void aTimeoutForAll() {
        bench.service().when(subject).nothing();
        NatsTemplate impatient = bench.builder().timeout(Duration.ofMillis(60)).build();

        assertThatExceptionOfType(RequestTimeoutException.class)
                .isThrownBy(() -> impatient.request(subject, null, Order.class));
    }

    @Test
    void aTimeoutOfNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> bench.builder().timeout(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        template.request(subject).timeout(Duration.ofMillis(-1)).retrieve(String.class));
    }

    @Test
    void aMessageThatAsksForNoReply() {
        bench.service().when(subject).reply("never sent");
        template.send(subject, Order.TEA);

        assertThat(received().expectsReply()).isFalse();
        assertThat(received().body(Order.class)).isEqualTo(Order.TEA);
        assertThat(received().headers().keySet()).isEmpty();
    }

    @Test
    void aVariableOfTheSubject() {
        bench.service().when(subject + ".{id}").answer(NatsServiceStub.Received::subject);

        assertThat(template.request(subject + ".{id}").variable("id", 42).retrieve(String.class))
                .isEqualTo(subject + ".42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a.b", "*", ">", "a*", "a\r\nPUB x 0"})
    void aValueThatIsNotOneTokenIsNotSent(String value) {
        NatsRequestSpec request = template.request("orders.get.{id}").variable("id", value);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.retrieve(String.class))
                .withMessageStartingWith("The value \"")
                .withMessageContaining(" of the variable {id} ");
    }

    @Test
    void aVariableWithoutValueIsNotSent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.request("orders.get.{id}").retrieve(String.class))
                .withMessage("The variable {id} of the subject \"orders.get.{id}\" has no value.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a..b", "orders.*", "orders.>"})
    void aSubjectThatCanNotBeSentToIsRefused(String refused) {
        assertThatIllegalArgumentException().isThrownBy(() -> template.request(refused, null, String.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", " "})
    void aValueThatIsNoTokenIsShownOnOneLineAndNotWhole(String wrong) {
        String value = "a" + wrong + "\r\n\u2028\u202e\u001b" + "b".repeat(10_000);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.request(subject + ".{id}")
                        .variable("id", value)
                        .retrieve(String.class))
                .withMessageStartingWith(
                        "The value \"a" + wrong + "?????" + "b".repeat(57) + "...\" of the variable {id}")
                .withNoCause();
    }

    @Test
    void oneInstanceIsAddressedByItsId() {
        bench.service().when(subject + ".*").answer(NatsServiceStub.Received::subject);

        assertThat(template.request(subject).instance("ID7").retrieve(String.class))
                .isEqualTo(subject + ".ID7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.request(subject).instance("a.b").retrieve(String.class))
                .withMessage("The value \"a.b\" of the id of the instance has a dot in it, and must be one token of a"
                        + " subject.");
    }

    @Test
    void aThreadThatIsInterruptedKeepsItsFlag() {
        bench.service().when(subject).nothing();
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(RequestException.class)
                    .isThrownBy(() -> template.request(subject, null, Order.class));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
