// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsService;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Profile;
import org.springframework.context.annotation.Scope;
import org.springframework.core.annotation.AliasFor;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;

class BeansBlackBoxTests {

    private static BlackBox box;

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @NatsEndpoint(metadata = "kind=query", timeout = "2s")
    @interface Query {
        @AliasFor(annotation = NatsEndpoint.class, attribute = "subject")
        String value() default "";

        @AliasFor(annotation = NatsEndpoint.class)
        String name() default "";
    }

    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @Component
    @NatsService(name = "bb2-meta", version = "2.0.0")
    @NatsGroup("bb2.meta")
    @interface MetaEndpoints {}

    @MetaEndpoints
    static class Meta {
        @Query(value = "find.{id}", name = "find")
        String find(@DestinationVariable String id) {
            return "found " + id;
        }

        @Query
        String plain() {
            return "plain";
        }
    }

    @NatsGroup("bb2.contract")
    interface Contract {
        @NatsEndpoint("greet.{name}")
        String greet(@DestinationVariable String name, @Header("Mood") String mood);

        @NatsEndpoint
        default String byDefault(String text) {
            return "default " + text;
        }
    }

    static class ContractBean implements Contract {
        @Override
        public String greet(String name, String how) {
            return how + " " + name;
        }
    }

    interface Jdk {
        @NatsEndpoint("bb2.jdk")
        String jdk(String text);
    }

    static class JdkTarget implements Jdk {
        @Override
        public String jdk(String text) {
            return "jdk " + text;
        }
    }

    static class Cglib {
        @NatsEndpoint("bb2.cglib")
        String cglib(String text) {
            return "cglib " + text;
        }
    }

    @Scope("prototype")
    static class Prototype {
        static final AtomicInteger MADE = new AtomicInteger();
        final int number = MADE.incrementAndGet();

        @NatsEndpoint("bb2.prototype")
        String prototype() {
            return "" + number;
        }
    }

    @Lazy
    static class LazyBean {
        static final AtomicInteger MADE = new AtomicInteger();

        LazyBean() {
            MADE.incrementAndGet();
        }

        @NatsEndpoint("bb2.lazy")
        String lazy() {
            return "lazy";
        }
    }

    @Profile("nowhere")
    static class Absent {
        @NatsEndpoint("bb2.absent")
        String absent() {
            return "absent";
        }
    }

    static class Repeated {
        @NatsEndpoint(name = "one", subject = "bb2.repeated.1")
        @NatsEndpoint(name = "two", subject = "bb2.repeated.2")
        String repeated() {
            return "repeated";
        }
    }

    @NatsService(name = "bb2-outer", version = "1.0.0")
    @NatsGroup("bb2.outer")
    static class Outer {
        @NatsEndpoint
        String top() {
            return "top";
        }

        @NatsGroup("inner")
        static class Inner {
            @NatsEndpoint
            String deep() {
                return "deep";
            }
        }
    }

    @NatsGroup("bb2.v1")
    @NatsGroup("bb2.v2")
    static class TwoGroups {
        @NatsEndpoint
        String both() {
            return "both";
        }
    }

    abstract static class AbstractBase {
        @NatsEndpoint
        String inherited() {
            return "inherited by " + getClass().getSimpleName();
        }

        @NatsEndpoint
        abstract String template(String text);
    }

    @NatsGroup("bb2.child")
    static class Child extends AbstractBase {
        @Override
        String template(String text) {
            return "child " + text;
        }
    }

    static class Placeholders {
        @NatsEndpoint(
                subject = "${bb2.subject}",
                name = "#{'place' + 'holder'}",
                queueGroup = "${bb2.queue}",
                metadata = {"key=${bb2.subject}"},
                timeout = "${none:1s}")
        String placeholder() {
            return "resolved";
        }

        @NatsEndpoint(subject = "bb2.without", queueGroupDisabled = "true")
        String without() {
            return "";
        }

        @SuppressWarnings("UnusedMethod") // a request calls it
        @NatsEndpoint("bb2.private")
        private String hidden() {
            return "private";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Proxies {
        static final AtomicInteger CALLS = new AtomicInteger();

        @Bean
        Jdk jdk() {
            ProxyFactory factory = new ProxyFactory(new JdkTarget());
            factory.addAdvice(counting());
            return (Jdk) factory.getProxy();
        }

        @Bean
        Cglib cglib() {
            ProxyFactory factory = new ProxyFactory(new Cglib());
            factory.setProxyTargetClass(true);
            factory.addAdvice(counting());
            return (Cglib) factory.getProxy();
        }

        private static MethodInterceptor counting() {
            return invocation -> {
                CALLS.incrementAndGet();
                return invocation.proceed();
            };
        }
    }

    @BeforeAll
    static void start() {
        box = BlackBox.of(
                Map.of("bb2.subject", "bb2.placeholder", "bb2.queue", "mine"),
                Meta.class,
                ContractBean.class,
                Prototype.class,
                LazyBean.class,
                Absent.class,
                Repeated.class,
                Outer.class,
                Outer.Inner.class,
                TwoGroups.class,
                Child.class,
                Placeholders.class,
                Proxies.class);
    }

    @AfterAll
    static void stop() throws Exception {
        box.close();
    }

    @ParameterizedTest
    @CsvSource({
        "bb2.meta.find.7,,found 7",
        "bb2.meta.plain,,plain",
        "bb2.contract.byDefault,x,default x",
        "bb2.jdk,x,jdk x",
        "bb2.cglib,x,cglib x",
        "bb2.repeated.1,,repeated",
        "bb2.repeated.2,,repeated",
        "bb2.outer.top,,top",
        "bb2.outer.inner.deep,,deep",
        "bb2.v1.both,,both",
        "bb2.v2.both,,both",
        "bb2.child.inherited,,inherited by Child",
        "bb2.child.template,x,child x",
        "bb2.placeholder,,resolved",
        "bb2.private,,private"
    })
    void offersTheEndpoint(String subject, String payload, String answer) {
        assertThat(box.answer(subject, payload == null ? "" : payload)).isEqualTo(answer);
    }

    @Test
    void readsParameterAnnotationsOfTheInterface() {
        assertThat(box.answer("bb2.contract.greet.Ann", "", "Mood", "Hi")).isEqualTo("Hi Ann");
    }

    @Test
    void callsThroughProxies() {
        int before = Proxies.CALLS.get();
        box.answer("bb2.jdk", "x");
        box.answer("bb2.cglib", "x");
        assertThat(Proxies.CALLS.get()).isEqualTo(before + 2);
    }

    @Test
    void makesAPrototypeForEachRequest() {
        String first = box.answer("bb2.prototype", "");
        assertThat(box.answer("bb2.prototype", "")).isNotEqualTo(first);
    }

    @Test
    void makesALazyBeanOnce() {
        assertThat(box.answer("bb2.lazy", "")).isEqualTo("lazy");
        assertThat(box.answer("bb2.lazy", "")).isEqualTo("lazy");
        assertThat(LazyBean.MADE).hasValue(1);
    }

    @Test
    void leavesOutABeanOfAnotherProfile() throws Exception {
        assertThat(box.isServed("bb2.absent")).isFalse();
    }

    @Test
    void showsWhatWasDeclared() {
        assertThat(box.info("find").get("metadata").get("kind").asString()).isEqualTo("query");
        assertThat(box.info("find").get("subject").asString()).isEqualTo("bb2.meta.find.*");
        assertThat(box.info("placeholder").get("queue_group").asString()).isEqualTo("mine");
        assertThat(box.info("placeholder").get("metadata").get("key").asString())
                .isEqualTo("bb2.placeholder");
        assertThat(box.info("without").get("queue_group").asString()).isEmpty();
        assertThat(box.service("bb2-outer").endpoints()).hasSize(2);
        assertThat(box.service("bb2-meta").version()).isEqualTo("2.0.0");
    }
}
