// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsService;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;

class ServiceMembershipTests {

    static class OfDefault {

        @NatsEndpoint
        String first() {
            return "first";
        }
    }

    @NatsService(
            name = "orders",
            version = "1.2.0",
            description = "Orders",
            metadata = {"team=shop", "tier = 1"},
            queueGroup = "workers")
    @NatsGroup("orders")
    static class Orders {

        @NatsEndpoint
        String create() {
            return "created";
        }

        @NatsEndpoint(queueGroup = "cancellers")
        String cancel() {
            return "cancelled";
        }
    }

    @NatsService(
            name = "orders",
            version = "1.2.0",
            description = "Orders",
            metadata = {"team=shop", "tier = 1"},
            queueGroup = "workers")
    @NatsGroup(value = "orders.reports", queueGroup = "reporters")
    static class Reports {

        @NatsEndpoint
        String daily() {
            return "daily";
        }
    }

    @NatsService(name = "orders", version = "2.0.0")
    @NatsGroup("v2.orders")
    static class NewOrders {

        @NatsEndpoint
        String create() {
            return "created anew";
        }
    }

    @NatsService(name = "default-service", version = "1.0.0")
    static class NamesTheDefault {

        @NatsEndpoint
        String second() {
            return "second";
        }
    }

    static class Several {

        @NatsEndpoint
        String c() {
            return "c";
        }

        @NatsEndpoint
        String a() {
            return "a";
        }

        @NatsEndpoint
        String b() {
            return "b";
        }
    }

    static class Announcer implements BeanPostProcessor {

        @Override
        public Object postProcessBeforeInitialization(Object bean, String beanName) {
            if (bean instanceof MicroServiceRegistrar registrar) {
                registrar.setAnnounceDefaultService(true);
            }
            return bean;
        }
    }

    @Test
    void aBeanWithoutAServiceBelongsToTheDefaultService() {
        try (NatsContext nats = NatsContext.start(OfDefault.class)) {
            MicroService service = nats.onlyService();
            assertThat(service.info().name()).isEqualTo("default-service");
            assertThat(service.info().version()).isEqualTo("1.0.0");
            assertThat(service.info().description()).isEqualTo("The default");
            assertThat(service.info().metadata()).isEqualTo(Map.of("from", "test"));
        }
    }

    @Test
    void aBeanWithAServiceHasItsOwn() {
        try (NatsContext nats = NatsContext.start(Orders.class)) {
            MicroService service = nats.onlyService();
            assertThat(service.info().name()).isEqualTo("orders");
            assertThat(service.info().version()).isEqualTo("1.2.0");
            assertThat(service.info().description()).isEqualTo("Orders");
            assertThat(service.info().metadata()).isEqualTo(Map.of("team", "shop", "tier", "1"));
        }
    }

    @Test
    void classesThatNameTheSameServiceShareIt() {
        try (NatsContext nats = NatsContext.start(Orders.class, Reports.class)) {
            nats.onlyService();
            assertThat(nats.subjects()).containsExactly("orders.cancel", "orders.create", "orders.reports.daily");
        }
    }

    @Test
    void anotherVersionIsAnotherService() {
        try (NatsContext nats = NatsContext.start(Orders.class, NewOrders.class)) {
            assertThat(nats.services()).extracting(MicroService::version).containsExactly("1.2.0", "2.0.0");
            assertThat(nats.reply("v2.orders.create", "")).isEqualTo("created anew");
        }
    }

    @Test
    void aClassMayNameTheDefaultServiceWithoutSayingMoreOfIt() {
        try (NatsContext nats = NatsContext.start(OfDefault.class, NamesTheDefault.class)) {
            assertThat(nats.onlyService().info().description()).isEqualTo("The default");
            assertThat(nats.subjects()).containsExactly("first", "second");
        }
    }

    @Test
    void theQueueGroupOfTheServiceCountsWhereNoneIsNearer() {
        try (NatsContext nats = NatsContext.start(Orders.class)) {
            assertThat(nats.onlyService().info().endpoints())
                    .extracting("name", "queueGroup")
                    .contains(tuple("create", "workers"));
        }
    }

    @Test
    void theQueueGroupOfTheEndpointIsTheNearest() {
        try (NatsContext nats = NatsContext.start(Orders.class)) {
            assertThat(nats.onlyService().info().endpoints())
                    .extracting("name", "queueGroup")
                    .contains(tuple("cancel", "cancellers"));
        }
    }

    @Test
    void theQueueGroupOfTheGroupCountsBeforeTheServices() {
        try (NatsContext nats = NatsContext.start(Reports.class)) {
            assertThat(nats.onlyService().info().endpoints())
                    .extracting("queueGroup")
                    .containsExactly("reporters");
        }
    }

    @Test
    void theQueueGroupIsQWhereNobodyChoseOne() {
        try (NatsContext nats = NatsContext.start(OfDefault.class)) {
            assertThat(nats.onlyService().info().endpoints())
                    .extracting("queueGroup")
                    .containsExactly("q");
        }
    }

    @Test
    void theDefaultServiceIsNotThereWhereNoEndpointNeedsIt() {
        try (NatsContext nats = NatsContext.start(Orders.class)) {
            assertThat(nats.services()).extracting(MicroService::name).containsExactly("orders");
        }
    }

    @Test
    void aContextWithoutEndpointsAnnouncesNothing() {
        try (NatsContext nats = NatsContext.start()) {
            assertThat(nats.services()).isEmpty();
        }
    }

    @Test
    void theDefaultServiceIsThereWithoutEndpointsWhereItIsAnnounced() {
        try (NatsContext nats = NatsContext.start(Announcer.class)) {
            assertThat(nats.onlyService().name()).isEqualTo("default-service");
            assertThat(nats.onlyService().endpoints()).isEmpty();
        }
    }

    @Test
    void anAnnouncedDefaultServiceStandsBesideAnother() {
        try (NatsContext nats = NatsContext.start(Announcer.class, Orders.class)) {
            assertThat(nats.services()).extracting(MicroService::name).containsExactly("default-service", "orders");
        }
    }

    @Test
    void endpointsAreInTheOrderOfTheBeansAndThenOfTheNames() {
        try (NatsContext nats = NatsContext.start(OfDefault.class, Several.class)) {
            assertThat(nats.subjects()).containsExactly("first", "a", "b", "c");
        }
        try (NatsContext nats = NatsContext.start(Several.class, OfDefault.class)) {
            assertThat(nats.subjects()).containsExactly("a", "b", "c", "first");
        }
    }
}
