// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.ProxyFactoryBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Proxies that were made by something else than the auto-proxy creators of Spring, which leave a trace of the class. */
class HandMadeProxyTests {

    private static final MethodInterceptor ADVICE = invocation ->
            invocation.getMethod().getName().equals("greet") ? "advised " + invocation.proceed() : invocation.proceed();

    interface Annotated {

        @NatsEndpoint
        String greet(String name);
    }

    interface Plain {

        String greet(String name);
    }

    @NatsGroup("hand")
    static class Greeter implements Annotated {

        @Override
        public String greet(String name) {
            return "hello " + name;
        }
    }

    @NatsGroup("hand")
    static class AnnotatedGreeter implements Plain {

        @Override
        @NatsEndpoint
        public String greet(String name) {
            return "hello " + name;
        }
    }

    static class ProxyMaker implements BeanPostProcessor {

        private final boolean targetClass;

        ProxyMaker(boolean targetClass) {
            this.targetClass = targetClass;
        }

        @Override
        public Object postProcessAfterInitialization(Object bean, String beanName) {
            if (bean instanceof Annotated || bean instanceof Plain) {
                ProxyFactory factory = new ProxyFactory(bean);
                factory.setProxyTargetClass(targetClass);
                factory.addAdvice(ADVICE);
                return factory.getProxy();
            }
            return bean;
        }
    }

    static class JdkProxyMaker extends ProxyMaker {

        JdkProxyMaker() {
            super(false);
        }
    }

    static class CglibProxyMaker extends ProxyMaker {

        CglibProxyMaker() {
            super(true);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class JdkFactoryConfiguration {

        @Bean
        ProxyFactoryBean greeter() {
            ProxyFactoryBean factory = new ProxyFactoryBean();
            factory.setTarget(new AnnotatedGreeter());
            factory.setInterfaces(Plain.class);
            factory.addAdvice(ADVICE);
            return factory;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class FactoryConfiguration {

        @Bean
        ProxyFactoryBean greeter() {
            ProxyFactoryBean factory = new ProxyFactoryBean();
            factory.setTarget(new Greeter());
            factory.setProxyTargetClass(true);
            factory.addAdvice(ADVICE);
            return factory;
        }
    }

    @Test
    void aCglibProxyOfAPostProcessorIsSeenThrough() {
        try (NatsContext nats = NatsContext.start(CglibProxyMaker.class, AnnotatedGreeter.class)) {
            assertThat(nats.subjects()).containsExactly("hand.greet");
            assertThat(nats.reply("hand.greet", "you")).isEqualTo("advised hello you");
        }
    }

    @Test
    void aJdkProxyOfAPostProcessorIsSeenThroughWhereTheInterfaceIsAnnotated() {
        try (NatsContext nats = NatsContext.start(JdkProxyMaker.class, Greeter.class)) {
            assertThat(nats.subjects()).containsExactly("hand.greet");
            assertThat(nats.reply("hand.greet", "you")).isEqualTo("advised hello you");
        }
    }

    @Test
    void aJdkProxyOfAPostProcessorIsSeenThroughWhereTheClassIsAnnotated() {
        try (NatsContext nats = NatsContext.start(JdkProxyMaker.class, AnnotatedGreeter.class)) {
            assertThat(nats.subjects()).containsExactly("hand.greet");
            assertThat(nats.reply("hand.greet", "you")).isEqualTo("advised hello you");
        }
    }

    @Test
    void aCglibProxyOfAProxyFactoryBeanIsSeenThrough() {
        try (NatsContext nats = NatsContext.start(FactoryConfiguration.class)) {
            assertThat(nats.subjects()).containsExactly("hand.greet");
            assertThat(nats.reply("hand.greet", "you")).isEqualTo("advised hello you");
        }
    }

    @Test
    void aJdkProxyOfAProxyFactoryBeanIsSeenThrough() {
        try (NatsContext nats = NatsContext.start(JdkFactoryConfiguration.class)) {
            assertThat(nats.subjects()).containsExactly("hand.greet");
            assertThat(nats.reply("hand.greet", "you")).isEqualTo("advised hello you");
        }
    }
}
