// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.natsmicro.Endpoint;
import io.github.natsmicro.ServiceException;
import io.github.natsmicro.client.NoRespondersException;
import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.spring.client.EnableNatsClients;
import io.github.natsmicro.spring.client.ErrorReplyException;
import io.github.natsmicro.spring.client.NatsClient;
import io.github.natsmicro.spring.client.NatsClientProxyFactory;
import io.github.natsmicro.spring.client.NatsTemplate;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.spring.contract.Reply;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** One interface that a service implements and its callers use, in one application and in two. */
class SharedContractTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    private static NatsContext together;
    private static NatsContext elsewhere;

    record NewOrder(String item, int quantity) {}

    record Order(String id, String item, int quantity) {}

    @NatsService(name = "shared-orders", version = "1.0.0")
    @NatsGroup("${orders.prefix}")
    interface Orders {

        @NatsEndpoint
        Order create(NewOrder order, @Header("Customer") String customer);

        @NatsEndpoint(name = "get", subject = "get.{id}")
        Optional<Order> get(@DestinationVariable String id);

        @NatsEndpoint
        CompletionStage<Integer> count();

        @NatsEndpoint(name = "export", streaming = "true")
        List<Order> export();

        @NatsEndpoint(streaming = "true")
        Stream<Order> each();

        @NatsEndpoint(streaming = "true")
        Flux<Order> flow();

        @NatsEndpoint
        Mono<Order> latest();

        @NatsEndpoint(instanceOnly = "true")
        String whoAreYou();

        @NatsEndpoint
        Reply<String> versioned();

        @NatsEndpoint(name = "refuse", subject = "refuse.{code}")
        void refuse(@DestinationVariable int code, String why);

        default Order createOne(String item) {
            return create(new NewOrder(item, 1), "nobody");
        }
    }

    static class OrderEndpoints implements Orders {

        private final Map<String, Order> orders = new ConcurrentHashMap<>();
        private final AtomicInteger ids = new AtomicInteger();

        @Override
        public Order create(NewOrder order, String customer) {
            String id = customer + ids.incrementAndGet();
            Order created = new Order(id, order.item(), order.quantity());
            orders.put(id, created);
            return created;
        }

        @Override
        public Optional<Order> get(String id) {
            return Optional.ofNullable(orders.get(id));
        }

        @Override
        public CompletionStage<Integer> count() {
            return CompletableFuture.supplyAsync(orders::size);
        }

        @Override
        public List<Order> export() {
            return List.copyOf(orders.values());
        }

        @Override
        public Stream<Order> each() {
            return orders.values().stream();
        }

        @Override
        public Flux<Order> flow() {
            return Flux.range(0, 3).map(i -> new Order("id" + i, "tea", i));
        }

        @Override
        public Mono<Order> latest() {
            return Mono.empty();
        }

        @Override
        public String whoAreYou() {
            return "the one";
        }

        @Override
        public Reply<String> versioned() {
            return Reply.of("text").header("Version", "7");
        }

        @Override
        public void refuse(int code, String why) {
            throw new ServiceException(code, why);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableNatsClients(clients = Orders.class)
    static class Clients {

        @Bean
        NatsClientProxyFactory clientFactory(
                Connection connection, PayloadCodec codec, ConfigurableBeanFactory beanFactory) {
            return NatsClientProxyFactory.builder(NatsTemplate.create(connection, PayloadCodecs.of(codec)))
                    .embeddedValueResolver(new EmbeddedValueResolver(beanFactory))
                    .build();
        }
    }

    record Injected(Orders orders) {}

    record InjectedClient(@NatsClient Orders orders) {}

    private static final Map<String, Object> PROPERTIES = Map.of("orders.prefix", "shared.orders");

    @BeforeAll
    static void start() {
        together = NatsContext.start(
                PROPERTIES, OrderEndpoints.class, Clients.class, Injected.class, InjectedClient.class);
        elsewhere = NatsContext.start(PROPERTIES, Clients.class, Injected.class);
    }

    @AfterAll
    static void stop() {
        elsewhere.close();
        together.close();
    }

    private static Orders client() {
        return elsewhere.context().getBean(Injected.class).orders();
    }

    @Test
    void aCallFromAnotherApplication() {
        Order created = client().create(new NewOrder("tea", 3), "me");

        assertThat(created.id()).startsWith("me");
        assertThat(client().get(created.id())).contains(created);
        assertThat(client().get("unknown")).isEmpty();
        assertThat(client().export()).contains(created);
        assertThat(client().count())
                .succeedsWithin(SOON)
                .isEqualTo(client().export().size());
        assertThat(client().createOne("rice").item()).isEqualTo("rice");
    }

    @Test
    void streamsAndReactiveTypes() {
        Order created = client().createOne("tea");

        try (Stream<Order> each = client().each()) {
            assertThat(each).contains(created);
        }
        StepVerifier.create(client().flow().map(Order::quantity))
                .expectNext(0, 1, 2)
                .expectComplete()
                .verify(SOON);
        StepVerifier.create(client().latest()).expectComplete().verify(SOON);
    }

    @Test
    void anEndpointForOneInstanceIsCalledByAClientForIt() {
        NatsClientProxyFactory factory = elsewhere.context().getBean(NatsClientProxyFactory.class);

        assertThat(factory.createClient(Orders.class, together.onlyService().id())
                        .whoAreYou())
                .isEqualTo("the one");
        assertThatExceptionOfType(NoRespondersException.class)
                .isThrownBy(() -> factory.createClient(Orders.class, "another").whoAreYou());
        assertThatIllegalStateException()
                .isThrownBy(() -> client().whoAreYou())
                .withMessage(
                        "The client method %s.whoAreYou() calls one instance of its service, and this client was made"
                                        .formatted(Orders.class.getName())
                                + " for none. Make it with createClient(type, instanceId).");
        assertThat(factory.createClient(Orders.class, "another").versioned().body())
                .isEqualTo("text");
    }

    @Test
    void repliesWithHeaders() {
        Reply<String> reply = client().versioned();

        assertThat(reply.body()).isEqualTo("text");
        assertThat(reply.headers().getFirst("Version")).isEqualTo("7");
    }

    @Test
    void errorsOfTheService() {
        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() -> client().refuse(409, "Already there"))
                .satisfies(error -> {
                    assertThat(error.code()).isEqualTo(409);
                    assertThat(error.description()).isEqualTo("Already there");
                });
    }

    @Test
    void whereTheServiceIsToTheImplementationIsInjected() {
        assertThat(together.context().getBean(Injected.class).orders()).isInstanceOf(OrderEndpoints.class);
        assertThat(together.context().getBean(Orders.class)).isInstanceOf(OrderEndpoints.class);
    }

    @Test
    void theQualifierAsksForTheClient() {
        Orders orders = together.context().getBean(InjectedClient.class).orders();
        Order created = orders.create(new NewOrder("tea", 3), "me");

        assertThat(orders).isNotInstanceOf(OrderEndpoints.class);
        assertThat(together.context().getBean(OrderEndpoints.class).get(created.id()))
                .contains(created);
    }

    @Test
    void aClientIsABeanWithTheNameOfItsInterface() {
        assertThat(elsewhere.context().getBean(Orders.class.getName())).isSameAs(client());
    }

    @Test
    void aClientOffersNothing() {
        assertThat(elsewhere.services()).isEmpty();
        assertThat(together.onlyService().endpoints())
                .extracting(Endpoint::subject)
                .containsExactlyInAnyOrder(
                        "shared.orders.create",
                        "shared.orders.get.*",
                        "shared.orders.count",
                        "shared.orders.export",
                        "shared.orders.each",
                        "shared.orders.flow",
                        "shared.orders.latest",
                        "shared.orders.whoAreYou." + together.onlyService().id(),
                        "shared.orders.versioned",
                        "shared.orders.refuse.*");
    }
}
