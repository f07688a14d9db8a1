// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.natsmicro.client.DiscoveryClient;
import io.github.natsmicro.client.Requester;
import io.github.natsmicro.client.ServiceErrorException;
import io.github.natsmicro.transport.NatsTroubleListener;
import io.github.natsmicro.wire.InfoResponse;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code docs/engine.md} shows. */
class EngineGuideTests {

    @RegisterExtension
    final Bench bench = new Bench();

    record Order(String item) {}

    record Receipt(String item, String state) {}

    private static CompletableFuture<byte[]> lookUp(String key) {
        return CompletableFuture.supplyAsync(() -> ("value of " + key).getBytes(UTF_8));
    }

    private static Iterator<Order> orders() {
        return List.of(new Order("tea"), new Order("milk")).iterator();
    }

    private Requester requester() {
        return Requester.on(bench.client()).timeout(Duration.ofSeconds(5));
    }

    private String call(String subject, String body) {
        return Replies.text(requester().request(subject, body.getBytes(UTF_8)));
    }

    @Test
    void replies() {
        MicroServiceBuilder service = bench.service("guide");
        service.addEndpoint("bytes", request -> request.respond(request.data()));
        service.addEndpoint("text", request -> request.respond("Hello, " + request.text()));
        service.addEndpoint("json", request -> {
            Order order = request.json(Order.class);
            assertThat(order).isNotNull();
            request.respondJson(new Receipt(order.item(), "taken"));
        });
        service.addEndpoint("error", request -> {
            throw new ServiceException(404, "No such order").withBody("details".getBytes(UTF_8));
        });
        service.addEndpoint("stream", request -> {
            ReplyStream stream = request.openStream();
            for (int i = 1; i <= 3; i++) {
                stream.send("element " + i);
            }
        });
        service.addEndpoint("export", request -> {
            ReplyStream stream = request.openStream();
            for (Iterator<Order> orders = orders(); orders.hasNext() && stream.awaitReady(); ) {
                stream.sendJson(orders.next());
            }
        });
        service.addAsyncEndpoint("later", request -> lookUp(request.text()).thenAccept(request::respond));
        bench.start(service);

        assertThat(call("bytes", "b")).isEqualTo("b");
        assertThat(call("text", "you")).isEqualTo("Hello, you");
        assertThat(call("json", "{\"item\":\"tea\"}")).isEqualTo("{\"item\":\"tea\",\"state\":\"taken\"}");
        assertThatThrownBy(() -> call("json", "no order"))
                .isInstanceOfSatisfying(
                        ServiceErrorException.class,
                        error -> assertThat(error.code()).isEqualTo(400));
        assertThatThrownBy(() -> call("error", ""))
                .isInstanceOfSatisfying(
                        ServiceErrorException.class,
                        error -> assertThat(error.body()).asString(UTF_8).isEqualTo("details"));
        assertThat(call("later", "k")).isEqualTo("value of k");
        try (Stream<Message> elements = requester().stream("stream", new byte[0])) {
            assertThat(elements.map(Replies::text)).containsExactly("element 1", "element 2", "element 3");
        }
        try (Stream<Message> elements = requester().stream("export", new byte[0])) {
            assertThat(elements.map(Replies::text)).containsExactly("{\"item\":\"tea\"}", "{\"item\":\"milk\"}");
        }
    }

    @Test
    void choicesForAnEndpoint() {
        EndpointOptions options = EndpointOptions.defaults()
                .subject("get.*")
                .queueGroup(QueueGroup.none())
                .metadata("format", "json")
                .concurrency(Concurrency.ORDERED)
                .maxInFlight(16)
                .maxWaiting(1_000)
                .maxBytes(8_000_000)
                .timeout(Duration.ofSeconds(2))
                .statsData(endpoint -> Map.of("cached", 12));
        MicroService service = bench.start(bench.service("guide")
                .addEndpoint("get", options, request -> request.respond("an order"))
                .addEndpoint("later", EndpointOptions.defaults().autoStart(false), request -> request.respond("ready"))
                .addEndpoint(
                        "clear", EndpointOptions.defaults().instanceOnly(true), request -> request.respond("cleared")));

        assertThat(call("get.1", "")).isEqualTo("an order");
        Replies.assertNoResponders(bench.call("later"));
        service.endpoints().get(1).resume();
        assertThat(call("later", "")).isEqualTo("ready");
        assertThat(call("clear." + service.id(), "")).isEqualTo("cleared");
        assertThat(bench.statsOf(service, 0).path("data").path("cached").asInt())
                .isEqualTo(12);
    }

    @Test
    void interceptors() {
        Interceptor keyed = (request, next) -> {
            if (request.header("Api-Key") == null) {
                throw new ServiceException(401, "The header Api-Key is missing");
            }
            return next.handle(request);
        };
        bench.start(bench.service("guide")
                .addInterceptor(keyed)
                .addGroup(
                        "admin",
                        admin -> admin.addInterceptor((request, next) -> next.handle(request))
                                .addEndpoint("purge", request -> request.respond("done"))));

        assertThatThrownBy(() -> call("admin.purge", ""))
                .isInstanceOfSatisfying(
                        ServiceErrorException.class,
                        error -> assertThat(error.code()).isEqualTo(401));
    }

    @Test
    void whileItRuns() throws Exception {
        ErrorListener yourErrorListener = new ErrorListener() {};
        Options options = Options.builder()
                .server(bench.server().url())
                .errorListener(new NatsTroubleListener(yourErrorListener))
                .build();
        try (Connection nats = Nats.connect(options);
                MicroService running =
                        MicroService.builder(nats, "guide", "1.0.0").start()) {
            Endpoint endpoint = running.addEndpoint("extra", request -> request.respond("here"));
            assertThat(call("extra", "")).isEqualTo("here");
            endpoint.pause();
            Replies.assertNoResponders(bench.call("extra"));
            endpoint.resume();
            assertThat(call("extra", "")).isEqualTo("here");
            CompletableFuture<Void> gone = endpoint.remove();
            gone.join();
            assertThat(running.info().endpoints()).isEmpty();
            try (Stream<InfoResponse> services =
                    DiscoveryClient.on(bench.client()).infoStream("guide")) {
                assertThat(services.map(InfoResponse::id)).isEqualTo(List.of(running.id()));
            }
            running.stop().join();
        }
    }
}
