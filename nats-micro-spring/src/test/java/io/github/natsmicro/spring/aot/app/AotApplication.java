// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.aot.app;

import io.github.natsmicro.QueueGroup;
import io.github.natsmicro.codec.Jackson3PayloadCodec;
import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.ServiceDefinition;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.client.EnableNatsClients;
import io.github.natsmicro.spring.client.NatsClient;
import io.github.natsmicro.spring.client.NatsClientProxyFactory;
import io.github.natsmicro.spring.client.NatsTemplate;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.annotation.Order;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import tools.jackson.databind.json.JsonMapper;

/** An application of classes and interfaces that are not public, as most are. */
@Configuration(proxyBeanMethods = false)
@EnableNatsClients(clients = AotApplication.Stock.class)
@Import({AotApplication.StockRoom.class, AotApplication.Counter.class, AotApplication.Caller.class})
public class AotApplication {

    record Item(String name, int count) {}

    interface Store<T> {

        @NatsEndpoint
        T put(T item);
    }

    @NatsGroup("stock")
    interface Stock extends Store<Item> {

        @NatsEndpoint("get.{name}")
        Item get(@DestinationVariable String name);

        default String describe(String name) {
            return get(name).toString();
        }
    }

    static class StockRoom implements Stock {

        @Override
        public Item put(Item item) {
            return new Item(item.name(), item.count() + 1);
        }

        @Override
        public Item get(String name) {
            if (name.equals("nothing")) {
                throw new IllegalStateException("There is none.");
            }
            return new Item(name, 7);
        }
    }

    @Scope(value = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
    static class Counter {

        private int count;

        @NatsEndpoint
        int count() {
            return ++count;
        }
    }

    @Lazy
    static class Caller implements Supplier<String> {

        private final Stock stock;

        Caller(@NatsClient Stock stock) {
            this.stock = stock;
        }

        @Override
        public String get() {
            return stock.put(new Item("tea", 1)) + " " + stock.describe("rice");
        }
    }

    @Bean
    @Order(2)
    Advice laterAdvice() {
        return new Advice("later");
    }

    @Bean
    @Order(1)
    Advice soonerAdvice() {
        return new Advice("sooner");
    }

    @Bean(destroyMethod = "close")
    Connection connection() {
        return NatsServer.shared().connect();
    }

    @Bean
    PayloadCodec codec() {
        return new Jackson3PayloadCodec(JsonMapper.builder().build(), "the mapper of the tests");
    }

    @Bean
    PayloadCodecs codecs(Map<String, PayloadCodec> codecs) {
        return PayloadCodecs.of(codecs, "codec");
    }

    @Bean
    NatsClientProxyFactory clients(Connection connection, PayloadCodecs codecs) {
        return NatsClientProxyFactory.create(
                NatsTemplate.builder(connection, codecs).build());
    }

    @Bean
    MicroServiceRegistrar registrar(Connection connection, PayloadCodecs codecs) {
        MicroServiceRegistrar registrar = new MicroServiceRegistrar(connection, codecs);
        registrar.setDefaultService(
                new ServiceDefinition("aot-service", "1.0.0", "", Map.of(), QueueGroup.inherited()));
        return registrar;
    }
}
