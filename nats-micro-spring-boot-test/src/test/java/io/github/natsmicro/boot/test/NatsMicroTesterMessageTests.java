// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.natsmicro.EndpointOptions;
import io.github.natsmicro.MicroService;
import io.github.natsmicro.ReplyStream;
import io.github.natsmicro.ServiceException;
import io.github.natsmicro.codec.DefaultJsonMapper;
import io.github.natsmicro.codec.Jackson2PayloadCodec;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.transport.inprocess.InProcessTransport;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a failed assertion says. */
class NatsMicroTesterMessageTests {

    private static final InProcessTransport TRANSPORT = new InProcessTransport();

    private static final MicroService SERVICE = MicroService.builder(TRANSPORT.connection(), "texts", "1.0.0")
            .addEndpoint(
                    "good",
                    request -> request.respond(
                            "{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                            new Headers().add("Kind", "plain")))
            .addEndpoint("bytes", request -> request.respond(new byte[] {(byte) 0xff, 0}))
            .addEndpoint("bad", request -> {
                throw new ServiceException(404, "Gone by 100%");
            })
            .addEndpoint("silent", request -> {})
            .addEndpoint("stream", request -> {
                ReplyStream stream = request.openStream();
                stream.send("one");
                stream.send("two");
                throw new ServiceException(507, "Full");
            })
            .addEndpoint("twin", EndpointOptions.defaults().subject("twin.1"), request -> {})
            .addEndpoint("twin", EndpointOptions.defaults().subject("twin.2"), request -> {})
            .build()
            .start();

    private final NatsMicroTester tester = NatsMicroTester.create(
                    TRANSPORT.connection(),
                    PayloadCodecs.of(new Jackson2PayloadCodec(DefaultJsonMapper.create(), "JSON")),
                    () -> List.of(SERVICE))
            .timeout(Duration.ofMillis(300));

    @AfterAll
    static void stop() {
        SERVICE.close();
        TRANSPORT.close();
    }

    @BeforeEach
    void reset() {
        tester.resetStats();
    }

    private static void assertFails(ThrowingCallable assertion, String message) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessage(message);
    }

    @Test
    void anErrorInsteadOfAReplyIsShown() {
        assertFails(() -> assertThat(tester.request("bad")).isReply(), """
                Expecting the request to "bad" to get a good reply, but it got the error 404 "Gone by 100%":
                  no headers
                  empty body""");
    }

    @Test
    void aReplyInsteadOfAnErrorIsShown() {
        assertFails(() -> assertThat(tester.request("good")).isError(404), """
                Expecting the request to "good" to get the error 404, but it got a good reply:
                  Kind: plain
                  {"a":1}""");
    }

    @Test
    void anotherErrorIsShown() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(tester.request("bad")).isError(400))
                .withMessageStartingWith(
                        "Expecting the request to \"bad\" to get the error 400, but it got the error 404 \"Gone by 100%\":");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(tester.request("bad")).isError(404).hasDescription("Gone"))
                .withMessageStartingWith(
                        "Expecting the request to \"bad\" to get an error \"Gone\", but it got the error 404");
    }

    @Test
    void theAbsenceOfAReplyIsToldFromOneThatIsLate() {
        assertThat(tester.request("nowhere")).hasNoResponders();
        assertThat(tester.request("silent")).isTimedOut();
        assertFails(
                () -> assertThat(tester.request("nowhere")).isReply(),
                "Expecting the request to \"nowhere\" to get a good reply, but it got no reply, as nobody listens on the"
                        + " subject.");
        assertFails(
                () -> assertThat(tester.request("silent")).hasText("x"),
                "Expecting the request to \"silent\" to get a reply, but it got no reply in time.");
    }

    @Test
    void headersAreShown() {
        assertThat(tester.request("good")).hasHeader("kind").doesNotHaveHeader("other");
        assertFails(() -> assertThat(tester.request("good")).hasHeader("Kind", "fancy"), """
                Expecting the request to "good" to get a header Kind: fancy, but it got a good reply:
                  Kind: plain
                  {"a":1}""");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(tester.request("bytes")).hasContentType("image/png"))
                .withMessageEndingWith("no headers\n  body of 2 bytes, which are no text");
    }

    @Test
    void aBodyThatCanNotBeReadIsShown() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(tester.request("good")).bodyAs(Integer.class))
                .withMessageStartingWith("Expecting the request to \"good\" to get a body that is java.lang.Integer (")
                .withMessageEndingWith("{\"a\":1}");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(tester.request("good")).text().isEqualTo("x"))
                .withMessageStartingWith("[the body of the reply from \"good\"]");
    }

    @Test
    void aStreamIsShownWithItsEnd() {
        assertFails(() -> assertThat(tester.request("stream").stream()).isComplete(), """
                Expecting the stream from "stream" to come to its proper end, but after 2 elements it ended with the error 507 "Full":
                  one
                  two""");
        assertFails(
                () -> assertThat(tester.request("nowhere").stream()).hasElements(1),
                "Expecting the stream from \"nowhere\" to have 1 elements, but after 0 elements nobody listens on the"
                        + " subject.");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(tester.request("stream").stream(1))
                        .elements(String.class)
                        .containsExactly("two"))
                .withMessageStartingWith("[the elements of the stream from \"stream\" (it was left before its end)]");
    }

    @Test
    void whatIsCountedIsShown() {
        assertThat(tester.request("bad")).isError();
        assertFails(
                () -> assertThat(tester.stats("texts", "bad")).hasRequests(2),
                "Expecting the endpoint \"bad\" of the service \"texts\" to have counted 2 requests, but it has counted 1"
                        + " requests and 1 errors; the last error is \"404:Gone by 100%\".");
        tester.resetStats();
        assertThat(tester.stats("texts", "bad")).hasNoRequests();
    }

    @Test
    void anUnknownEndpointIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tester.stats("texts", "gone"))
                .withMessageStartingWith(
                        "There is no endpoint \"gone\" in the service \"texts\". There are good on good");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tester.stats("text", "good"))
                .withMessage(
                        "There is no endpoint \"good\" in the service \"text\". There are no endpoints of a service"
                                + " with that name.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tester.stats("texts", "twin"))
                .withMessageStartingWith("There is more than one endpoint \"twin\" in the service \"texts\".");
        assertThat(tester.stats("texts", "twin.2")).hasNoRequests();
    }
}
