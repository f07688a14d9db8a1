// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.natsmicro.ServiceException;
import io.github.natsmicro.client.NoRespondersException;
import io.github.natsmicro.client.RequestTimeoutException;
import io.github.natsmicro.spring.NatsRouter;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.client.EnableNatsClients;
import io.github.natsmicro.spring.client.ErrorReplyException;
import io.github.natsmicro.spring.client.NatsClient;
import io.github.natsmicro.spring.client.NatsClientProxyFactory;
import io.github.natsmicro.spring.client.NatsTemplate;
import io.github.natsmicro.spring.client.UnreadableReplyException;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.spring.contract.Reply;
import io.github.natsmicro.spring.contract.ValidationErrors;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class ClientsBlackBoxTests {

    private static BlackBox box;
    private static Shop shop;

    record NewItem(String sku, @Max(10) int quantity) {}

    record Item(String id, String sku, int quantity) {}

    @NatsGroup("box.shop")
    interface Shop {

        @NatsEndpoint
        Item create(@Valid NewItem item);

        @NatsEndpoint(subject = "get.{id}", whenEmpty = "404:No such item")
        Optional<Item> get(@DestinationVariable String id);

        @NatsEndpoint("uuid.{id}")
        String uuid(@DestinationVariable UUID id);

        @NatsEndpoint("rest.{*path}")
        String rest(@DestinationVariable String path);

        @NatsEndpoint
        CompletionStage<Item> later(NewItem item);

        @NatsEndpoint
        Mono<Item> mono(NewItem item);

        @NatsEndpoint(streaming = "true")
        Flux<Item> flux();

        @NatsEndpoint(streaming = "true")
        Stream<Item> stream();

        @NatsEndpoint
        List<Item> list(List<String> skus);

        @NatsEndpoint
        void nothing(byte[] bytes);

        @NatsEndpoint
        Reply<String> header(@Header("Tenant") String tenant, @Header(name = "Tag") List<String> tags);

        @NatsEndpoint
        String absent(@Header("Tenant") Optional<String> tenant);

        @NatsEndpoint
        int number();

        @NatsEndpoint
        String fail(String how);

        @NatsEndpoint(streaming = "true")
        Stream<String> broken();
    }

    static class ShopService implements Shop {
        @Override
        public Item create(NewItem item) {
            return new Item("1", item.sku(), item.quantity());
        }

        @Override
        public Optional<Item> get(String id) {
            return id.equals("1") ? Optional.of(new Item("1", "tea", 1)) : Optional.empty();
        }

        @Override
        public String uuid(UUID id) {
            return id.toString();
        }

        @Override
        public String rest(String path) {
            return path;
        }

        @Override
        public CompletionStage<Item> later(NewItem item) {
            return CompletableFuture.supplyAsync(() -> create(item));
        }

        @Override
        public Mono<Item> mono(NewItem item) {
            return Mono.fromSupplier(() -> create(item));
        }

        @Override
        public Flux<Item> flux() {
            return Flux.range(0, 300).map(i -> new Item("" + i, "tea", i));
        }

        @Override
        public Stream<Item> stream() {
            return flux().toStream();
        }

        @Override
        public List<Item> list(List<String> skus) {
            return skus.stream().map(sku -> new Item("1", sku, 1)).toList();
        }

        @Override
        public void nothing(byte[] bytes) {
            if (bytes.length > 3) {
                throw new ServiceException(413, "Too long");
            }
        }

        @Override
        public Reply<String> header(String tenant, List<String> tags) {
            return Reply.of(tenant + tags).header("Tenant", tenant);
        }

        @Override
        public String absent(Optional<String> tenant) {
            return tenant.orElse("none");
        }

        @Override
        public int number() {
            return 42;
        }

        @Override
        public String fail(String how) {
            if (how.equals("secret")) {
                throw new IllegalStateException("secret");
            }
            throw new ServiceException(418, "Teapot").withBody(new byte[] {1});
        }

        @Override
        public Stream<String> broken() {
            return Stream.concat(Stream.of("a"), Stream.generate(() -> {
                throw new ServiceException(418, "Teapot");
            }));
        }

        @MessageExceptionHandler
        Reply<String> ignored(ArithmeticException ex) {
            return Reply.error(400, "Arithmetic");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableNatsClients(clients = Shop.class)
    static class Beans {
        static final AtomicInteger ATTEMPTS = new AtomicInteger();

        @Bean
        NatsClientProxyFactory proxies(NatsTemplate template) {
            return NatsClientProxyFactory.create(template);
        }

        @Bean
        Holder holder(Shop service, @NatsClient Shop client) {
            return new Holder(service, client);
        }

        @Bean
        NatsRouter router() {
            return routes -> routes.group(
                    "box.routes",
                    group -> group.endpoint(
                                    "get",
                                    endpoint -> endpoint.subject("get.{id}")
                                            .whenEmpty(404, "No such item")
                                            .handle(request -> request.variable("id", Integer.class) == 1
                                                    ? Optional.of(new Item("1", "tea", 1))
                                                    : Optional.empty()))
                            .endpoint(
                                    "create",
                                    endpoint -> endpoint.handle(
                                            NewItem.class, item -> new Item("1", item.sku(), item.quantity())))
                            .endpoint(
                                    "list",
                                    endpoint -> endpoint.handle(
                                            new ParameterizedTypeReference<List<NewItem>>() {},
                                            items -> items.get(0).sku()))
                            .endpoint("text", endpoint -> endpoint.handle(String.class, text -> "[" + text + "]"))
                            .endpoint("stream", endpoint -> endpoint.streaming().handle(request -> Flux.just("a", "b")))
                            .endpoint(
                                    "later",
                                    endpoint ->
                                            endpoint.handle(request -> Mono.error(new ServiceException(418, "Teapot"))))
                            .endpoint(
                                    "flaky",
                                    endpoint -> endpoint.handle(request -> {
                                        if (ATTEMPTS.incrementAndGet() < 3) {
                                            throw new ServiceException(503, "Not yet");
                                        }
                                        return "third";
                                    }))
                            .endpoint(
                                    "method",
                                    endpoint -> endpoint.subject("method.{id}")
                                            .method("clientsBlackBoxTests.ShopService", "get")));
        }
    }

    record Holder(Shop service, Shop client) {}

    @BeforeAll
    static void start() {
        box = BlackBox.of(ShopService.class, Beans.class);
        shop = box.context().getBean(Holder.class).client();
    }

    @AfterAll
    static void stop() throws Exception {
        box.close();
    }

    @Test
    void callsEachKindOfMethod() {
        Item tea = new Item("1", "tea", 1);
        NewItem newTea = new NewItem("tea", 1);
        assertThat(shop).isNotInstanceOf(ShopService.class);
        assertThat(shop.create(newTea)).isEqualTo(tea);
        assertThat(shop.get("1")).contains(tea);
        assertThat(shop.get("2")).isEmpty();
        UUID id = UUID.randomUUID();
        assertThat(shop.uuid(id)).isEqualTo(id.toString());
        assertThat(shop.rest("a.b.c")).isEqualTo("a.b.c");
        assertThat(shop.later(newTea).toCompletableFuture().join()).isEqualTo(tea);
        assertThat(shop.mono(newTea).block()).isEqualTo(tea);
        assertThat(shop.flux().collectList().block()).hasSize(300);
        assertThat(shop.flux().take(3).collectList().block()).hasSize(3);
        try (Stream<Item> items = shop.stream()) {
            assertThat(items.map(Item::quantity)).hasSize(300).startsWith(0, 1, 2);
        }
        assertThat(shop.list(List.of("tea"))).containsExactly(tea);
        assertThat(shop.number()).isEqualTo(42);
        shop.nothing(new byte[2]);
        Reply<String> reply = shop.header("x", List.of("a", "b"));
        assertThat(reply.body()).isEqualTo("x[a, b]");
        assertThat(reply.headers().getFirst("Tenant")).isEqualTo("x");
        assertThat(shop.absent(Optional.empty())).isEqualTo("none");
        assertThat(shop.absent(Optional.of("x"))).isEqualTo("x");
    }

    @Test
    void throwsWhatTheServiceAnswers() {
        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() -> shop.create(new NewItem("tea", 11)))
                .satisfies(ex -> {
                    assertThat(ex.code()).isEqualTo(400);
                    ValidationErrors errors = ex.body(ValidationErrors.class);
                    assertThat(errors).isNotNull();
                    assertThat(errors.errors().get(0).field()).isEqualTo("quantity");
                });
        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() -> shop.nothing(new byte[9]))
                .satisfies(ex -> assertThat(ex.description()).isEqualTo("Too long"));
        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() -> shop.fail("secret"))
                .satisfies(ex -> assertThat(ex).hasMessageNotContaining("secret"));
        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() -> shop.mono(new NewItem("", 1))
                        .then(Mono.fromSupplier(() -> shop.fail("x")))
                        .block());
        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() -> shop.broken().toList())
                .satisfies(ex -> assertThat(ex.code()).isEqualTo(418));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "*", ">", "a b"})
    void refusesAVariableThatIsNoToken(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> shop.get(id));
    }

    @Test
    void hasTheMethodsOfAnObject() {
        Object same = shop;
        assertThat(shop.equals(same)).isTrue();
        assertThat(shop.toString()).contains("Shop");
        assertThat(shop.equals(box.context().getBean(ShopService.class))).isFalse();
        assertThat(shop.hashCode()).isEqualTo(same.hashCode());
    }

    @Test
    void tellsFailuresOfTheTemplateApart() throws Exception {
        NatsTemplate template = box.template();
        assertThatExceptionOfType(NoRespondersException.class)
                .isThrownBy(() -> template.request("box.nobody.there", "x", String.class));
        assertThatExceptionOfType(UnreadableReplyException.class)
                .isThrownBy(() -> template.request("box.routes.text", "x", Item.class));
        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() -> template.request("box.shop.fail", "x", String.class));
        assertThat(template.requestAsync("box.nobody.there", "x", String.class))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withCauseInstanceOf(NoRespondersException.class);
        var silent = box.client().subscribe("box.silent");
        box.client().flush(Duration.ofSeconds(5));
        assertThatExceptionOfType(RequestTimeoutException.class)
                .isThrownBy(() -> template.request("box.silent")
                        .timeout(Duration.ofMillis(80))
                        .retrieve(String.class));
        assertThat(silent.isActive()).isTrue();
        assertThat(template.request("box.shop.fail").body("x").exchange(String.class))
                .satisfies(reply -> assertThat(reply.code()).isEqualTo(418));
    }

    @Test
    void sendsTheTimeoutToTheService() throws Exception {
        var received = box.client().subscribe("box.timed");
        box.client().flush(Duration.ofSeconds(5));
        CompletableFuture<?> reply = box.template()
                .request("box.timed")
                .timeout(Duration.ofMillis(700))
                .retrieveAsync(String.class);
        io.nats.client.Message message = received.nextMessage(Duration.ofSeconds(5));
        assertThat(Long.parseLong(BlackBox.header(message, "Request-Timeout"))).isBetween(300L, 700L);
        reply.cancel(true);
    }

    @Test
    void triesAgainOnlyWhenItWasTold() {
        Beans.ATTEMPTS.set(0);
        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() -> box.template().request("box.routes.flaky", null, String.class));
        Beans.ATTEMPTS.set(0);
        NatsTemplate trying = box.template()
                .mutate()
                .retry(RetryPolicy.builder()
                        .maxRetries(3)
                        .delay(Duration.ofMillis(5))
                        .build())
                .build();
        assertThat(trying.request("box.routes.flaky", null, String.class)).isEqualTo("third");
        assertThat(Beans.ATTEMPTS).hasValue(3);
        Beans.ATTEMPTS.set(0);
        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() -> trying.request("box.shop.fail", "x", String.class));
    }

    @Test
    void letsInterceptorsChangeRequests() {
        NatsTemplate tenant = NatsTemplate.builder(box.client(), box.context().getBean(PayloadCodecs.class))
                .interceptor((request, next) -> next.proceed(request.withHeader("Tenant", "intercepted")))
                .build();
        assertThat(tenant.request("box.shop.absent", null, String.class)).isEqualTo("intercepted");
        NatsTemplate answering = box.template()
                .mutate()
                .interceptor((request, next) -> CompletableFuture.completedFuture(Reply.of(new byte[] {42})))
                .build();
        assertThat(answering.request("box.nobody.there", null, String.class)).isEqualTo("*");
    }

    @Test
    void routesLikeAnnotations() throws Exception {
        assertThat(box.answer("box.routes.get.1", "")).isEqualTo(box.answer("box.shop.get.1", ""));
        assertThat(box.answer("box.routes.get.2", "")).isEqualTo("404:No such item");
        assertThat(box.answer("box.routes.get.x", "")).startsWith("400:");
        assertThat(box.answer("box.routes.create", "{\"sku\":\"a\",\"quantity\":1}"))
                .isEqualTo(box.answer("box.shop.create", "{\"sku\":\"a\",\"quantity\":1}"));
        for (String wrong : List.of("", "{", "[]", "null", "{\"quantity\":\"x\"}")) {
            assertThat(box.answer("box.routes.create", wrong)).as(wrong).startsWith("400:");
            assertThat(box.answer("box.shop.create", wrong)).as(wrong).startsWith("400:");
        }
        assertThat(box.answer("box.routes.list", "[{\"sku\":\"a\",\"quantity\":1}]"))
                .isEqualTo("a");
        assertThat(box.answer("box.routes.text", "")).isEqualTo("[]");
        assertThat(box.texts("box.routes.stream", "")).containsExactly("a", "b", ".");
        assertThat(box.answer("box.routes.later", "")).isEqualTo("418:Teapot");
        assertThat(box.answer("box.routes.method.1", "")).isEqualTo(box.answer("box.shop.get.1", ""));
    }
}
