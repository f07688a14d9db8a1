// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long a stream may take as a whole. */
class RequesterStreamTimeoutTests {

    private static final byte[] NOTHING = new byte[0];

    private final Responder responder = new Responder();
    private final Connection caller = NatsServer.shared().connect();
    private final Requester requester = Requester.on(caller);

    @AfterEach
    void close() throws InterruptedException {
        responder.close();
        caller.close();
    }

    @Test
    void theTimeIsToldToTheService() {
        responder.answer("1", "");

        try (Stream<Message> elements =
                requester.streamTimeout(Duration.ofMillis(2_500)).stream(responder.subject(), NOTHING)) {
            assertThat(elements).hasSize(1);
        }
        assertThat(responder.awaitRequest().getHeaders().getLast("Request-Timeout"))
                .isEqualTo("2500");
    }

    @Test
    void aHeaderOfTheCallersOwnIsKept() {
        responder.answer("");

        try (Stream<Message> elements = requester.streamTimeout(Duration.ofSeconds(5)).stream(
                responder.subject(), new Headers().put("Request-Timeout", "77"), NOTHING)) {
            assertThat(elements).isEmpty();
        }
        assertThat(responder.awaitRequest().getHeaders().getLast("Request-Timeout"))
                .isEqualTo("77");
    }

    @Test
    void withoutItNothingIsTold() {
        responder.answer("");

        try (Stream<Message> elements = requester.stream(responder.subject(), NOTHING)) {
            assertThat(elements).isEmpty();
        }
        assertThat(responder.awaitRequest().hasHeaders()).isFalse();
    }

    @Test
    void aStreamThatTakesLongerIsAnError() {
        responder.answer("1", "2");

        try (Stream<Message> elements =
                requester.streamTimeout(Duration.ofMillis(100)).stream(responder.subject(), NOTHING)) {
            Iterator<Message> iterator = elements.iterator();
            assertThat(Responder.text(iterator.next())).isEqualTo("1");
            assertThat(Responder.text(iterator.next())).isEqualTo("2");
            assertThatExceptionOfType(RequestTimeoutException.class)
                    .isThrownBy(iterator::hasNext)
                    .withMessage("The stream from \"%s\" had not ended within 100 ms.".formatted(responder.subject()));
        }
        responder.awaitUnsubscribed(responder.awaitRequest());
    }

    @Test
    void theWaitForEachElementIsStillBounded() {
        responder.answer("1");

        try (Stream<Message> elements =
                requester.timeout(Duration.ofMillis(50)).streamTimeout(Duration.ofSeconds(20)).stream(
                        responder.subject(), NOTHING)) {
            assertThatExceptionOfType(RequestTimeoutException.class)
                    .isThrownBy(elements::toList)
                    .withMessage(
                            "The stream from \"%s\" neither went on nor ended within 50 ms after its first element. Is the"
                                    + " endpoint one that streams? Others never end a stream.",
                            responder.subject());
        }
    }

    @Test
    void theWaitForTheFirstElementMayBeShorterThanForTheOthers() {
        responder.answer();

        assertThatExceptionOfType(RequestTimeoutException.class)
                .isThrownBy(() -> requester.firstTimeout(Duration.ofMillis(50)).stream(responder.subject(), NOTHING)
                        .toList())
                .withMessage("There was no reply from \"%s\" within 50 ms.", responder.subject());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> requester.firstTimeout(Duration.ZERO))
                .withMessage("The timeout of the first element is PT0S. It must be more than zero.");
    }

    @Test
    void aStreamThatStopsSaysAfterHowManyElements() {
        responder.answer("1", "2", "3");

        try (Stream<Message> elements = requester.timeout(Duration.ofMillis(50)).stream(responder.subject(), NOTHING)) {
            assertThatExceptionOfType(RequestTimeoutException.class)
                    .isThrownBy(elements::toList)
                    .withMessage(
                            "The stream from \"%s\" neither went on nor ended within 50 ms after 3 elements.",
                            responder.subject());
        }
    }

    @Test
    void aTimeThatIsNotPositiveIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> requester.streamTimeout(Duration.ZERO))
                .withMessage("The timeout of a stream is PT0S. It must be more than zero.");
    }
}
