// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class AutoProxyTests {

    interface Annotated {

        @NatsEndpoint
        String greet(String name);
    }

    @NatsGroup("proxied")
    static class OfAnnotatedInterface implements Annotated {

        @Override
        public String greet(String name) {
            return "hello " + name;
        }
    }

    interface Plain {

        String greet(String name);
    }

    @NatsGroup("proxied")
    static class WithInterface implements Plain {

        @Override
        @NatsEndpoint
        public String greet(String name) {
            return "hello " + name;
        }
    }

    @NatsGroup("proxied")
    static class WithoutInterface {

        private final String greeting = "hello ";

        @NatsEndpoint
        String greet(String name) {
            return greeting + name;
        }
    }

    record Person(String name) {}

    abstract static class Greeter<T> {

        abstract String nameOf(T person);

        @NatsEndpoint
        String greet(T person) {
            return "hello " + nameOf(person);
        }
    }

    @NatsGroup("generic")
    static class PersonGreeter extends Greeter<Person> {

        @Override
        String nameOf(Person person) {
            return person.name();
        }
    }

    static class Log {

        final List<String> calls = new CopyOnWriteArrayList<>();
    }

    @Configuration(proxyBeanMethods = false)
    static class AdviceConfiguration {

        @Bean
        static DefaultAdvisorAutoProxyCreator proxyCreator() {
            return new DefaultAdvisorAutoProxyCreator();
        }

        @Bean
        static Log log() {
            return new Log();
        }

        @Bean
        static DefaultPointcutAdvisor advisor(Log log) {
            NameMatchMethodPointcut pointcut = new NameMatchMethodPointcut();
            pointcut.setMappedName("greet");
            return new DefaultPointcutAdvisor(pointcut, (MethodInterceptor) invocation -> {
                log.calls.add(invocation.getMethod().getName());
                return "advised " + invocation.proceed();
            });
        }
    }

    @Test
    void theAdviceOfAJdkProxyRunsWhereTheInterfaceIsAnnotated() {
        try (NatsContext nats = NatsContext.start(AdviceConfiguration.class, OfAnnotatedInterface.class)) {
            assertThat(Proxy.isProxyClass(
                            nats.context().getBean(Annotated.class).getClass()))
                    .isTrue();
            assertThat(nats.reply("proxied.greet", "you")).isEqualTo("advised hello you");
        }
    }

    @Test
    void theAdviceOfAJdkProxyRunsWhereTheClassIsAnnotated() {
        try (NatsContext nats = NatsContext.start(AdviceConfiguration.class, WithInterface.class)) {
            assertThat(Proxy.isProxyClass(nats.context().getBean(Plain.class).getClass()))
                    .isTrue();
            assertThat(nats.reply("proxied.greet", "you")).isEqualTo("advised hello you");
        }
    }

    @Test
    void theAdviceOfACglibProxyRuns() {
        try (NatsContext nats = NatsContext.start(AdviceConfiguration.class, WithoutInterface.class)) {
            assertThat(AopUtils.isCglibProxy(nats.context().getBean(WithoutInterface.class)))
                    .isTrue();
            assertThat(nats.reply("proxied.greet", "you")).isEqualTo("advised hello you");
        }
    }

    @Test
    void aTypeVariableIsKnownBehindACglibProxy() {
        try (NatsContext nats = NatsContext.start(AdviceConfiguration.class, PersonGreeter.class)) {
            assertThat(AopUtils.isCglibProxy(nats.context().getBean(PersonGreeter.class)))
                    .isTrue();
            assertThat(nats.reply("generic.greet", "{\"name\":\"Ada\"}")).isEqualTo("advised hello Ada");
        }
    }

    @Test
    void theAdviceRunsOncePerRequest() {
        try (NatsContext nats = NatsContext.start(AdviceConfiguration.class, WithoutInterface.class)) {
            nats.reply("proxied.greet", "you");
            assertThat(nats.context().getBean(Log.class).calls).containsExactly("greet");
        }
    }

    @Test
    void aProxiedMethodIsFoundOnce() {
        try (NatsContext nats = NatsContext.start(AdviceConfiguration.class, OfAnnotatedInterface.class)) {
            assertThat(nats.subjects()).containsExactly("proxied.greet");
        }
    }

    @Test
    void anEndpointIsCalledWithoutAdviceWhereThereIsNone() {
        try (NatsContext nats = NatsContext.start(WithoutInterface.class)) {
            assertThat(nats.reply("proxied.greet", "you")).isEqualTo("hello you");
        }
    }
}
