// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.client.EnableNatsClients;
import io.github.natsmicro.spring.client.NatsClientProxyFactory;
import io.github.natsmicro.spring.client.NatsTemplate;
import io.github.natsmicro.spring.client.scanned.ScannedClients;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.nats.client.Connection;
import java.util.Map;
import java.util.stream.Stream;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.NestedExceptionUtils;

/** Clients as beans: how they are found, and that they are no endpoints, whoever made them. */
class ClientBeanTests {

    interface Echo {

        @NatsEndpoint(name = "echo", subject = "client-beans.echo")
        String echo(String text);
    }

    interface Other {

        @NatsEndpoint(name = "other", subject = "client-beans.other")
        String other(String text);
    }

    interface Broken {

        @NatsEndpoint
        String call(String one, String two);
    }

    static class EchoEndpoint implements Echo {

        @Override
        public String echo(String text) {
            return "echo of " + text;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Factory {

        @Bean
        NatsClientProxyFactory clients(Connection connection, PayloadCodec codec) {
            return NatsClientProxyFactory.create(NatsTemplate.create(connection, PayloadCodecs.of(codec)));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class BeanMethod {

        @Bean
        Echo echo(NatsClientProxyFactory clients) {
            return clients.createClient(Echo.class);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyBeanMethod {

        @Bean
        @Lazy
        Echo echo(NatsClientProxyFactory clients) {
            return clients.createClient(Echo.class);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyEndpoint {

        @Bean
        @Lazy
        Echo endpoint() {
            return new EchoEndpoint();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Advised {

        @Bean
        static BeanNameAutoProxyCreator creator() {
            BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
            creator.setBeanNames("echo");
            creator.setInterceptorNames("shouting");
            return creator;
        }

        @Bean
        static MethodInterceptor shouting() {
            return invocation -> "shouted " + invocation.proceed();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableNatsClients(clients = {Echo.class, Other.class})
    static class Enabled {}

    @Configuration(proxyBeanMethods = false)
    @EnableNatsClients(clients = Other.class)
    static class EnabledOnceMore {}

    @Configuration(proxyBeanMethods = false)
    @EnableNatsClients(clients = Broken.class)
    static class EnabledBroken {}

    @Configuration(proxyBeanMethods = false)
    @EnableNatsClients(clients = Echo.class, proxyFactory = "absent")
    static class EnabledWithAbsent {}

    @Configuration(proxyBeanMethods = false)
    @EnableNatsClients("${scanned.package}")
    static class Scanning {}

    @Configuration(proxyBeanMethods = false)
    @EnableNatsClients(basePackageClasses = ScannedClients.class)
    static class ScanningPackageOf {}

    private static void assertOffersNothing(Class<?>... components) {
        try (NatsContext nats = NatsContext.start(components)) {
            assertThat(nats.services()).isEmpty();
        }
    }

    @Test
    void aBeanMethodThatReturnsAClientOffersNothing() {
        assertOffersNothing(Factory.class, BeanMethod.class);
    }

    @Test
    void aLazyBeanMethodThatReturnsAClientOffersNothing() {
        assertOffersNothing(Factory.class, LazyBeanMethod.class);
    }

    @Test
    void aClientInAProxyOffersNothing() {
        try (NatsContext nats = NatsContext.start(Factory.class, BeanMethod.class, Advised.class);
                NatsContext service = NatsContext.start(EchoEndpoint.class)) {
            assertThat(nats.services()).isEmpty();
            assertThat(service.onlyService().endpoints()).hasSize(1);
            assertThat(nats.context().getBean(Echo.class).echo("a")).isEqualTo("shouted echo of a");
        }
    }

    @Test
    void aLazyEndpointThatIsKnownByItsInterfaceIsOne() {
        try (NatsContext nats = NatsContext.start(LazyEndpoint.class)) {
            assertThat(nats.reply("client-beans.echo", "a")).isEqualTo("echo of a");
        }
    }

    @Test
    void severalClientsAndSeveralAnnotations() {
        try (NatsContext nats = NatsContext.start(Factory.class, Enabled.class, EnabledOnceMore.class)) {
            assertThat(nats.services()).isEmpty();
            assertThat(nats.context().getBean(Echo.class)).isNotNull();
            assertThat(nats.context().getBean(Other.class)).isNotNull();
        }
    }

    @Test
    void aMistakeStopsTheStart() {
        assertThat(mistake(Factory.class, EnabledBroken.class).description())
                .startsWith("The client method " + Broken.class.getName() + ".call(String, String) has 2 parameters");
    }

    @Test
    void withoutFactoryThereAreNoClients() {
        InvalidDefinitionException mistake = mistake(Enabled.class);
        assertThat(mistake.description())
                .isEqualTo("The NATS client of %s can not be made: there is not exactly one NatsClientProxyFactory."
                        .formatted(Echo.class.getName()));
        assertThat(mistake.action())
                .isEqualTo("Define a bean of type NatsClientProxyFactory, and name it with"
                        + " @EnableNatsClients(proxyFactory = ...) if there are several.");
    }

    @Test
    void aFactoryThatIsNamedMustBeThere() {
        assertThat(mistake(Factory.class, EnabledWithAbsent.class).description())
                .endsWith("can not be made: there is no bean \"absent\".");
    }

    private static InvalidDefinitionException mistake(Class<?>... components) {
        Throwable failure = catchThrowable(() -> NatsContext.start(components).close());
        assertThat(failure).isNotNull();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidDefinitionException mistake) {
                return mistake;
            }
        }
        throw new AssertionError("There is no mistake.", NestedExceptionUtils.getMostSpecificCause(failure));
    }

    @Test
    void interfacesAreFoundInPackages() {
        try (NatsContext nats = NatsContext.start(
                Map.of("scanned.package", ScannedClients.class.getPackageName()), Factory.class, Scanning.class)) {
            assertScanned(nats);
        }
    }

    @Test
    void interfacesAreFoundInThePackageOfAClass() {
        try (NatsContext nats = NatsContext.start(Factory.class, ScanningPackageOf.class)) {
            assertScanned(nats);
        }
    }

    @Test
    void interfacesAreFoundInThePackageOfTheAnnotatedClass() {
        try (NatsContext nats = NatsContext.start(Factory.class, ScannedClients.class)) {
            assertScanned(nats);
        }
    }

    private static void assertScanned(NatsContext nats) {
        assertThat(nats.context().getBean(ScannedClients.Direct.class.getName()))
                .isNotNull();
        assertThat(nats.context().getBean(ScannedClients.Inherited.class)).isNotNull();
        assertThat(nats.context().getBean(ScannedClients.Grouped.class)).isNotNull();
        assertThat(nats.context().getBeanNamesForType(ScannedClients.Common.class))
                .containsExactly(ScannedClients.Grouped.class.getName());
        assertThat(Stream.of(
                        ScannedClients.Unrelated.class,
                        ScannedClients.GroupOnly.class,
                        ScannedClients.Implementation.class))
                .allSatisfy(type ->
                        assertThat(nats.context().getBeanNamesForType(type)).isEmpty());
        assertThat(nats.services()).isEmpty();
    }
}
