// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.util.concurrent.Callable;
import org.aopalliance.intercept.Joinpoint;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
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

    static class Static {

        @NatsEndpoint
        static String get() {
            return "";
        }
    }

    @Test
    void aStaticMethod() {
        assertMistake(
                NatsContext.failure(Static.class),
                "The endpoint method " + Static.class.getName() + ".get() is static.",
                "Make it a method of the bean: remove the modifier.");
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
