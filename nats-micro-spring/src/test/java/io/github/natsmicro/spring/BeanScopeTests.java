// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.Scope;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Profile;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Beans that are lazy, of other scopes than singleton, or there under conditions only. */
class BeanScopeTests {

    private static NatsContext nats;

    static class Counter {

        final AtomicInteger lazy = new AtomicInteger();
        final AtomicInteger prototypes = new AtomicInteger();
        final AtomicInteger custom = new AtomicInteger();
    }

    @Lazy
    static class LazyEndpoints {

        LazyEndpoints(Counter counter) {
            counter.lazy.incrementAndGet();
        }

        @NatsEndpoint
        String lazy() {
            return "lazy";
        }
    }

    @org.springframework.context.annotation.Scope("prototype")
    static class Prototypes {

        private final int number;

        Prototypes(Counter counter) {
            number = counter.prototypes.incrementAndGet();
        }

        @NatsEndpoint
        String prototype() {
            return "prototype " + number;
        }
    }

    @org.springframework.context.annotation.Scope(value = "call", proxyMode = ScopedProxyMode.TARGET_CLASS)
    @NatsGroup("scoped")
    static class ScopedByClass {

        private final int number;

        ScopedByClass(Counter counter) {
            number = counter.custom.incrementAndGet();
        }

        @NatsEndpoint
        String byClass() {
            return "scoped " + number;
        }
    }

    interface ScopedApi {

        @NatsEndpoint
        String byInterface(String payload);
    }

    @org.springframework.context.annotation.Scope(value = "prototype", proxyMode = ScopedProxyMode.INTERFACES)
    @NatsGroup("scoped")
    static class ScopedByInterface implements ScopedApi {

        @Override
        public String byInterface(String payload) {
            return "scoped " + payload;
        }
    }

    @Profile("production")
    static class InProduction {

        @NatsEndpoint
        String production() {
            return "production";
        }
    }

    @Profile("!production")
    static class ElseWhere {

        @NatsEndpoint
        String elsewhere() {
            return "elsewhere";
        }
    }

    static class Never implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return false;
        }
    }

    @Conditional(Never.class)
    static class OnCondition {

        @NatsEndpoint
        String never() {
            return "never";
        }
    }

    /** Makes a new bean for each call. */
    static class CallScope implements Scope {

        @Override
        public Object get(String name, ObjectFactory<?> objectFactory) {
            return objectFactory.getObject();
        }

        @Override
        public Object remove(String name) {
            throw new UnsupportedOperationException(name);
        }

        @Override
        public void registerDestructionCallback(String name, Runnable callback) {}
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(
                context -> context.getBeanFactory().registerScope("call", new CallScope()),
                Counter.class,
                LazyEndpoints.class,
                Prototypes.class,
                ScopedByClass.class,
                ScopedByInterface.class,
                InProduction.class,
                ElseWhere.class,
                OnCondition.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    private static Counter counter() {
        return nats.context().getBean(Counter.class);
    }

    @Test
    void aLazyBeanIsCreatedByTheFirstRequest() {
        assertThat(counter().lazy).hasValue(0);
        assertThat(nats.reply("lazy", "")).isEqualTo("lazy");
        assertThat(nats.reply("lazy", "")).isEqualTo("lazy");
        assertThat(counter().lazy).hasValue(1);
    }

    @Test
    void aPrototypeIsCreatedByEachRequest() {
        assertThat(nats.reply("prototype", "")).isEqualTo("prototype 1");
        assertThat(nats.reply("prototype", "")).isEqualTo("prototype 2");
    }

    @Test
    void aScopedProxyAsksItsScopeForEachRequest() {
        assertThat(nats.reply("scoped.byClass", "")).isEqualTo("scoped 1");
        assertThat(nats.reply("scoped.byClass", "")).isEqualTo("scoped 2");
    }

    @Test
    void aScopedProxyMayStandForAnInterface() {
        assertThat(nats.reply("scoped.byInterface", "x")).isEqualTo("scoped x");
    }

    @Test
    void aBeanThatIsNotThereHasNoEndpoints() {
        assertThat(nats.subjects()).contains("elsewhere").doesNotContain("production", "never");
    }
}
