// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.testing.NatsServer;
import io.github.natsmicro.wire.PingResponse;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscoveryClientTests {

    private final NatsServer server = NatsServer.start();
    private final Connection connection = server.connect();
    private final Connection caller = server.connect();
    private final DiscoveryClient discovery = DiscoveryClient.on(caller);
    private final List<MicroService> services = new ArrayList<>();

    private MicroService start(String name) {
        MicroService service = MicroService.builder(connection, name, "1.0.0")
                .description("For a test")
                .metadata("zone", "a")
                .addEndpoint("work", request -> request.respond("done"))
                .start();
        services.add(service);
        return service;
    }

    @AfterEach
    void close() throws InterruptedException {
        services.forEach(MicroService::close);
        caller.close();
        connection.close();
        server.close();
    }

    @Test
    void everyInstanceOfEveryServiceAnswers() {
        MicroService one = start("one");
        MicroService two = start("two");
        MicroService other = start("two");

        assertThat(discovery.ping()).containsExactlyInAnyOrder(one.ping(), two.ping(), other.ping());
        assertThat(discovery.info()).containsExactlyInAnyOrder(one.info(), two.info(), other.info());
        assertThat(discovery.stats()).containsExactlyInAnyOrder(one.stats(), two.stats(), other.stats());
    }

    @Test
    void theInstancesOfOneService() {
        start("one");
        MicroService two = start("two");
        MicroService other = start("two");

        assertThat(discovery.ping("two")).containsExactlyInAnyOrder(two.ping(), other.ping());
        assertThat(discovery.info("two")).containsExactlyInAnyOrder(two.info(), other.info());
        assertThat(discovery.stats("two")).containsExactlyInAnyOrder(two.stats(), other.stats());
    }

    @Test
    void oneInstance() {
        MicroService one = start("one");
        start("one");

        assertThat(discovery.ping("one", one.id())).contains(one.ping());
        assertThat(discovery.info("one", one.id())).contains(one.info());
        assertThat(discovery.stats("one", one.id())).contains(one.stats());
    }

    @Test
    void whereNobodyAnswersTheResultIsEmpty() {
        assertThat(discovery.ping()).isEmpty();
        assertThat(discovery.info("nobody")).isEmpty();
        assertThat(discovery.stats("nobody", "there")).isEmpty();
    }

    @Test
    void anotherPrefix() {
        MicroService hidden = MicroService.builder(connection, "hidden", "1.0.0")
                .apiPrefix("my.services")
                .start();
        services.add(hidden);

        assertThat(discovery.ping()).isEmpty();
        assertThat(discovery.apiPrefix("my.services").ping()).containsExactly(hidden.ping());
    }

    @Test
    void whatIsNoDocumentIsSkipped() throws Exception {
        MicroService one = start("one");
        Dispatcher rubbish = connection.createDispatcher();
        rubbish.subscribe("$SRV.PING", request -> {
            for (String text : List.of("", "no JSON", "[]", "{}", "{\"type\":\"io.nats.micro.v1.info_response\"}")) {
                connection.publish(request.getReplyTo(), text.getBytes(StandardCharsets.UTF_8));
            }
        });
        connection.flush(Duration.ofSeconds(5));

        assertThat(discovery.ping()).extracting(PingResponse::id).containsExactly(one.id());
    }
}
