// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.endpoint.NatsMicroEndpoint.ServicesDescriptor;
import io.github.natsmicro.boot.autoconfigure.service.NatsMicroAutoConfiguration;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;

class NatsMicroEndpointTests {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    NatsAutoConfiguration.class,
                    NatsMicroAutoConfiguration.class,
                    NatsMicroEndpointAutoConfiguration.class))
            .withBean(Shop.class)
            .withBean(Store.class)
            .withPropertyValues(
                    "nats.servers=" + NatsServer.shared().url(),
                    "nats.micro.name=shop",
                    "nats.micro.version=1.0.0",
                    "nats.micro.metadata.region=north",
                    "management.endpoints.web.exposure.include=natsmicro");

    static class Shop {

        @NatsEndpoint
        String sell() {
            return "sold";
        }

        @NatsEndpoint
        String fail() {
            throw new IllegalStateException("not today");
        }
    }

    @NatsService(name = "store", version = "2.0.0")
    static class Store {

        @NatsEndpoint
        void keep() {}
    }

    private static byte[] request(Connection connection, String subject) throws Exception {
        return connection
                .request(subject, new byte[0])
                .get(10, TimeUnit.SECONDS)
                .getData();
    }

    private static JsonNode json(@Nullable ServicesDescriptor descriptor) throws Exception {
        assertThat(descriptor).isNotNull();
        return JSON.readTree(JSON.writeValueAsBytes(descriptor));
    }

    private void run(ContextConsumer<AssertableApplicationContext> test) {
        this.runner.run(test);
    }

    /** Sends requests, and waits until all of them have been counted. */
    private static void work(AssertableApplicationContext context) throws Exception {
        Connection connection = context.getBean(Connection.class);
        for (String subject : List.of("sell", "fail", "keep")) {
            request(connection, subject);
        }
        await().until(() -> context.getBean(MicroServiceRegistrar.class).services().stream()
                        .flatMap(service -> service.stats().endpoints().stream())
                        .mapToLong(endpoint -> endpoint.numRequests())
                        .sum()
                == 3);
    }

    @Test
    void showsTheDocumentsOfTheStatsSubjectFieldByField() {
        run(context -> {
            work(context);
            Connection connection = context.getBean(Connection.class);
            JsonNode services = json(context.getBean(NatsMicroEndpoint.class).services(null))
                    .get("services");
            assertThat(services).hasSize(2);
            assertThat(services.get(0)).isEqualTo(JSON.readTree(request(connection, "$SRV.STATS.shop")));
            assertThat(services.get(1)).isEqualTo(JSON.readTree(request(connection, "$SRV.STATS.store")));
        });
    }

    @Test
    void keepsTheOrderOfTheFields() {
        run(context -> {
            Map<String, Object> service = context.getBean(NatsMicroEndpoint.class)
                    .services(null)
                    .services()
                    .get(0);
            JsonNode answered = JSON.readTree(request(context.getBean(Connection.class), "$SRV.STATS.shop"));
            List<String> names = new ArrayList<>();
            answered.fieldNames().forEachRemaining(names::add);
            assertThat(service.keySet()).containsExactlyElementsOf(names);
        });
    }

    @Test
    void hasNothingBesideTheServices() {
        run(context -> {
            JsonNode descriptor = json(context.getBean(NatsMicroEndpoint.class).services(null));
            List<String> names = new ArrayList<>();
            descriptor.fieldNames().forEachRemaining(names::add);
            assertThat(names).containsExactly("services");
        });
    }

    @Test
    void showsTheServiceOfAName() {
        run(context -> {
            JsonNode services = json(context.getBean(NatsMicroEndpoint.class).service("store", null))
                    .get("services");
            assertThat(services).hasSize(1);
            assertThat(services.get(0).get("name").textValue()).isEqualTo("store");
        });
    }

    @Test
    void showsTheServiceWithAnId() {
        run(context -> {
            String id = context.getBean(MicroServiceRegistrar.class)
                    .services()
                    .get(1)
                    .id();
            JsonNode services = json(context.getBean(NatsMicroEndpoint.class).service(id, null))
                    .get("services");
            assertThat(services).hasSize(1);
            assertThat(services.get(0).get("id").textValue()).isEqualTo(id);
        });
    }

    @Test
    void tellsNamesApartByCase() {
        run(context -> assertThat(context.getBean(NatsMicroEndpoint.class).service("SHOP", null))
                .isNull());
    }

    @Test
    void knowsNoOtherService() {
        run(context -> assertThat(context.getBean(NatsMicroEndpoint.class).service("unknown", null))
                .isNull());
    }

    @Test
    void showsAnEmptyListWhereThereIsNoService() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        NatsAutoConfiguration.class,
                        NatsMicroAutoConfiguration.class,
                        NatsMicroEndpointAutoConfiguration.class))
                .withPropertyValues(
                        "nats.servers=" + NatsServer.shared().url(),
                        "management.endpoints.web.exposure.include=natsmicro")
                .run(context -> assertThat(context.getBean(NatsMicroEndpoint.class)
                                .services(null)
                                .services())
                        .isEmpty());
    }
}
