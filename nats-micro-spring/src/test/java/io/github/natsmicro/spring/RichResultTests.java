// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.contract.Reply;
import io.nats.client.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.support.MessageBuilder;
import reactor.core.publisher.Mono;

/** Results that are more than a value: replies with headers or codes, messages, optionals, Monos. */
class RichResultTests {

    private static NatsContext nats;

    record Item(String sku) {}

    static class Endpoints {

        final AtomicBoolean cancelled = new AtomicBoolean();

        @NatsEndpoint
        Reply<Item> withHeaders() {
            return Reply.of(new Item("tea")).header("Etag", "7").header("Link", "a", "b");
        }

        @NatsEndpoint
        Reply<Item> error() {
            return Reply.<Item>error(409, "Sold out").body(new Item("tea")).header("Retry-After", "60");
        }

        @NatsEndpoint
        Reply<Void> emptyWithHeaders() {
            return Reply.<Void>of(null).header("Etag", "7");
        }

        @NatsEndpoint
        CompletionStage<Reply<Item>> laterError() {
            return CompletableFuture.supplyAsync(() -> Reply.error(404, "No such item"));
        }

        @NatsEndpoint
        org.springframework.messaging.Message<Item> message() {
            return MessageBuilder.withPayload(new Item("tea"))
                    .setHeader("Etag", 7)
                    .setHeader("Link", List.of("a", "b"))
                    .setHeader("contentType", "application/json")
                    .build();
        }

        @NatsEndpoint
        org.springframework.messaging.Message<byte[]> echo(org.springframework.messaging.Message<byte[]> message) {
            return message;
        }

        @NatsEndpoint
        Optional<Item> present() {
            return Optional.of(new Item("tea"));
        }

        @NatsEndpoint
        Optional<Item> absent() {
            return Optional.empty();
        }

        @NatsEndpoint
        ByteBuffer buffer() {
            return StandardCharsets.UTF_8.encode("buffer");
        }

        @NatsEndpoint
        Mono<Item> mono() {
            return Mono.fromSupplier(() -> new Item("tea"));
        }

        @NatsEndpoint
        Mono<Item> emptyMono() {
            return Mono.empty();
        }

        @NatsEndpoint
        Mono<Item> failedMono() {
            return Mono.error(new io.github.natsmicro.ServiceException(404, "No such item"));
        }

        @NatsEndpoint
        Mono<Reply<Item>> monoOfReply() {
            return Mono.just(Reply.of(new Item("tea")).header("Etag", "7"));
        }

        @NatsEndpoint
        Mono<Item> never() {
            return Mono.<Item>never().doOnCancel(() -> cancelled.set(true));
        }

        @NatsEndpoint
        Map<String, Integer> map() {
            return Map.of("tea", 3);
        }

        @NatsEndpoint
        int number() {
            return 42;
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

    private static Message good(String subject) {
        Message reply = nats.request(subject, "");
        assertThat(NatsContext.error(reply)).isEmpty();
        return reply;
    }

    @Test
    void aReplyHasItsBodyAndItsHeaders() {
        Message reply = good("withHeaders");
        assertThat(NatsContext.text(reply)).isEqualTo("{\"sku\":\"tea\"}");
        assertThat(reply.getHeaders().get("Etag")).containsExactly("7");
        assertThat(reply.getHeaders().get("Link")).containsExactly("a", "b");
    }

    @Test
    void aReplyWithACodeIsAnErrorWithItsBodyAndHeaders() {
        Message reply = nats.request("error", "");
        assertThat(NatsContext.error(reply)).isEqualTo("409:Sold out");
        assertThat(NatsContext.text(reply)).isEqualTo("{\"sku\":\"tea\"}");
        assertThat(NatsContext.header(reply, "Retry-After")).isEqualTo("60");
    }

    @Test
    void aReplyWithoutBodyIsEmpty() {
        Message reply = good("emptyWithHeaders");
        assertThat(reply.getData()).isEmpty();
        assertThat(NatsContext.header(reply, "Etag")).isEqualTo("7");
    }

    @Test
    void aReplyThatComesLaterMayBeAnErrorToo() {
        assertThat(NatsContext.error(nats.request("laterError", ""))).isEqualTo("404:No such item");
    }

    @Test
    void aMessageHasItsPayloadAndHeadersButNotThoseThatOnlySpringKnows() {
        Message reply = good("message");
        assertThat(NatsContext.text(reply)).isEqualTo("{\"sku\":\"tea\"}");
        assertThat(reply.getHeaders().keySet()).containsExactlyInAnyOrder("Etag", "Link", "Content-Type");
        assertThat(reply.getHeaders().get("Link")).containsExactly("a", "b");
    }

    @Test
    void theMessageOfTheRequestCanBeReturned() {
        Message reply = nats.request("echo", new io.nats.client.impl.Headers().put("Key", "value"), "text");
        assertThat(NatsContext.text(reply)).isEqualTo("text");
        assertThat(reply.getHeaders().keySet()).containsExactly("Key");
    }

    @Test
    void anOptionalIsItsValueOrAnEmptyReply() {
        assertThat(NatsContext.text(good("present"))).isEqualTo("{\"sku\":\"tea\"}");
        assertThat(good("absent").getData()).isEmpty();
    }

    @Test
    void aBufferIsSentAsItIs() {
        assertThat(NatsContext.text(good("buffer"))).isEqualTo("buffer");
    }

    @Test
    void aMonoIsItsValue() {
        assertThat(NatsContext.text(good("mono"))).isEqualTo("{\"sku\":\"tea\"}");
    }

    @Test
    void anEmptyMonoIsAnEmptyReply() {
        assertThat(good("emptyMono").getData()).isEmpty();
    }

    @Test
    void aFailedMonoIsAnError() {
        assertThat(NatsContext.error(nats.request("failedMono", ""))).isEqualTo("404:No such item");
    }

    @Test
    void aMonoMayHoldAReply() {
        assertThat(NatsContext.header(good("monoOfReply"), "Etag")).isEqualTo("7");
    }

    @Test
    void aMonoIsCancelledWhenTheTimeOfItsRequestIsUp() {
        Message reply = nats.request("never", new io.nats.client.impl.Headers().put("Request-Timeout", "50"), "");
        assertThat(NatsContext.error(reply)).startsWith("504:");
        org.awaitility.Awaitility.await().untilTrue(nats.context().getBean(Endpoints.class).cancelled);
    }

    @Test
    void mapsAndNumbersAreJson() {
        assertThat(NatsContext.text(good("map"))).isEqualTo("{\"tea\":3}");
        assertThat(NatsContext.text(good("number"))).isEqualTo("42");
    }

    @Test
    void aPlainReplyHasNoHeadersAtAll() {
        assertThat(good("number").hasHeaders()).isFalse();
    }
}
