// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.natsmicro.Concurrency;
import io.github.natsmicro.Interceptor;
import io.github.natsmicro.MicroService;
import io.github.natsmicro.QueueGroup;
import io.github.natsmicro.ServiceException;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.spring.contract.Reply;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import reactor.core.publisher.Mono;

/** Services, groups and endpoints that code defines. */
class RouterTests {

    private static NatsContext nats;

    record NewOrder(String sku, int quantity) {}

    record Order(String id, String sku, int quantity) {}

    static class Orders {

        Order create(NewOrder order) {
            return new Order("1", order.sku(), order.quantity());
        }

        String find(@DestinationVariable("id") int id, String payload) {
            return "found " + id + payload;
        }

        String find(String payload) {
            return "found " + payload;
        }

        String count() {
            return "2";
        }
    }

    @NatsService(name = "orders", version = "1.0.0", description = "Orders", metadata = "team=shop")
    static class AnnotatedOrders {

        @NatsEndpoint("orders.annotated")
        String annotated() {
            return "annotated";
        }
    }

    private static Interceptor marking(String mark) {
        return (request, next) -> {
            Headers headers = new Headers(request.headers());
            String before = request.header("Way");
            headers.put("Way", before == null ? mark : before + " " + mark);
            return next.handle(new io.github.natsmicro.ForwardingRequest(request) {

                @Override
                public Headers headers() {
                    return headers;
                }

                @Override
                public @Nullable String replyTo() {
                    return request.replyTo();
                }
            });
        };
    }

    @Configuration(proxyBeanMethods = false)
    static class Routers {

        @Bean
        NatsRouter orders(Orders orders) throws NoSuchMethodException {
            java.lang.reflect.Method count = Orders.class.getDeclaredMethod("count");
            return routes -> routes.service(
                    "orders",
                    "1.0.0",
                    service -> service.description("Orders")
                            .metadata("team", "shop")
                            .group(
                                    "orders",
                                    group -> group.endpoint(
                                                    "create",
                                                    endpoint -> endpoint.handle(NewOrder.class, orders::create))
                                            .endpoint(
                                                    "get",
                                                    endpoint -> endpoint.subject("get.{id}")
                                                            .metadata("kind", "query")
                                                            .handle(request ->
                                                                    "order " + request.variable("id", Integer.class)))
                                            .endpoint(
                                                    "find",
                                                    endpoint -> endpoint.subject("find.{id}")
                                                            .method(
                                                                    "routerTests.Orders",
                                                                    "find",
                                                                    int.class,
                                                                    String.class))
                                            .endpoint(
                                                    "count",
                                                    endpoint -> endpoint.method("routerTests.Orders", count))));
        }

        @Bean
        NatsRouter kinds() {
            return routes -> routes.group(
                    "kinds",
                    kinds -> kinds.endpoint(
                                    "total",
                                    endpoint -> endpoint.handle(
                                            new ParameterizedTypeReference<List<NewOrder>>() {},
                                            orders -> orders.stream()
                                                    .mapToInt(NewOrder::quantity)
                                                    .sum()))
                            .endpoint(
                                    "tenant",
                                    endpoint -> endpoint.handle(
                                            String.class, (text, request) -> text + " of " + request.header("Tenant")))
                            .endpoint(
                                    "reply",
                                    endpoint -> endpoint.handle(
                                            request -> Reply.of("body").header("Colour", "red")))
                            .endpoint(
                                    "later",
                                    endpoint -> endpoint.handle(request -> CompletableFuture.completedStage("later")))
                            .endpoint("mono", endpoint -> endpoint.handle(request -> Mono.just("mono")))
                            .endpoint(
                                    "stream",
                                    endpoint -> endpoint.streaming()
                                            .handle(
                                                    Integer.class,
                                                    count -> Stream.iterate(1, n -> n + 1)
                                                            .limit(count)))
                            .endpoint(
                                    "itself",
                                    endpoint -> endpoint.handle(request -> {
                                        request.respond("by itself");
                                        return null;
                                    }))
                            .endpoint(
                                    "refuse",
                                    endpoint -> endpoint.handle(request -> {
                                        throw new ServiceException(409, "Not now");
                                    }))
                            .endpoint(
                                    "unknown",
                                    endpoint ->
                                            endpoint.subject("unknown.{id}").handle(request -> request.variable("key")))
                            .endpoint(
                                    "csv",
                                    endpoint -> endpoint.produces("text/csv").handle(request -> "a,b"))
                            .endpoint(
                                    "slow",
                                    endpoint -> endpoint.timeout(Duration.ofMillis(50))
                                            .handle(request -> new CountDownLatch(1).await(10, TimeUnit.SECONDS))));
        }

        @Bean
        NatsRouter around() {
            return routes -> routes.service(
                    "around",
                    "1.0.0",
                    service -> service.interceptor(marking("service"))
                            .queueGroup(QueueGroup.named("of-service"))
                            .endpoint(
                                    "outside",
                                    endpoint -> endpoint.concurrency(Concurrency.ORDERED)
                                            .handle(request -> request.header("Way")))
                            .group(
                                    "outer",
                                    outer -> outer.endpoint(
                                                    "middle",
                                                    endpoint -> endpoint.handle(request -> request.header("Way")))
                                            .interceptor(marking("outer"))
                                            .queueGroup(QueueGroup.named("of-outer"))
                                            .group(
                                                    "inner",
                                                    inner -> inner.interceptor(marking("inner"))
                                                            .endpoint(
                                                                    "deep",
                                                                    endpoint -> endpoint.interceptor(
                                                                                    marking("endpoint"))
                                                                            .queueGroup(QueueGroup.none())
                                                                            .handle(request ->
                                                                                    request.header("Way"))))));
        }

        @Bean
        NatsRouter direct() {
            return routes -> routes.endpoint(
                    "direct",
                    endpoint -> endpoint.subject("direct.{*path}").handle(request -> request.variable("path")));
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Orders.class, AnnotatedOrders.class, Routers.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    private static MicroService service(String name) {
        return nats.services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRouterMaySayTheSameOfAServiceAsAClassAndShareIt() {
        assertThat(service("orders").info().description()).isEqualTo("Orders");
        assertThat(service("orders").info().metadata()).isEqualTo(Map.of("team", "shop"));
        assertThat(service("orders").info().endpoints())
                .extracting("name", "subject")
                .containsExactly(
                        tuple("annotated", "orders.annotated"),
                        tuple("create", "orders.create"),
                        tuple("get", "orders.get.*"),
                        tuple("find", "orders.find.*"),
                        tuple("count", "orders.count"));
    }

    @Test
    void aFunctionTakesAnObjectAndReturnsOne() {
        assertThat(nats.reply("orders.create", "{\"sku\":\"tea\",\"quantity\":2}"))
                .isEqualTo("{\"id\":\"1\",\"sku\":\"tea\",\"quantity\":2}");
    }

    @Test
    void aFunctionReadsVariablesByTheirType() {
        assertThat(nats.reply("orders.get.7", "")).isEqualTo("order 7");
        assertThat(NatsContext.error(nats.request("orders.get.x", "")))
                .isEqualTo("400:The request can not be read: id is missing or not valid");
        assertThat(service("orders").info().endpoints().get(2).metadata()).isEqualTo(Map.of("kind", "query"));
    }

    @Test
    void aMethodOfABeanIsAnEndpointWithoutAnnotation() {
        assertThat(nats.reply("orders.find.7", "!")).isEqualTo("found 7!");
        assertThat(nats.reply("orders.count", "")).isEqualTo("2");
    }

    @Test
    void aPayloadMayBeOfAGenericType() {
        assertThat(nats.reply("kinds.total", "[{\"sku\":\"tea\",\"quantity\":2},{\"sku\":\"oil\",\"quantity\":3}]"))
                .isEqualTo("5");
    }

    @Test
    void aPayloadThatCanNotBeReadIsTheCallersMistake() {
        assertThat(NatsContext.error(nats.request("orders.create", "nonsense")))
                .isEqualTo("400:The request can not be read: the payload is missing or not valid");
        assertThat(NatsContext.error(nats.request("orders.create", "")))
                .isEqualTo("400:The request can not be read: the payload is missing or not valid");
    }

    @Test
    void aFunctionSeesHeaders() throws Exception {
        Message request = NatsMessage.builder()
                .subject("kinds.tenant")
                .headers(new Headers().put("Tenant", "acme"))
                .data("tea")
                .build();
        Message reply = nats.client().request(request).get(5, TimeUnit.SECONDS);
        assertThat(NatsContext.text(reply)).isEqualTo("tea of acme");
    }

    @Test
    void aFunctionMayReturnAReply() {
        Message reply = nats.request("kinds.reply", "");
        assertThat(NatsContext.text(reply)).isEqualTo("body");
        assertThat(NatsContext.header(reply, "Colour")).isEqualTo("red");
    }

    @Test
    void aFunctionMayAnswerLater() {
        assertThat(nats.reply("kinds.later", "")).isEqualTo("later");
        assertThat(nats.reply("kinds.mono", "")).isEqualTo("mono");
    }

    @Test
    void aFunctionMayAnswerItself() {
        assertThat(nats.reply("kinds.itself", "")).isEqualTo("by itself");
    }

    @Test
    void aFunctionMayStream() throws Exception {
        var inbox = nats.client().subscribe(nats.client().createInbox());
        nats.client()
                .publish("kinds.stream", inbox.getSubject(), "3".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        for (String expected : List.of("1", "2", "3", "")) {
            assertThat(NatsContext.text(inbox.nextMessage(Duration.ofSeconds(5))))
                    .isEqualTo(expected);
        }
    }

    @Test
    void aFunctionMayRefuse() {
        assertThat(NatsContext.error(nats.request("kinds.refuse", ""))).isEqualTo("409:Not now");
    }

    @Test
    void aFunctionThatAsksForAnUnknownVariableFails() {
        assertThat(NatsContext.error(nats.request("kinds.unknown.7", ""))).isEqualTo("500:Internal Server Error");
    }

    @Test
    void anEndpointMayDeclareWhatItProduces() {
        assertThat(NatsContext.header(nats.request("kinds.csv", ""), "Content-Type"))
                .isEqualTo("text/csv");
    }

    @Test
    void anEndpointMayHaveATimeout() {
        assertThat(NatsContext.error(nats.request("kinds.slow", ""))).startsWith("504:");
    }

    @Test
    void interceptorsStandAroundWhatIsInTheirPlace() {
        assertThat(nats.reply("outside", "")).isEqualTo("service");
        assertThat(nats.reply("outer.middle", "")).isEqualTo("service outer");
        assertThat(nats.reply("outer.inner.deep", "")).isEqualTo("service outer inner endpoint");
    }

    @Test
    void theNearestQueueGroupCounts() {
        assertThat(service("around").info().endpoints())
                .extracting("name", "queueGroup")
                .containsExactly(tuple("outside", "of-service"), tuple("middle", "of-outer"), tuple("deep", ""));
    }

    @Test
    void whatIsInNoServiceBelongsToTheDefaultService() {
        assertThat(nats.reply("direct.a.b", "")).isEqualTo("a.b");
        assertThat(service("default-service").info().endpoints())
                .extracting("name")
                .contains("direct", "total");
    }
}
