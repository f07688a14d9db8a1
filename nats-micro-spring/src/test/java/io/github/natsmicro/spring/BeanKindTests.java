// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.spring.contract.RemoteContract;
import java.util.List;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans that can not offer endpoints, that call them, or that have forgotten them. */
class BeanKindTests {

    private static void assertMistake(InvalidDefinitionException failure, String description, String action) {
        assertThat(failure.description()).isEqualTo(description);
        assertThat(failure.action()).isEqualTo(action);
        assertThat(failure).hasMessage(description + " " + action);
    }

    static class Product {

        @NatsEndpoint
        String made() {
            return "made";
        }
    }

    static class Factory implements FactoryBean<Product> {

        @Override
        public Product getObject() {
            return new Product();
        }

        @Override
        public Class<?> getObjectType() {
            return Product.class;
        }
    }

    static class FactoryWithEndpoint extends Factory {

        @NatsEndpoint
        String count() {
            return "1";
        }
    }

    @Test
    void whatAFactoryMakesHasEndpoints() {
        try (NatsContext nats = NatsContext.start(Factory.class)) {
            assertThat(nats.reply("made", "")).isEqualTo("made");
        }
    }

    @Test
    void anEndpointOfAFactoryItself() {
        assertMistake(
                NatsContext.failure(FactoryWithEndpoint.class),
                "The endpoint method " + FactoryWithEndpoint.class.getName()
                        + ".count() is one of the FactoryBean \"beanKindTests.FactoryWithEndpoint\", whose bean is what it"
                        + " makes.",
                "Move the method to the object that is made, or to a bean of its own.");
    }

    static class WithFinalMethod {

        @NatsEndpoint
        final String get() {
            return "";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class FinalBehindProxy {

        @Bean
        WithFinalMethod proxied() {
            ProxyFactory factory = new ProxyFactory(new WithFinalMethod());
            factory.setProxyTargetClass(true);
            factory.addAdvice((MethodInterceptor) invocation -> invocation.proceed());
            return (WithFinalMethod) factory.getProxy();
        }
    }

    @Test
    void aFinalMethodBehindACglibProxy() {
        assertMistake(
                NatsContext.failure(FinalBehindProxy.class),
                "The endpoint method " + WithFinalMethod.class.getName()
                        + ".get() is final, so that the proxy of bean \"proxied\" can not pass it on.",
                "Remove the modifier.");
    }

    @Test
    void aFinalMethodWithoutProxyIsCalled() {
        try (NatsContext nats = NatsContext.start(WithFinalMethod.class)) {
            assertThat(nats.reply("get", "")).isEmpty();
        }
    }

    interface Api {

        @NatsEndpoint
        String remote();
    }

    static class Client implements Api, RemoteContract {

        @Override
        public String remote() {
            return "";
        }
    }

    static class ClientFactory implements FactoryBean<Api>, RemoteContract {

        @Override
        public Api getObject() {
            return () -> "";
        }

        @Override
        public Class<?> getObjectType() {
            return Api.class;
        }
    }

    @Test
    void whatCallsAContractDoesNotOfferIt() {
        try (NatsContext nats = NatsContext.start(Client.class, ClientFactory.class)) {
            assertThat(nats.services()).isEmpty();
        }
    }

    @NatsService(name = "forgotten", version = "1.0.0")
    static class ServiceWithoutEndpoint {

        public String forgotten() {
            return "";
        }
    }

    @NatsGroup("forgotten")
    static class GroupWithoutEndpoint {}

    @NatsGroup("around")
    static class Around {

        static class Inner {

            @NatsEndpoint
            String inner() {
                return "inner";
            }
        }
    }

    static class EmptyRouter implements NatsRouter {

        @Override
        public void route(NatsRoutes routes) {
            routes.service("empty", "1.0.0", service -> service.description("Nothing yet"));
        }
    }

    @Test
    void aRouterThatHasForgottenItsEndpointsIsNamedInTheLog() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(RouteCollector.class);
        log.start();
        logger.addAppender(log);
        try (NatsContext nats = NatsContext.start(EmptyRouter.class)) {
            assertThat(nats.services()).isEmpty();
            assertThat(List.copyOf(log.list))
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("The router \"beanKindTests.EmptyRouter\" defines the service \"empty\" without an"
                            + " endpoint. It offers nothing.");
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void aClassThatHasForgottenItsEndpointsIsNamedInTheLogOnce() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger("io.github.natsmicro.spring.endpoint");
        log.start();
        logger.addAppender(log);
        try (NatsContext nats = NatsContext.start(
                ServiceWithoutEndpoint.class, GroupWithoutEndpoint.class, Around.class, Around.Inner.class)) {
            assertThat(nats.subjects()).containsExactly("around.inner");
            assertThat(List.copyOf(log.list))
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly(
                            "The class " + ServiceWithoutEndpoint.class.getName()
                                    + " has @NatsService, but no method with @NatsEndpoint. It offers nothing.",
                            "The class " + GroupWithoutEndpoint.class.getName()
                                    + " has @NatsGroup, but no method with @NatsEndpoint. It offers nothing.");
        } finally {
            logger.detachAppender(log);
        }
    }
}
