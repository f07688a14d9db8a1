// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsEndpointAdvice;
import io.github.natsmicro.spring.contract.Reply;
import java.io.Serializable;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;

/** Which {@code @NatsEndpointAdvice} is asked for which endpoint, and in which order. */
class EndpointAdviceTests {

    private static final AtomicInteger CREATED = new AtomicInteger();

    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Audited {}

    @Audited
    static class Orders implements Serializable {

        private static final long serialVersionUID = 1L;

        @NatsEndpoint
        String order() {
            throw new IllegalStateException("secret");
        }
    }

    static class Reports {

        @NatsEndpoint
        String report() {
            throw new IllegalStateException("secret");
        }
    }

    abstract static class Answering {

        private final String text = getClass().getSimpleName() + CREATED.incrementAndGet();

        @MessageExceptionHandler(IllegalStateException.class)
        Reply<String> answer() {
            return Reply.of(text);
        }
    }

    @NatsEndpointAdvice
    static class ForAll extends Answering {}

    @NatsEndpointAdvice(assignableTypes = Serializable.class)
    static class ForType extends Answering {}

    @NatsEndpointAdvice(annotations = Audited.class)
    static class ForAnnotation extends Answering {}

    @NatsEndpointAdvice(basePackageClasses = EndpointAdviceTests.class)
    static class ForPackageOfClass extends Answering {}

    @NatsEndpointAdvice("${advised}")
    static class ForPackage extends Answering {}

    @NatsEndpointAdvice(basePackages = "io.github.natsmicro.spri")
    static class ForOtherPackage extends Answering {}

    @NatsEndpointAdvice
    @Order(2)
    static class Second extends Answering {}

    @NatsEndpointAdvice
    @Order(1)
    static class First extends Answering {}

    @NatsEndpointAdvice
    static class ByInterface extends Answering implements Ordered {

        @Override
        public int getOrder() {
            return 0;
        }
    }

    @NatsEndpointAdvice
    static class Unordered extends Answering {}

    @Configuration(proxyBeanMethods = false)
    static class ByMethod {

        @Bean
        @Order(-1)
        Unordered unordered() {
            return new Unordered();
        }
    }

    @Lazy
    @NatsEndpointAdvice
    static class LazyOne extends Answering {}

    @NatsEndpointAdvice
    @Scope(value = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
    static class Scoped extends Answering {}

    @NatsEndpointAdvice
    @Order(1)
    static class NotFor {

        @MessageExceptionHandler(ArithmeticException.class)
        Reply<String> answer() {
            return Reply.of("not for it");
        }
    }

    @NatsEndpointAdvice
    static class NotCreatable {

        NotCreatable() {
            throw new IllegalStateException("secret");
        }

        @MessageExceptionHandler(IllegalStateException.class)
        Reply<String> answer() {
            return Reply.of("never");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyAndNotCreatable {

        @Bean
        @Lazy
        @Order(1)
        NotCreatable notCreatable() {
            return new NotCreatable();
        }
    }

    interface Answers {

        @MessageExceptionHandler(IllegalStateException.class)
        Reply<String> answer(IllegalStateException ex);
    }

    @NatsEndpointAdvice
    static class BehindInterface implements Answers {

        @Override
        public Reply<String> answer(IllegalStateException ex) {
            return Reply.of("behind an interface");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Proxying {

        @Bean
        static BeanNameAutoProxyCreator proxies() {
            BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
            creator.setBeanNames("*ForAll", "*BehindInterface");
            creator.setInterceptorNames("seen");
            return creator;
        }

        @Bean
        static MethodInterceptor seen() {
            return invocation -> {
                Object result = invocation.proceed();
                return result instanceof Reply<?> reply ? Reply.of("seen " + reply.body()) : result;
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ComponentScan(
            basePackageClasses = EndpointAdviceTests.class,
            useDefaultFilters = true,
            excludeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = ".*(?<!EndpointAdviceTests\\$(ForAll|Reports))$"))
    static class Scanning {}

    @Lazy
    static class NeverThere {

        NeverThere() {
            throw new IllegalStateException("secret");
        }

        @NatsEndpoint
        String never() {
            return "never";
        }

        @MessageExceptionHandler(Exception.class)
        Reply<String> own() {
            return Reply.of("never");
        }
    }

    @NatsEndpointAdvice
    static class ForCreation {

        @MessageExceptionHandler
        Reply<String> answer(BeanCreationException ex) {
            return Reply.error(503, "Not ready");
        }
    }

    @BeforeEach
    void resetCount() {
        CREATED.set(0);
    }

    private static void assertAnswers(String order, String report, Class<?>... advices) {
        Class<?>[] components = new Class<?>[advices.length + 2];
        components[0] = Orders.class;
        components[1] = Reports.class;
        System.arraycopy(advices, 0, components, 2, advices.length);
        try (NatsContext nats = NatsContext.start(Map.of("advised", "io.github.natsmicro"), components)) {
            assertThat(answer(nats, "order")).isEqualTo(order);
            assertThat(answer(nats, "report")).isEqualTo(report);
        }
    }

    private static String answer(NatsContext nats, String subject) {
        var reply = nats.request(subject, "");
        return NatsContext.error(reply) + NatsContext.text(reply).replaceAll("\\d", "");
    }

    private static final String NEUTRAL = "500:Internal Server Error";

    @Test
    void anAdviceIsForAllEndpoints() {
        assertAnswers("ForAll", "ForAll", ForAll.class);
    }

    @Test
    void anAdviceMaySelectByType() {
        assertAnswers("ForType", NEUTRAL, ForType.class);
    }

    @Test
    void anAdviceMaySelectByAnnotation() {
        assertAnswers("ForAnnotation", NEUTRAL, ForAnnotation.class);
    }

    @Test
    void anAdviceMaySelectByPackage() {
        assertAnswers("ForPackageOfClass", "ForPackageOfClass", ForPackageOfClass.class);
        assertAnswers("ForPackage", "ForPackage", ForPackage.class);
        assertAnswers(NEUTRAL, NEUTRAL, ForOtherPackage.class);
    }

    @Test
    void advicesAreAskedInTheirOrder() {
        assertAnswers("First", "First", Unordered.class, Second.class, First.class);
        assertAnswers("ByInterface", "ByInterface", First.class, ByInterface.class);
        assertAnswers("Unordered", "Unordered", First.class, ByInterface.class, ByMethod.class);
    }

    @Test
    void anAdviceThatIsNotForTheExceptionIsPassedOver() {
        assertAnswers("ForAll", "ForAll", NotFor.class, ForAll.class);
    }

    @Test
    void anAdviceThatCanNotBeCreatedIsPassedOver() {
        assertAnswers("ForAll", "ForAll", LazyAndNotCreatable.class, ForAll.class);
    }

    @Test
    void aLazyAdviceIsCreatedWhenItIsAsked() {
        try (NatsContext nats = NatsContext.start(LazyOne.class, Reports.class)) {
            assertThat(CREATED).hasValue(0);
            assertThat(nats.reply("report", "")).isEqualTo("LazyOne1");
            assertThat(nats.reply("report", "")).isEqualTo("LazyOne1");
        }
    }

    @Test
    void anAdviceMayHaveAScope() {
        try (NatsContext nats = NatsContext.start(
                context -> context.getBeanFactory().registerScope("thread", new SimpleThreadScope()),
                Scoped.class,
                Reports.class)) {
            assertThat(CREATED).hasValue(0);
            assertThat(nats.reply("report", "")).startsWith("Scoped");
        }
    }

    @Test
    void anAdviceMayBeAProxyOfItsClass() {
        assertAnswers("seen ForAll", "seen ForAll", Proxying.class, ForAll.class);
    }

    @Test
    void anAdviceMayBeAProxyOfItsInterface() {
        assertAnswers("seen behind an interface", "seen behind an interface", Proxying.class, BehindInterface.class);
    }

    @Test
    void anAdviceAnswersForABeanThatCanNotBeCreated() {
        try (NatsContext nats = NatsContext.start(NeverThere.class, ForCreation.class)) {
            assertThat(answer(nats, "never")).isEqualTo("503:Not ready");
        }
    }

    @Test
    void anAdviceIsAComponent() {
        try (NatsContext nats = NatsContext.start(Scanning.class, Reports.class)) {
            assertThat(nats.reply("report", "")).startsWith("ForAll");
        }
    }
}
