// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.Request;
import io.github.natsmicro.ServiceException;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.contract.Reply;
import io.nats.client.Message;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.support.MessageBuilder;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class ResultsBlackBoxTests {

    private static BlackBox box;

    record Item(String sku) {}

    @NatsGroup("box.results")
    static class Endpoints {

        @NatsEndpoint
        byte[] bytes() {
            return new byte[] {'A', 'B'};
        }

        @NatsEndpoint
        ByteBuffer buffer() {
            return ByteBuffer.wrap("xabc".getBytes(java.nio.charset.StandardCharsets.UTF_8), 1, 3);
        }

        @NatsEndpoint
        String text() {
            return "text";
        }

        @NatsEndpoint
        Item object() {
            return new Item("tea");
        }

        @NatsEndpoint
        List<Item> list() {
            return List.of(new Item("tea"));
        }

        @NatsEndpoint
        int number() {
            return 5;
        }

        @NatsEndpoint
        boolean truth() {
            return true;
        }

        @NatsEndpoint
        void nothing() {}

        @NatsEndpoint
        @Nullable
        Item none() {
            return null;
        }

        @NatsEndpoint
        Optional<Item> optional() {
            return Optional.of(new Item("tea"));
        }

        @NatsEndpoint
        Optional<Item> empty() {
            return Optional.empty();
        }

        @NatsEndpoint(whenEmpty = "404:No such item")
        Optional<Item> missing() {
            return Optional.empty();
        }

        @NatsEndpoint(whenEmpty = "404")
        Mono<Item> missingMono() {
            return Mono.empty();
        }

        @NatsEndpoint(whenEmpty = "404:No such item")
        CompletionStage<Optional<Item>> missingLater() {
            return CompletableFuture.supplyAsync(Optional::empty);
        }

        @NatsEndpoint
        CompletionStage<Item> stage() {
            return CompletableFuture.supplyAsync(() -> new Item("tea"));
        }

        @NatsEndpoint
        CompletableFuture<Void> stageOfNothing() {
            return CompletableFuture.runAsync(() -> {});
        }

        @NatsEndpoint
        Mono<Item> mono() {
            return Mono.just(new Item("tea")).delayElement(Duration.ofMillis(5));
        }

        @NatsEndpoint
        Mono<Reply<Item>> monoReply() {
            return Mono.just(Reply.of(new Item("tea")).header("X", "1"));
        }

        @NatsEndpoint
        Reply<Item> conflict() {
            return Reply.<Item>error(409, "Conflict").body(new Item("tea")).header("X", "1", "2");
        }

        @NatsEndpoint
        org.springframework.messaging.Message<Item> message() {
            return MessageBuilder.withPayload(new Item("tea")).setHeader("X", 5).build();
        }

        @NatsEndpoint
        void direct(Request request) {
            request.respond("direct");
        }

        @NatsEndpoint
        CompletionStage<String> failedStage() {
            return CompletableFuture.failedFuture(new ServiceException(418, "Teapot"));
        }

        @NatsEndpoint
        CompletionStage<String> wrappedStage() {
            return CompletableFuture.failedFuture(new CompletionException(new ServiceException(418, "Teapot")));
        }

        @NatsEndpoint
        CompletionStage<String> secretStage() {
            return CompletableFuture.supplyAsync(() -> {
                throw new IllegalStateException("secret");
            });
        }

        @NatsEndpoint
        Mono<String> failedMono() {
            return Mono.error(new ServiceException(418, "Teapot"));
        }

        @NatsEndpoint
        @Nullable
        CompletionStage<String> noStage() {
            return null;
        }

        @NatsEndpoint
        Object unwritable() {
            return new Object() {
                @SuppressWarnings({"unused", "EffectivelyPrivate"}) // the codec calls it
                public String getName() {
                    throw new IllegalStateException("secret");
                }
            };
        }
    }

    @NatsGroup("box.streams")
    static class Streams {

        final CountDownLatch cancelled = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);
        final AtomicInteger taken = new AtomicInteger();

        @NatsEndpoint(streaming = "true")
        Stream<Item> stream() {
            return Stream.of(new Item("a"), new Item("b"));
        }

        @NatsEndpoint(streaming = "true")
        Iterable<String> iterable() {
            return List.of("a", "b");
        }

        @NatsEndpoint(streaming = "true")
        List<String> list() {
            return List.of("a", "b");
        }

        @NatsEndpoint(streaming = "true")
        Iterator<String> iterator() {
            return List.of("a", "b").iterator();
        }

        @NatsEndpoint(streaming = "true")
        Flux<String> flux() {
            return Flux.just("a", "b").delayElements(Duration.ofMillis(2));
        }

        @NatsEndpoint(streaming = "true")
        Flow.Publisher<String> flow() {
            return JdkFlowAdapter.publisherToFlowPublisher(Flux.just("a", "b"));
        }

        @NatsEndpoint(streaming = "true")
        Flux<String> none() {
            return Flux.empty();
        }

        @NatsEndpoint(streaming = "true")
        Flux<String> broken() {
            return Flux.concat(Flux.just("a", "b"), Flux.error(new ServiceException(418, "Teapot")));
        }

        @NatsEndpoint(streaming = "true")
        Stream<String> brokenStream() {
            return IntStream.range(0, 3).mapToObj(i -> {
                if (i == 2) {
                    throw new IllegalStateException("secret");
                }
                return "" + i;
            });
        }

        @NatsEndpoint(streaming = "true")
        Stream<String> neverBegun() {
            throw new ServiceException(418, "Teapot");
        }

        @NatsEndpoint(streaming = "true")
        Flux<String> endless() {
            return Flux.interval(Duration.ofMillis(5))
                    .onBackpressureDrop()
                    .map(i -> "" + i)
                    .doOnCancel(cancelled::countDown);
        }

        @NatsEndpoint(streaming = "true")
        Stream<String> endlessStream() {
            return Stream.generate(() -> "x" + taken.incrementAndGet()).onClose(closed::countDown);
        }

        @NatsEndpoint(streaming = "true")
        Stream<Reply<Item>> replies() {
            return Stream.of(Reply.of(new Item("a")).header("Index", "0"));
        }

        @NatsEndpoint(streaming = "true")
        Flux<Item> many() {
            return Flux.range(0, 2000).map(i -> new Item("" + i));
        }

        @NatsEndpoint(streaming = "true")
        CompletionStage<Stream<String>> later() {
            return CompletableFuture.supplyAsync(() -> Stream.of("a", "b"));
        }
    }

    @BeforeAll
    static void start() {
        box = BlackBox.of(Endpoints.class, Streams.class);
    }

    @AfterAll
    static void stop() throws Exception {
        box.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "bytes;AB",
                "buffer;abc",
                "text;text",
                "object;{\"sku\":\"tea\"}",
                "list;[{\"sku\":\"tea\"}]",
                "number;5",
                "truth;true",
                "nothing;``",
                "none;``",
                "optional;{\"sku\":\"tea\"}",
                "empty;``",
                "missing;404:No such item",
                "missingMono;404:There is no value",
                "missingLater;404:No such item",
                "stage;{\"sku\":\"tea\"}",
                "stageOfNothing;``",
                "mono;{\"sku\":\"tea\"}",
                "noStage;``",
                "direct;direct",
                "failedStage;418:Teapot",
                "wrappedStage;418:Teapot",
                "failedMono;418:Teapot"
            })
    void answers(String endpoint, String answer) {
        assertThat(box.answer("box.results." + endpoint, "")).isEqualTo(answer);
    }

    @Test
    void answersWithoutHeadersWhereNobodyAsked() {
        assertThat(box.ask("box.results.object", "").hasHeaders()).isFalse();
    }

    @Test
    void answersWithHeaders() {
        Message reply = box.ask("box.results.monoReply", "");
        assertThat(BlackBox.header(reply, "X")).isEqualTo("1");
        assertThat(BlackBox.text(reply)).isEqualTo("{\"sku\":\"tea\"}");
        Message message = box.ask("box.results.message", "");
        assertThat(BlackBox.header(message, "X")).isEqualTo("5");
        assertThat(message.getHeaders().keySet()).containsExactly("X");
    }

    @Test
    void answersAnErrorWithBodyAndHeaders() {
        Message reply = box.ask("box.results.conflict", "");
        assertThat(BlackBox.error(reply)).isEqualTo("409:Conflict");
        assertThat(BlackBox.text(reply)).isEqualTo("{\"sku\":\"tea\"}");
        assertThat(reply.getHeaders().get("X")).containsExactly("1", "2");
        await().untilAsserted(() -> {
            assertThat(box.stats("conflict").get("num_errors").asInt()).isEqualTo(1);
            assertThat(box.stats("conflict").get("last_error").asString()).isEqualTo("409:Conflict");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"secretStage", "unwritable"})
    void tellsNothingOfAFailureThatIsNotForTheCaller(String endpoint) {
        Message reply = box.ask("box.results." + endpoint, "");
        assertThat(BlackBox.error(reply)).startsWith("500:").doesNotContain("secret");
        assertThat(BlackBox.text(reply)).doesNotContain("secret");
        await().untilAsserted(() -> {
            assertThat(box.stats(endpoint).get("num_errors").asInt()).isEqualTo(1);
            assertThat(box.stats(endpoint).get("last_error").asString()).isEqualTo(BlackBox.error(reply));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"iterable", "list", "iterator", "flux", "flow", "later"})
    void streamsAndEndsWithOneEmptyMessage(String endpoint) throws Exception {
        assertThat(box.texts("box.streams." + endpoint, "")).containsExactly("a", "b", ".");
    }

    @Test
    void streamsObjects() throws Exception {
        assertThat(box.texts("box.streams.stream", "")).containsExactly("{\"sku\":\"a\"}", "{\"sku\":\"b\"}", ".");
        assertThat(box.texts("box.streams.many", "")).hasSize(2001).endsWith("{\"sku\":\"1999\"}", ".");
        assertThat(box.texts("box.streams.none", "")).containsExactly(".");
    }

    @Test
    void sendsNothingAfterTheEndOfAStream() throws Exception {
        String inbox = box.client().createInbox();
        var replies = box.client().subscribe(inbox);
        box.client().publish("box.streams.iterable", inbox, new byte[0]);
        assertThat(replies.nextMessage(Duration.ofSeconds(5)).getData()).isNotEmpty();
        assertThat(replies.nextMessage(Duration.ofSeconds(5)).getData()).isNotEmpty();
        assertThat(replies.nextMessage(Duration.ofSeconds(5)).getData()).isEmpty();
        assertThat(replies.nextMessage(Duration.ofMillis(150))).isNull();
    }

    @Test
    void streamsRepliesWithHeaders() throws Exception {
        List<Message> messages = box.stream("box.streams.replies", "");
        assertThat(BlackBox.header(messages.get(0), "Index")).isEqualTo("0");
        assertThat(messages).hasSize(2);
    }

    @Test
    void endsAStreamThatBreaksWithItsErrorAndNothingElse() throws Exception {
        assertThat(box.texts("box.streams.broken", "")).containsExactly("a", "b", "418:Teapot");
        List<String> texts = box.texts("box.streams.brokenStream", "");
        assertThat(texts).hasSize(3).startsWith("0", "1");
        assertThat(texts.get(2)).startsWith("500:").doesNotContain("secret");
        assertThat(box.texts("box.streams.neverBegun", "")).containsExactly("418:Teapot");
        await().untilAsserted(() -> {
            assertThat(box.stats("broken").get("num_errors").asInt()).isEqualTo(1);
            assertThat(box.stats("broken").get("last_error").asString()).isEqualTo("418:Teapot");
            assertThat(box.stats("neverBegun").get("num_requests").asInt()).isEqualTo(1);
        });
    }

    @Test
    void cancelsAPublisherWhenTheCallersTimeIsUp() throws Exception {
        List<String> texts = box.texts("box.streams.endless", "", "Request-Timeout", "100");
        assertThat(texts.get(texts.size() - 1)).startsWith("504:");
        assertThat(box.context().getBean(Streams.class).cancelled.await(5, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void closesAStreamWhenTheCallersTimeIsUp() throws Exception {
        box.client()
                .publish(
                        "box.streams.endlessStream",
                        "box.nobody",
                        BlackBox.headers("Request-Timeout", "100"),
                        new byte[0]);
        Streams streams = box.context().getBean(Streams.class);
        assertThat(streams.closed.await(5, TimeUnit.SECONDS)).isTrue();
        int taken = streams.taken.get();
        assertThat(taken).isPositive();
        await().during(Duration.ofMillis(60)).until(() -> streams.taken.get() == taken);
    }
}
