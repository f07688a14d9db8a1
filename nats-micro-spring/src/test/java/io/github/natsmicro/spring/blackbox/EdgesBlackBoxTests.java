// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.spring.MicroServiceCustomizer;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.client.NatsClientProxyFactory;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.nats.client.Message;
import jakarta.validation.constraints.Max;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.MethodValidationPostProcessor;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

class EdgesBlackBoxTests {

    private static BlackBox box;

    record Item(String sku) {}

    interface Crud<T, I> {
        @NatsEndpoint("get.{id}")
        T get(@DestinationVariable I id);

        @NatsEndpoint
        T save(T entity);

        @NatsEndpoint
        List<T> saveAll(List<T> entities);
    }

    @NatsGroup("box.items")
    interface Items extends Crud<Item, Long> {}

    static class ItemService implements Items {
        @Override
        public Item get(Long id) {
            return new Item("" + (id + 1));
        }

        @Override
        public Item save(Item entity) {
            return entity;
        }

        @Override
        public List<Item> saveAll(List<Item> entities) {
            return List.of(entities.get(0));
        }
    }

    @NatsGroup("box.checked")
    @Validated
    static class Checked {
        @NatsEndpoint("limit")
        String limit(@Max(10) Integer number) {
            return "ok";
        }
    }

    @NatsGroup("box.edges")
    static class Endpoints {

        final AtomicInteger published = new AtomicInteger();
        final AtomicInteger subscribed = new AtomicInteger();

        @NatsEndpoint
        String map(Map<String, Object> body) {
            return new TreeMap<>(body).toString();
        }

        @NatsEndpoint
        String node(JsonNode node) {
            return node.toString();
        }

        @NatsEndpoint
        String collection(Collection<Item> items) {
            return items.iterator().next().sku();
        }

        @NatsEndpoint
        String optionalList(Optional<List<Item>> items) {
            return items.map(list -> list.get(0).sku()).orElse("none");
        }

        @NatsEndpoint
        String chars(CharSequence text) {
            return "[" + text + "]";
        }

        @NatsEndpoint
        String messageHeaders(MessageHeaders headers) {
            return "" + headers.get("Tag");
        }

        @NatsEndpoint
        String payloadOptional(@Payload(required = false) @Nullable Item item) {
            return "" + item;
        }

        @NatsEndpoint
        String placeholderDefault(@Header(name = "X", defaultValue = "${box.x:none}") String x) {
            return x;
        }

        @NatsEndpoint("placeholderName")
        String placeholderName(@Header("${box.name:Y}") String x) {
            return x;
        }

        @NatsEndpoint
        String bytesMessage(org.springframework.messaging.Message<byte[]> message) {
            return "" + message.getPayload().length;
        }

        @NatsEndpoint
        String listMessage(org.springframework.messaging.Message<List<Item>> message) {
            return message.getPayload().get(0).sku();
        }

        @NatsEndpoint
        String published(String text) {
            published.incrementAndGet();
            return text;
        }

        @NatsEndpoint(streaming = "true")
        Flux<String> subscribed() {
            return Flux.just("a").doOnSubscribe(s -> subscribed.incrementAndGet());
        }

        @NatsEndpoint(streaming = "true")
        Stream<String> holes() {
            return Stream.of("a", "", "b");
        }

        @NatsEndpoint(streaming = "true")
        Stream<@Nullable String> nulls() {
            return Stream.of("a", null, "b");
        }

        @NatsEndpoint
        byte[] huge() {
            return new byte[2_000_000];
        }

        @NatsEndpoint(streaming = "true")
        Stream<byte[]> hugeElement() {
            return Stream.of(new byte[] {'a'}, new byte[2_000_000], new byte[] {'b'});
        }

        @NatsEndpoint
        String error() {
            throw new AssertionError("secret");
        }

        @NatsEndpoint
        String interrupted() throws InterruptedException {
            throw new InterruptedException("secret");
        }

        @NatsEndpoint
        CompletionStage<String> cancelled() {
            CompletableFuture<String> future = new CompletableFuture<>();
            future.cancel(true);
            return future;
        }

        @NatsEndpoint
        Mono<String> handled() {
            return Mono.error(new ArithmeticException());
        }

        @NatsEndpoint
        Mono<Void> monoOfNothing() {
            return Mono.empty();
        }

        @NatsEndpoint
        Mono<Optional<Item>> monoOfOptional() {
            return Mono.just(Optional.empty());
        }

        @MessageExceptionHandler
        Mono<String> arithmetic(ArithmeticException ex) {
            return Mono.just("handled");
        }
    }

    static class FluxWithoutStreaming {
        @NatsEndpoint("box.flux")
        Flux<String> flux() {
            return Flux.just("a");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {
        @Bean
        static MethodValidationPostProcessor methodValidation(jakarta.validation.Validator validator) {
            MethodValidationPostProcessor processor = new MethodValidationPostProcessor();
            processor.setValidator(validator);
            processor.setProxyTargetClass(true);
            return processor;
        }
    }

    @BeforeAll
    static void start() {
        box = BlackBox.of(Endpoints.class, ItemService.class, Checked.class, Beans.class);
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
                "map;{\"b\":1,\"a\":[2]};{a=[2], b=1}",
                "node;{\"b\":1};{\"b\":1}",
                "collection;[{\"sku\":\"a\"}];a",
                "optionalList;[{\"sku\":\"a\"}];a",
                "optionalList;``;none",
                "chars;x;[x]",
                "messageHeaders;``;[a, b]",
                "payloadOptional;``;null",
                "payloadOptional;null;null",
                "placeholderDefault;``;none",
                "placeholderName;``;y",
                "bytesMessage;``;0",
                "bytesMessage;abc;3",
                "listMessage;[{\"sku\":\"a\"}];a",
                "monoOfNothing;``;``",
                "monoOfOptional;``;``"
            })
    void fillsAndAnswers(String endpoint, String payload, String answer) {
        assertThat(box.answer("box.edges." + endpoint, payload, "Tag", "a", "Tag", "b", "Y", "y"))
                .isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "interrupted", "cancelled", "huge"})
    void answersWhateverGoesWrong(String endpoint) {
        Message reply = box.ask("box.edges." + endpoint, "");
        assertThat(BlackBox.error(reply)).startsWith("500:").doesNotContain("secret");
        await().untilAsserted(() -> {
            assertThat(box.stats(endpoint).get("num_requests").asInt()).isEqualTo(1);
            assertThat(box.stats(endpoint).get("num_errors").asInt()).isEqualTo(1);
            assertThat(box.stats(endpoint).get("last_error").asString()).startsWith("500:");
        });
        assertThat(box.answer("box.edges.chars", "x")).isEqualTo("[x]");
    }

    @Test
    void asksTheHandlerOfTheBeanForAFailedMono() {
        Message reply = box.ask("box.edges.handled", "");
        assertThat(BlackBox.error(reply)).startsWith("500:");
        assertThat(BlackBox.text(reply)).isEqualTo("handled");
    }

    @Test
    void resolvesGenericsOfAnInterface() {
        assertThat(box.answer("box.items.get.1", "")).isEqualTo("{\"sku\":\"2\"}");
        assertThat(box.answer("box.items.get.x", "")).startsWith("400:");
        assertThat(box.answer("box.items.save", "{\"sku\":\"a\"}")).isEqualTo("{\"sku\":\"a\"}");
        assertThat(box.answer("box.items.saveAll", "[{\"sku\":\"a\"}]")).isEqualTo("[{\"sku\":\"a\"}]");
        Items client = NatsClientProxyFactory.create(box.template()).createClient(Items.class);
        assertThat(client.get(1L)).isEqualTo(new Item("2"));
        assertThat(client.save(new Item("a"))).isEqualTo(new Item("a"));
        assertThat(client.saveAll(List.of(new Item("a")))).containsExactly(new Item("a"));
    }

    @Test
    void answersAViolationThatAProxyFinds() {
        Message reply = box.ask("box.checked.limit", "11");
        assertThat(BlackBox.error(reply)).startsWith("400:");
        assertThat(BlackBox.json(reply).get("errors")).hasSize(1);
        assertThat(box.answer("box.checked.limit", "10")).isEqualTo("ok");
    }

    @Test
    void handlesARequestThatExpectsNoReply() {
        box.client().publish("box.edges.published", new byte[0]);
        await().untilAsserted(() -> {
            assertThat(box.stats("published").get("num_requests").asInt()).isEqualTo(1);
            assertThat(box.stats("published").get("num_errors").asInt()).isZero();
        });
        assertThat(box.context().getBean(Endpoints.class).published).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"holes", "nulls"})
    void sendsOneEmptyMessageOfAStreamAtMost(String endpoint) throws Exception {
        String inbox = box.client().createInbox();
        var replies = box.client().subscribe(inbox);
        box.client().publish("box.edges." + endpoint, inbox, new byte[0]);
        int ends = 0;
        Message next = replies.nextMessage(Duration.ofSeconds(5));
        while (next != null) {
            assertThat(ends).as("ends before " + BlackBox.text(next)).isZero();
            ends += next.getData().length == 0 ? 1 : 0;
            next = replies.nextMessage(Duration.ofMillis(100));
        }
        assertThat(ends).isEqualTo(1);
    }

    @Test
    void endsAStreamWithAnElementThatCanNotBeSentByAnError() throws Exception {
        List<String> texts = box.texts("box.edges.hugeElement", "");
        assertThat(texts).hasSize(2);
        assertThat(texts.get(1)).startsWith("500:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-5", "0", "", "99999999999999999999"})
    void answersWhateverTheRequestTimeoutSays(String timeout) {
        assertThat(box.answer("box.edges.chars", "x", "Request-Timeout", timeout))
                .satisfiesAnyOf(
                        answer -> assertThat(answer).isEqualTo("[x]"),
                        answer -> assertThat(answer).startsWith("504:"),
                        answer -> assertThat(answer).startsWith("400:"));
    }

    @Test
    void refusesAStreamOnAnEndpointThatIsNotStreaming() {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> BlackBox.of(FluxWithoutStreaming.class).close())
                .withMessageContaining("streaming");
    }

    @Test
    void startsAgainAndCancelsStreamsWhenItStops() throws Exception {
        try (BlackBox other = BlackBox.of(StopsAndStarts.class, ShortDrain.class)) {
            String inbox = other.client().createInbox();
            var replies = other.client().subscribe(inbox);
            other.client().publish("box.again.endless", inbox, new byte[0]);
            assertThat(replies.nextMessage(Duration.ofSeconds(5))).isNotNull();
            String id = other.service().id();
            StopsAndStarts bean = other.context().getBean(StopsAndStarts.class);
            other.context().stop();
            assertThat(bean.stopped.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(other.isServed("box.again.echo")).isFalse();
            other.context().start();
            assertThat(other.answer("box.again.echo", "x")).isEqualTo("x");
            assertThat(other.service().id()).isNotEqualTo(id);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ShortDrain {
        @Bean
        MicroServiceCustomizer shortDrain() {
            return (builder, service) -> builder.drainTimeout(Duration.ofMillis(300));
        }
    }

    @NatsGroup("box.again")
    static class StopsAndStarts {
        final CountDownLatch stopped = new CountDownLatch(1);

        @NatsEndpoint(streaming = "true")
        Flux<String> endless() {
            return Flux.interval(Duration.ofMillis(5))
                    .onBackpressureDrop()
                    .map(i -> "" + i)
                    .doOnCancel(stopped::countDown);
        }

        @NatsEndpoint
        String echo(String text) {
            return text;
        }
    }
}
