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
    @NatsService(name = "box-meta", version = "2.0.0")
    @NatsGroup("box.meta")
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

    @NatsGroup("box.contract")
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
        @NatsEndpoint("box.jdk")
        String jdk(String text);
    }

    static class JdkTarget implements Jdk {
        @Override
        public String jdk(String text) {
            return "jdk " + text;
        }
    }

    static class Cglib {
        @NatsEndpoint("box.cglib")
        String cglib(String text) {
            return "cglib " + text;
        }
    }

    @Scope("prototype")
    static class Prototype {
        static final AtomicInteger MADE = new AtomicInteger();
        final int number = MADE.incrementAndGet();

        @NatsEndpoint("box.prototype")
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

        @NatsEndpoint("box.lazy")
        String lazy() {
            return "lazy";
        }
    }

    @Profile("nowhere")
    static class Absent {
        @NatsEndpoint("box.absent")
        String absent() {
            return "absent";
        }
    }

    static class Repeated {
        @NatsEndpoint(name = "one", subject = "box.repeated.1")
        @NatsEndpoint(name = "two", subject = "box.repeated.2")
        String repeated() {
            return "repeated";
        }
    }

    @NatsService(name = "box-outer", version = "1.0.0")
    @NatsGroup("box.outer")
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

    @NatsGroup("box.v1")
    @NatsGroup("box.v2")
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

    @NatsGroup("box.child")
    static class Child extends AbstractBase {
        @Override
        String template(String text) {
            return "child " + text;
        }
    }

    static class Placeholders {
        @NatsEndpoint(
                subject = "${box.subject}",
                name = "#{'place' + 'holder'}",
                queueGroup = "${box.queue}",
                metadata = {"key=${box.subject}"},
                timeout = "${none:1s}")
        String placeholder() {
            return "resolved";
        }

        @NatsEndpoint(subject = "box.without", queueGroupDisabled = "true")
        String without() {
            return "";
        }

        @SuppressWarnings("UnusedMethod") // a request calls it
        @NatsEndpoint("box.private")
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
                Map.of("box.subject", "box.placeholder", "box.queue", "mine"),
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
        "box.meta.find.7,,found 7",
        "box.meta.plain,,plain",
        "box.contract.byDefault,x,default x",
        "box.jdk,x,jdk x",
        "box.cglib,x,cglib x",
        "box.repeated.1,,repeated",
        "box.repeated.2,,repeated",
        "box.outer.top,,top",
        "box.outer.inner.deep,,deep",
        "box.v1.both,,both",
        "box.v2.both,,both",
        "box.child.inherited,,inherited by Child",
        "box.child.template,x,child x",
        "box.placeholder,,resolved",
        "box.private,,private"
    })
    void offersTheEndpoint(String subject, String payload, String answer) {
        assertThat(box.answer(subject, payload == null ? "" : payload)).isEqualTo(answer);
    }

    @Test
    void readsParameterAnnotationsOfTheInterface() {
        assertThat(box.answer("box.contract.greet.Ann", "", "Mood", "Hi")).isEqualTo("Hi Ann");
    }

    @Test
    void callsThroughProxies() {
        int before = Proxies.CALLS.get();
        box.answer("box.jdk", "x");
        box.answer("box.cglib", "x");
        assertThat(Proxies.CALLS.get()).isEqualTo(before + 2);
    }

    @Test
    void makesAPrototypeForEachRequest() {
        String first = box.answer("box.prototype", "");
        assertThat(box.answer("box.prototype", "")).isNotEqualTo(first);
    }

    @Test
    void makesALazyBeanOnce() {
        assertThat(box.answer("box.lazy", "")).isEqualTo("lazy");
        assertThat(box.answer("box.lazy", "")).isEqualTo("lazy");
        assertThat(LazyBean.MADE).hasValue(1);
    }

    @Test
    void leavesOutABeanOfAnotherProfile() throws Exception {
        assertThat(box.isServed("box.absent")).isFalse();
    }

    @Test
    void showsWhatWasDeclared() {
        assertThat(box.info("find").get("metadata").get("kind").asString()).isEqualTo("query");
        assertThat(box.info("find").get("subject").asString()).isEqualTo("box.meta.find.*");
        assertThat(box.info("placeholder").get("queue_group").asString()).isEqualTo("mine");
        assertThat(box.info("placeholder").get("metadata").get("key").asString())
                .isEqualTo("box.placeholder");
        assertThat(box.info("without").get("queue_group").asString()).isEmpty();
        assertThat(box.service("box-outer").endpoints()).hasSize(2);
        assertThat(box.service("box-meta").version()).isEqualTo("2.0.0");
    }
}
