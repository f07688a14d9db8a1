// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsService;
import java.util.List;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;

/** Interfaces that carry the annotations, as clients use them, and the beans that implement them. */
class SharedInterfaceTests {

    private static NatsContext nats;

    record Item(String name) {}

    record Customer(String name) {}

    @NatsService(name = "items", version = "1.0.0")
    @NatsGroup("items")
    interface ItemApi {

        @NatsEndpoint("rename.{id}")
        String rename(
                @DestinationVariable("id") String id,
                @Payload Item item,
                @Header(name = "Reason", required = false) String reason);
    }

    @NatsService(name = "admin", version = "1.0.0")
    @NatsGroup("admin")
    interface AdminApi {

        @NatsEndpoint
        String restart();
    }

    /** Neither the class nor its parameters have any annotation. */
    static class Both implements ItemApi, AdminApi {

        @Override
        public String rename(String key, Item item, String why) {
            return key + " is now " + item.name() + " because of " + why;
        }

        @Override
        public String restart() {
            return "restarted";
        }
    }

    interface Crud<T> {

        @NatsEndpoint
        String save(T entity);

        @NatsEndpoint
        String saveAll(List<T> entities);
    }

    @NatsGroup("customers")
    interface CustomerApi extends Crud<Customer> {}

    abstract static class AbstractCrud<T> implements Crud<T> {

        abstract String nameOf(T entity);

        @Override
        public String save(T entity) {
            return "saved " + nameOf(entity);
        }

        @Override
        public String saveAll(List<T> entities) {
            return entities.stream().map(this::nameOf).toList().toString();
        }

        @NatsEndpoint
        String remove(T entity) {
            return "removed " + nameOf(entity);
        }
    }

    static class Customers extends AbstractCrud<Customer> implements CustomerApi {

        @Override
        String nameOf(Customer entity) {
            return entity.name();
        }
    }

    @NatsGroup("proxied")
    interface ProxiedApi extends Crud<Item> {}

    /** Has the method without having the interface. */
    static class Ignorant {

        public String restart() {
            return "from a base class";
        }
    }

    @NatsGroup("inherited")
    interface InheritedApi {

        @NatsEndpoint
        String restart();
    }

    static class ByInheritance extends Ignorant implements InheritedApi {}

    @NatsGroup("overridden")
    static class WithOwnGroup implements Ungrouped {

        @Override
        public String anywhere() {
            return "here";
        }
    }

    interface Ungrouped {

        @NatsEndpoint
        String anywhere();
    }

    @Configuration(proxyBeanMethods = false)
    static class ProxyConfiguration {

        @Bean
        ProxiedApi proxied() {
            ProxyFactory factory = new ProxyFactory(new ProxiedItems());
            factory.addAdvice((MethodInterceptor) invocation -> "advised " + invocation.proceed());
            return (ProxiedApi) factory.getProxy();
        }
    }

    abstract static class SavingOnly<T> implements Crud<T> {

        abstract String nameOf(T entity);

        @Override
        public String save(T entity) {
            return "saved " + nameOf(entity);
        }

        @Override
        public String saveAll(List<T> entities) {
            return entities.stream().map(this::nameOf).toList().toString();
        }
    }

    static class ProxiedItems extends SavingOnly<Item> implements ProxiedApi {

        @Override
        String nameOf(Item entity) {
            return entity.name();
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(
                Both.class, Customers.class, ProxyConfiguration.class, ByInheritance.class, WithOwnGroup.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    @Test
    void anImplementationOfTwoInterfacesIsInTheGroupOfEach() {
        assertThat(nats.reply("admin.restart", "")).isEqualTo("restarted");
    }

    @Test
    void anImplementationOfTwoInterfacesBelongsToTheServiceOfEach() {
        assertThat(nats.services()).extracting(MicroService::name).contains("items", "admin");
    }

    @Test
    void theAnnotationsOfAllParametersMayStandOnTheInterfaceAlone() {
        assertThat(nats.reply("items.rename.7", "{\"name\":\"tea\"}")).isEqualTo("7 is now tea because of null");
    }

    @Test
    void aTypeVariableOfAnInterfaceIsWhatTheClassMakesOfIt() {
        assertThat(nats.reply("customers.save", "{\"name\":\"Ada\"}")).isEqualTo("saved Ada");
        assertThat(nats.reply("customers.saveAll", "[{\"name\":\"Ada\"},{\"name\":\"Bob\"}]"))
                .isEqualTo("[Ada, Bob]");
    }

    @Test
    void anEndpointOfAnAbstractClassIsInTheGroupOfTheInterfaceToo() {
        assertThat(nats.reply("customers.remove", "{\"name\":\"Ada\"}")).isEqualTo("removed Ada");
    }

    @Test
    void aTypeVariableIsKnownBehindAJdkProxy() {
        assertThat(nats.reply("proxied.save", "{\"name\":\"tea\"}")).isEqualTo("advised saved tea");
        assertThat(nats.reply("proxied.saveAll", "[{\"name\":\"tea\"}]")).isEqualTo("advised [tea]");
    }

    @Test
    void aMethodOfABaseClassMayImplementAnInterfaceThatOnlyTheClassHas() {
        assertThat(nats.reply("inherited.restart", "")).isEqualTo("from a base class");
    }

    @Test
    void aClassMayPutAnInterfaceWithoutGroupIntoOne() {
        assertThat(nats.reply("overridden.anywhere", "")).isEqualTo("here");
    }
}
