// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a caller tells how long it waits. */
class RequesterTimeoutTests {

    private static final byte[] NOTHING = new byte[0];

    private final Responder responder = new Responder().answer("");
    private final Connection caller = NatsServer.shared().connect();
    private final Requester requester = Requester.on(caller);

    @AfterEach
    void close() throws InterruptedException {
        responder.close();
        caller.close();
    }

    private @Nullable List<String> sent() {
        Message request = responder.awaitRequest();
        return request.hasHeaders() ? request.getHeaders().get("Request-Timeout") : null;
    }

    @Test
    void theMillisecondsThatRemain() {
        requester.request(responder.subject(), NOTHING);
        assertThat(sent()).containsExactly("5000");

        requester.timeout(Duration.ofSeconds(90)).request(responder.subject(), NOTHING);
        assertThat(sent()).containsExactly("90000");
    }

    @Test
    void lessThanAMillisecondIsOne() {
        CompletableFuture<Message> reply =
                requester.timeout(Duration.ofNanos(1)).requestAsync(responder.subject(), NOTHING);
        await().until(reply::isDone);

        assertThat(sent()).containsExactly("1");
    }

    @Test
    void foreverIsANumberToo() {
        requester.timeout(Duration.ofMillis(Long.MAX_VALUE)).request(responder.subject(), NOTHING);

        assertThat(sent()).singleElement().asString().matches("\\d+");
    }

    @Test
    void itCanBeSwitchedOffForGood() {
        Requester silent = requester.sendTimeout(false).timeout(Duration.ofSeconds(3));
        silent.request(responder.subject(), NOTHING);
        assertThat(sent()).isNull();

        silent.sendTimeout(true).request(responder.subject(), NOTHING);
        assertThat(sent()).containsExactly("3000");
    }

    @Test
    void theCallersHeadersGoAlongAndAreNotChanged() {
        Headers headers = new Headers().add("Trace", "7", "8");
        requester.request(responder.subject(), headers, NOTHING);
        assertThat(headers.toMap()).containsOnlyKeys("Trace");

        requester.request(responder.subject(), new Headers(headers, true), NOTHING);

        for (int i = 0; i < 2; i++) {
            Headers sent = responder.awaitRequest().getHeaders();
            assertThat(sent.get("Trace")).containsExactly("7", "8");
            assertThat(sent.get("Request-Timeout")).containsExactly("5000");
        }
    }

    @Test
    void theCallersOwnWinsHoweverItIsSpelt() {
        requester.request(responder.subject(), new Headers().put("Request-Timeout", "7"), NOTHING);
        assertThat(sent()).containsExactly("7");

        requester.request(responder.subject(), new Headers().put("request-timeout", "8"), NOTHING);
        Headers lower = responder.awaitRequest().getHeaders();
        assertThat(lower.toMap()).containsOnlyKeys("request-timeout");

        requester.sendTimeout(false).request(responder.subject(), new Headers().put("Request-Timeout", "9"), NOTHING);
        assertThat(sent()).containsExactly("9");
    }

    @Test
    void aStreamTellsNothingOfItselfForNothingBoundsItAsAWhole() {
        try (Stream<Message> elements = requester.stream(responder.subject(), NOTHING)) {
            assertThat(elements).isEmpty();
        }
        assertThat(sent()).isNull();

        Headers own = new Headers().put("Request-Timeout", "60000");
        try (Stream<Message> elements = requester.stream(responder.subject(), own, NOTHING)) {
            assertThat(elements).isEmpty();
        }
        assertThat(sent()).containsExactly("60000");
    }
}
