// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;

class BeanCreationTests {

    private static final AtomicInteger CREATED = new AtomicInteger();

    static class Counting {

        private final int number = CREATED.incrementAndGet();

        @NatsEndpoint
        String number() {
            return "number " + number;
        }
    }

    @Lazy
    static class LazyOne extends Counting {}

    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    static class Prototype extends Counting {}

    @Scope(value = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
    static class Scoped extends Counting {}

    interface Numbered {

        @NatsEndpoint
        String number();
    }

    @Scope(value = "thread", proxyMode = ScopedProxyMode.INTERFACES)
    static class ScopedByInterface implements Numbered {

        private final int number = CREATED.incrementAndGet();

        @Override
        public String number() {
            return "number " + number;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class BeanMethod {

        @Bean
        Counting counting() {
            return new Counting();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyBeanMethod {

        @Bean
        @Lazy
        Counting counting() {
            return new Counting();
        }
    }

    @Configuration
    static class EnhancedConfiguration {

        @NatsEndpoint
        String configured() {
            return "configured";
        }
    }

    static class CountingFactory implements FactoryBean<Counting> {

        @Override
        public Counting getObject() {
            return new Counting();
        }

        @Override
        public Class<?> getObjectType() {
            return Counting.class;
        }
    }

    @Lazy
    static class LazyCountingFactory extends CountingFactory {}

    @BeforeEach
    void resetCount() {
        CREATED.set(0);
    }

    private static NatsContext withThreadScope(Class<?> component) {
        return NatsContext.start(
                context -> context.getBeanFactory().registerScope("thread", new SimpleThreadScope()), component);
    }

    @Test
    void aSingletonIsCreatedOnce() {
        try (NatsContext nats = NatsContext.start(Counting.class)) {
            assertThat(nats.reply("number", "")).isEqualTo("number 1");
            assertThat(nats.reply("number", "")).isEqualTo("number 1");
            assertThat(CREATED).hasValue(1);
        }
    }

    @Test
    void aLazyBeanIsNotCreatedBeforeTheFirstRequest() {
        try (NatsContext nats = NatsContext.start(LazyOne.class)) {
            assertThat(nats.subjects()).containsExactly("number");
            assertThat(CREATED).hasValue(0);
        }
    }

    @Test
    void aLazyBeanIsCreatedByTheFirstRequestAndThenKept() {
        try (NatsContext nats = NatsContext.start(LazyOne.class)) {
            assertThat(nats.reply("number", "")).isEqualTo("number 1");
            assertThat(nats.reply("number", "")).isEqualTo("number 1");
        }
    }

    @Test
    void aPrototypeIsCreatedForEachRequest() {
        try (NatsContext nats = NatsContext.start(Prototype.class)) {
            assertThat(CREATED).hasValue(0);
            assertThat(nats.reply("number", "")).isEqualTo("number 1");
            assertThat(nats.reply("number", "")).isEqualTo("number 2");
        }
    }

    @Test
    void aScopedBeanIsFoundOnceAndNotCreated() {
        try (NatsContext nats = withThreadScope(Scoped.class)) {
            assertThat(nats.subjects()).containsExactly("number");
            assertThat(CREATED).hasValue(0);
        }
    }

    @Test
    void aScopedBeanIsCalledThroughItsProxy() {
        try (NatsContext nats = withThreadScope(Scoped.class)) {
            assertThat(nats.reply("number", "")).startsWith("number ");
            assertThat(CREATED).hasPositiveValue();
        }
    }

    @Test
    void aScopedBeanBehindAnInterfaceIsFoundOnce() {
        try (NatsContext nats = withThreadScope(ScopedByInterface.class)) {
            assertThat(nats.subjects()).containsExactly("number");
            assertThat(nats.reply("number", "")).startsWith("number ");
        }
    }

    @Test
    void aBeanOfABeanMethodIsFound() {
        try (NatsContext nats = NatsContext.start(BeanMethod.class)) {
            assertThat(nats.reply("number", "")).isEqualTo("number 1");
        }
    }

    @Test
    void aLazyBeanOfABeanMethodIsNotCreatedBeforeTheFirstRequest() {
        try (NatsContext nats = NatsContext.start(LazyBeanMethod.class)) {
            assertThat(nats.subjects()).containsExactly("number");
            assertThat(CREATED).hasValue(0);
            assertThat(nats.reply("number", "")).isEqualTo("number 1");
        }
    }

    @Test
    void theProductOfAFactoryBeanIsFoundAndNotMadeEarly() {
        try (NatsContext nats = NatsContext.start(CountingFactory.class)) {
            assertThat(nats.subjects()).containsExactly("number");
            assertThat(CREATED).hasValue(0);
            assertThat(nats.reply("number", "")).isEqualTo("number 1");
        }
    }

    @Test
    void theProductOfALazyFactoryBeanIsFoundAndNotMadeEarly() {
        try (NatsContext nats = NatsContext.start(LazyCountingFactory.class)) {
            assertThat(nats.context().getBeanFactory().getSingletonNames())
                    .noneMatch(name -> name.contains("lazyCountingFactory"));
            assertThat(nats.subjects()).containsExactly("number");
            assertThat(nats.reply("number", "")).isEqualTo("number 1");
        }
    }

    @Test
    void noBeanIsCreatedTwiceForTheSearch() {
        try (NatsContext nats = NatsContext.start(Counting.class)) {
            assertThat(nats.subjects()).containsExactly("number");
            assertThat(CREATED).hasValue(1);
        }
    }

    @Test
    void aConfigurationClassMayHaveEndpoints() {
        try (NatsContext nats = NatsContext.start(EnhancedConfiguration.class)) {
            assertThat(nats.reply("configured", "")).isEqualTo("configured");
        }
    }
}
