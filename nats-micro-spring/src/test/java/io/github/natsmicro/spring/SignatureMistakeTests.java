// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aopalliance.intercept.Joinpoint;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.Payload;

class SignatureMistakeTests {

    private static void assertMistake(InvalidDefinitionException failure, String description, String action) {
        assertThat(failure.description()).isEqualTo(description);
        assertThat(failure.action()).isEqualTo(action);
        assertThat(failure).hasMessage(description + " " + action);
    }

    static class TwoPayloads {

        @NatsEndpoint
        void create(String first, byte[] second) {}
    }

    @Test
    void twoParametersForThePayload() {
        assertMistake(
                NatsContext.failure(TwoPayloads.class),
                "The endpoint method " + TwoPayloads.class.getName()
                        + ".create(String, byte[]) has 2 parameters for the" + " one payload of a request.",
                "Keep one of them, and annotate the others with @Header or @DestinationVariable.");
    }

    static class ThreePayloads {

        @NatsEndpoint
        void create(@Payload String first, byte[] second, int third) {}
    }

    @Test
    void threeParametersForThePayload() {
        assertMistake(
                NatsContext.failure(ThreePayloads.class),
                "The endpoint method " + ThreePayloads.class.getName() + ".create(String, byte[], int) has 3 parameters"
                        + " for the one payload of a request.",
                "Keep one of them, and annotate the others with @Header or @DestinationVariable.");
    }

    static class ReturnsStream {

        @NatsEndpoint
        Stream<String> get() {
            return Stream.empty();
        }
    }

    static class ReturnsIntStream {

        @NatsEndpoint
        IntStream get() {
            return IntStream.empty();
        }
    }

    static class ReturnsIterator {

        @NatsEndpoint
        Iterator<String> get() {
            return List.<String>of().iterator();
        }
    }

    static class ReturnsPublisher {

        @NatsEndpoint
        Flow.Publisher<String> get() {
            return subscriber -> {};
        }
    }

    static class ReturnsFuture {

        @NatsEndpoint
        @Nullable
        Future<String> get() {
            return null;
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                ReturnsStream.class,
                ReturnsIntStream.class,
                ReturnsIterator.class,
                ReturnsPublisher.class,
                ReturnsFuture.class
            })
    void aResultThatIsNotOneReply(Class<?> component) throws Exception {
        assertMistake(
                NatsContext.failure(component),
                "The endpoint method %s.get() returns %s, which is not one reply."
                        .formatted(
                                component.getName(),
                                component
                                        .getDeclaredMethod("get")
                                        .getReturnType()
                                        .getName()),
                "Return the value itself, a CompletionStage of it, or void.");
    }

    static class HasInterfaceWithoutTheMethod implements Callable<String> {

        @Override
        public String call() {
            return "";
        }

        @NatsEndpoint
        public String unreachable(String payload) {
            return payload;
        }
    }

    static class PrivateMethod {

        @NatsEndpoint
        @SuppressWarnings("UnusedMethod") // It is called by reflection, or refused.
        private String hidden() {
            return "";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ProxyConfiguration {

        @Bean
        static DefaultAdvisorAutoProxyCreator proxyCreator() {
            return new DefaultAdvisorAutoProxyCreator();
        }

        @Bean
        static DefaultPointcutAdvisor advisor() {
            return new DefaultPointcutAdvisor(
                    AnnotationMatchingPointcut.forMethodAnnotation(NatsEndpoint.class),
                    (MethodInterceptor) Joinpoint::proceed);
        }
    }

    @Test
    void aMethodThatAJdkProxyDoesNotHave() {
        assertMistake(
                NatsContext.failure(ProxyConfiguration.class, HasInterfaceWithoutTheMethod.class),
                "The endpoint method " + HasInterfaceWithoutTheMethod.class.getName()
                        + ".unreachable(String) can not be called through the proxy of bean"
                        + " \"signatureMistakeTests.HasInterfaceWithoutTheMethod\", which does not have it.",
                "Declare the method in an interface of the bean, or have the class proxied (proxyTargetClass=true) and"
                        + " the method not private.");
    }

    @Test
    void aPrivateMethodBehindACglibProxy() {
        assertMistake(
                NatsContext.failure(ProxyConfiguration.class, PrivateMethod.class),
                "The endpoint method " + PrivateMethod.class.getName()
                        + ".hidden() can not be called through the proxy of bean"
                        + " \"signatureMistakeTests.PrivateMethod\", which does not have it.",
                "Declare the method in an interface of the bean, or have the class proxied (proxyTargetClass=true) and"
                        + " the method not private.");
    }
}
