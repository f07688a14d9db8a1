// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.natsmicro.Request;
import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.NatsRouter;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsResponseStatus;
import io.github.natsmicro.spring.client.EnableNatsClients;
import io.github.natsmicro.spring.client.ErrorReplyException;
import io.github.natsmicro.spring.contract.Reply;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.NUID;
import io.nats.client.impl.Headers;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import org.springframework.stereotype.Component;

/** The examples of the README: this is their code, it runs, and the README shows it word for word. */
@SuppressWarnings("serial") // What the README shows is short.
class ReadmeExamplesTests {

    // example: objects
    record NewOrder(@NotBlank String sku, @Min(1) @Max(1000) int quantity) {}

    record Order(String id, String sku, int quantity) {}

    @Component
    @NatsGroup("orders")
    static class Orders {

        private final Map<String, Order> orders = new ConcurrentHashMap<>();

        @NatsEndpoint // on orders.create; JSON in, JSON out, and 400 for what is not valid
        Order create(@Valid NewOrder order) {
            Order taken = new Order(NUID.nextGlobal(), order.sku(), order.quantity());
            orders.put(taken.id(), taken);
            return taken;
        }
        // end

        // example: subjects
        @NatsEndpoint(subject = "get.{id}", whenEmpty = "404:No such order") // {id} is one token
        Optional<Order> get(@DestinationVariable String id) {
            return Optional.ofNullable(orders.get(id));
        }

        @NatsEndpoint("notes.{year}.{*topic}") // {*topic} is the rest, with its dots
        String note(@DestinationVariable int year, @DestinationVariable String topic, String text) {
            return year + "/" + topic + ": " + text;
        }
        // end

        // example: headers
        @NatsEndpoint
        Reply<Order> ship(@Header("Tenant") String tenant, Order order) { // a header that is missing is a 400
            if (order.quantity() > 100) {
                return Reply.<Order>error(409, "Too many to ship").body(order);
            }
            return Reply.of(order).header("Shipped-For", tenant);
        }
        // end

        // example: later
        @NatsEndpoint
        CompletionStage<Order> cheapest() { // or a Mono; the reply is sent when the value is there
            return CompletableFuture.supplyAsync(() -> new Order("1", "tea", 1));
        }
        // end

        // example: streams
        @NatsEndpoint(streaming = "true") // a message for each element, and an empty one at the end
        Stream<Order> export() { // or a Flux, a Flow.Publisher, an Iterator, an Iterable
            return orders.values().stream(); // read only as fast as the connection sends
        }
        // end
    }

    // example: errors
    @NatsResponseStatus(code = 410, description = "No longer sold")
    static class NoLongerSoldException extends RuntimeException {}

    @Component
    static class Catalogue {

        @NatsEndpoint("catalogue.{sku}")
        String describe(@DestinationVariable String sku) {
            if (sku.equals("ice")) {
                throw new NoLongerSoldException();
            }
            throw new ArithmeticException("a text that only the log shows");
        }

        @MessageExceptionHandler // its result is the body; @NatsEndpointAdvice beans have such methods for all
        @NatsResponseStatus(code = 422, description = "Cannot be computed")
        Map<String, String> notComputed(ArithmeticException failure, Request request) {
            return Map.of("subject", request.subject());
        }
    }
    // end

    // example: limits
    @Component
    static class Ledger {

        @NatsEndpoint(concurrency = "ordered", timeout = "${ledger.timeout:2s}", maxWaiting = "100")
        void book(String entry) {} // one after the other, each within two seconds, and 503 when a hundred wait

        @NatsEndpoint(instanceOnly = "true") // on state.<id of the service>, to ask this very instance
        String state(Request request) {
            return "serving " + request.endpoint().subject();
        }
    }
    // end

    // example: codec
    @Component
    static class CsvCodec implements PayloadCodec { // "Content-Type: text/csv" reads, "Accept: text/csv" writes by it

        @Override
        public byte[] encode(@Nullable Object value) {
            return value instanceof Order order ? (order.sku() + "," + order.quantity()).getBytes(UTF_8) : new byte[0];
        }

        @Override
        public Object decode(byte[] data, Type type) {
            List<String> columns = List.of(new String(data, UTF_8).split(",", 2));
            return new NewOrder(columns.get(0), Integer.parseInt(columns.get(1)));
        }

        @Override
        public List<String> contentTypes() {
            return List.of("text/csv");
        }
    }
    // end

    @Configuration(proxyBeanMethods = false)
    static class Routes {

        // example: router
        @Bean
        NatsRouter routes(Orders orders) {
            return routes -> routes.service(
                    "backoffice",
                    "1.0.0",
                    service -> service.description("For us only")
                            .group(
                                    "backoffice",
                                    group -> group.endpoint(
                                            "reorder",
                                            endpoint -> endpoint.subject("reorder.{sku}")
                                                    .timeout(Duration.ofSeconds(1))
                                                    .handle(request -> orders.create(
                                                            new NewOrder(request.variable("sku"), 10))))));
        }
        // end
    }

    // example: client
    @NatsGroup("orders")
    interface OrdersClient { // the interface that the service implements will do as well

        @NatsEndpoint
        Order create(NewOrder order);

        @NatsEndpoint("get.{id}")
        Optional<Order> get(@DestinationVariable String id);

        @NatsEndpoint(streaming = "true")
        Stream<Order> export();
    }

    @Configuration
    @EnableNatsClients(clients = OrdersClient.class) // now a bean, to be injected like any other; or found by package
    static class Clients {}
    // end

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({Orders.class, Catalogue.class, Ledger.class, CsvCodec.class, Routes.class, Clients.class})
    static class Application {}

    private static ConfigurableApplicationContext application;
    private static Connection nats;

    @BeforeAll
    static void start() {
        application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run("--nats.servers=" + NatsServer.shared().url(), "--spring.application.name=examples");
        nats = NatsServer.shared().connect();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        nats.close();
        application.close();
    }

    private static Message request(String subject, String body, String... header) throws InterruptedException {
        Headers headers = new Headers();
        for (int i = 0; i < header.length; i += 2) {
            headers.put(header[i], header[i + 1]);
        }
        return Objects.requireNonNull(nats.request(subject, headers, body.getBytes(UTF_8), Duration.ofSeconds(5)));
    }

    private static String text(Message message) {
        return new String(message.getData(), UTF_8);
    }

    private static String error(Message message) {
        return message.hasHeaders()
                ? message.getHeaders().getFirst("Nats-Service-Error-Code") + ":"
                        + message.getHeaders().getFirst("Nats-Service-Error")
                : "";
    }

    private static OrdersClient client() {
        return application.getBean(OrdersClient.class);
    }

    @Test
    void objects() throws Exception {
        assertThat(text(request("orders.create", "{\"sku\":\"tea\",\"quantity\":3}")))
                .matches("\\{\"id\":\"\\w+\",\"sku\":\"tea\",\"quantity\":3}");
        assertThat(error(request("orders.create", "{\"sku\":\"tea\",\"quantity\":0}")))
                .startsWith("400:");
        assertThat(error(request("orders.create", "no JSON"))).startsWith("400:");
    }

    @Test
    void subjects() throws Exception {
        String id = client().create(new NewOrder("tea", 3)).id();
        assertThat(text(request("orders.get." + id, ""))).contains("\"sku\":\"tea\"");
        assertThat(error(request("orders.get.none", ""))).isEqualTo("404:No such order");
        assertThat(text(request("orders.notes.2026.a.b", "text"))).isEqualTo("2026/a.b: text");
        assertThat(error(request("orders.notes.this.a.b", "text"))).startsWith("400:");
    }

    @Test
    void headers() throws Exception {
        Message shipped = request("orders.ship", "{\"id\":\"1\",\"sku\":\"tea\",\"quantity\":3}", "Tenant", "acme");
        assertThat(shipped.getHeaders().getFirst("Shipped-For")).isEqualTo("acme");
        Message refused = request("orders.ship", "{\"id\":\"1\",\"sku\":\"tea\",\"quantity\":300}", "Tenant", "acme");
        assertThat(error(refused)).isEqualTo("409:Too many to ship");
        assertThat(text(refused)).contains("\"quantity\":300");
        assertThat(error(request("orders.ship", "{\"id\":\"1\",\"sku\":\"tea\",\"quantity\":3}")))
                .startsWith("400:");
    }

    @Test
    void later() throws Exception {
        assertThat(text(request("orders.cheapest", ""))).isEqualTo("{\"id\":\"1\",\"sku\":\"tea\",\"quantity\":1}");
    }

    @Test
    void streams() {
        String id = client().create(new NewOrder("rice", 1)).id();
        try (Stream<Order> all = client().export()) {
            assertThat(all.map(Order::id)).contains(id);
        }
    }

    @Test
    void errors() throws Exception {
        assertThat(error(request("catalogue.ice", ""))).isEqualTo("410:No longer sold");
        Message mapped = request("catalogue.fire", "");
        assertThat(error(mapped)).isEqualTo("422:Cannot be computed");
        assertThat(text(mapped)).isEqualTo("{\"subject\":\"catalogue.fire\"}");
    }

    @Test
    void limits() throws Exception {
        assertThat(request("book", "entry").getData()).isEmpty();
        String id = application.getBean(MicroServiceRegistrar.class).services().stream()
                .filter(service -> service.name().equals("examples"))
                .findFirst()
                .orElseThrow()
                .id();
        assertThat(text(request("state." + id, ""))).isEqualTo("serving state." + id);
    }

    @Test
    void codec() throws Exception {
        Message reply = request("orders.create", "tea,3", "Content-Type", "text/csv", "Accept", "text/csv");
        assertThat(text(reply)).isEqualTo("tea,3");
        assertThat(reply.getHeaders().getFirst("Content-Type")).isEqualTo("text/csv");
    }

    @Test
    void router() throws Exception {
        assertThat(text(request("backoffice.reorder.tea", ""))).contains("\"sku\":\"tea\",\"quantity\":10");
    }

    @Test
    void clients() {
        Order taken = client().create(new NewOrder("milk", 2));
        assertThat(client().get(taken.id())).contains(taken);
        assertThat(client().get("none")).isEmpty();
        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() -> client().create(new NewOrder("", 0)))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(400));
    }

    @ParameterizedTest
    @MethodSource("shown")
    void theReadmeShowsIt(String name, String code) throws IOException {
        assertThat(Files.readString(Path.of("..", "README.md"))).as(name).contains("```java\n" + code + "\n```");
    }

    /** The examples of this file, moved to the left edge. */
    static List<Arguments> shown() throws IOException {
        String source = Files.readString(
                Path.of("src/test/java", ReadmeExamplesTests.class.getName().replace('.', '/') + ".java"));
        List<Arguments> examples = Pattern.compile(" *// example: (\\w+)\n(.*?) *// end\n", Pattern.DOTALL)
                .matcher(source)
                .results()
                .map(example -> Arguments.of(
                        example.group(1), example.group(2).stripTrailing().stripIndent()))
                .toList();
        assertThat(examples).hasSize(10);
        return examples;
    }
}
