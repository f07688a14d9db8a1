// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.Endpoint;
import io.github.natsmicro.Request;
import io.github.natsmicro.ServiceException;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ResultTests {

    private static NatsContext nats;

    record Receipt(String item, int quantity) {}

    static class Endpoints {

        final AtomicInteger published = new AtomicInteger();

        @NatsEndpoint
        byte[] bytes() {
            return new byte[] {0, -1, 10};
        }

        @NatsEndpoint
        String text() {
            return "Grüße";
        }

        @NatsEndpoint
        StringBuilder builder() {
            return new StringBuilder("characters");
        }

        @NatsEndpoint
        @Nullable
        String nothing() {
            return null;
        }

        @NatsEndpoint
        void none() {
            published.incrementAndGet();
        }

        @NatsEndpoint
        void itself(Request request) {
            request.respond("by itself");
        }

        @NatsEndpoint
        void itselfWithError(Request request) {
            request.respondError(409, "Conflict");
        }

        @NatsEndpoint
        Receipt object() {
            return new Receipt("tea", 3);
        }

        @NatsEndpoint
        List<Receipt> list() {
            return List.of(new Receipt("tea", 3));
        }

        @NatsEndpoint
        CompletionStage<Receipt> later() {
            return CompletableFuture.supplyAsync(() -> new Receipt("rice", 4));
        }

        @NatsEndpoint
        CompletableFuture<Void> laterNothing() {
            return CompletableFuture.runAsync(() -> {});
        }

        @NatsEndpoint
        CompletableFuture<String> laterError() {
            return CompletableFuture.supplyAsync(() -> {
                throw new ServiceException(404, "Not there");
            });
        }

        @NatsEndpoint
        CompletableFuture<Void> laterItself(Request request) {
            return CompletableFuture.runAsync(() -> request.respond("later by itself"));
        }

        @NatsEndpoint
        @Nullable
        CompletionStage<String> noStage() {
            return null;
        }

        @NatsEndpoint
        String told(String payload) {
            published.incrementAndGet();
            return payload;
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Endpoints.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    private static Endpoint endpoint(String name) {
        return nats.onlyService().endpoints().stream()
                .filter(endpoint -> endpoint.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void bytesAreSentUntouched() {
        assertThat(nats.request("bytes", "").getData()).containsExactly(0, -1, 10);
    }

    @Test
    void textIsSentAsUtf8WithoutQuotes() {
        assertThat(nats.request("text", "").getData()).isEqualTo("Grüße".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void otherCharactersAreTextToo() {
        assertThat(nats.reply("builder", "")).isEqualTo("characters");
    }

    @Test
    void nullIsAnEmptyReply() {
        Message reply = nats.request("nothing", "");
        assertThat(reply.getData()).isEmpty();
        assertThat(NatsContext.error(reply)).isEmpty();
    }

    @Test
    void aVoidMethodRepliesWithAnEmptyMessage() {
        Message reply = nats.request("none", "");
        assertThat(reply.getData()).isEmpty();
        assertThat(NatsContext.error(reply)).isEmpty();
    }

    @Test
    void aVoidMethodThatRepliedItselfIsNotSpokenFor() {
        assertThat(nats.reply("itself", "")).isEqualTo("by itself");
        await().untilAsserted(() ->
                assertThat(endpoint("itself").stats().numRequests()).isEqualTo(1));
        assertThat(endpoint("itself").stats().numErrors()).isZero();
    }

    @Test
    void aVoidMethodThatRepliedWithAnErrorIsNotSpokenFor() {
        assertThat(NatsContext.error(nats.request("itselfWithError", ""))).isEqualTo("409:Conflict");
    }

    @Test
    void anObjectIsWrittenAsJson() {
        assertThat(nats.reply("object", "")).isEqualTo("{\"item\":\"tea\",\"quantity\":3}");
    }

    @Test
    void aListIsWrittenAsJson() {
        assertThat(nats.reply("list", "")).isEqualTo("[{\"item\":\"tea\",\"quantity\":3}]");
    }

    @Test
    void theValueOfAStageIsTheReply() {
        assertThat(nats.reply("later", "")).isEqualTo("{\"item\":\"rice\",\"quantity\":4}");
    }

    @Test
    void aStageWithoutValueIsAnEmptyReply() {
        assertThat(nats.reply("laterNothing", "")).isEmpty();
    }

    @Test
    void aStageThatFailsIsAnErrorReply() {
        assertThat(NatsContext.error(nats.request("laterError", ""))).isEqualTo("404:Not there");
    }

    @Test
    void aStageWithoutValueThatRepliedItselfIsNotSpokenFor() {
        assertThat(nats.reply("laterItself", "")).isEqualTo("later by itself");
        await().untilAsserted(() ->
                assertThat(endpoint("laterItself").stats().numRequests()).isEqualTo(1));
        assertThat(endpoint("laterItself").stats().numErrors()).isZero();
    }

    @Test
    void nullForAStageIsAnEmptyReply() {
        assertThat(nats.reply("noStage", "")).isEmpty();
    }

    @Test
    void aMessageThatNobodyWaitsForIsHandledWithoutError() {
        nats.client().publish("told", "news".getBytes(StandardCharsets.UTF_8));
        await().untilAsserted(
                        () -> assertThat(endpoint("told").stats().numRequests()).isEqualTo(1));
        assertThat(endpoint("told").stats().numErrors()).isZero();
        assertThat(nats.context().getBean(Endpoints.class).published).hasPositiveValue();
    }
}
