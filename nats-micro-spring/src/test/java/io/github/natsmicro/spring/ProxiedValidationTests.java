// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.env.Environment;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.MethodValidationPostProcessor;

/** Beans that Framework's own method validation checks already, and beans behind other proxies. */
class ProxiedValidationTests {

    private static final AtomicInteger CHECKS = new AtomicInteger();
    private static final String ERRORS =
            "{\"errors\":[{\"field\":\"quantity\",\"message\":\"must be less than or equal to 10\",\"code\":\"Max\"}]}";

    @Retention(RetentionPolicy.RUNTIME)
    @Constraint(validatedBy = CountingValidator.class)
    @interface Counted {

        String message() default "must be counted";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    public static class CountingValidator implements ConstraintValidator<Counted, Object> {

        @Override
        public boolean isValid(Object value, ConstraintValidatorContext context) {
            CHECKS.incrementAndGet();
            return true;
        }
    }

    record Item(@Max(10) @Counted int quantity) {}

    @Validated
    static class OnClass {

        @NatsEndpoint
        @Max(5)
        int quantity(@Valid Item item) {
            return item.quantity();
        }
    }

    interface Quantities {

        @NatsEndpoint
        int quantity(@Valid Item item);
    }

    @Validated
    static class OnClassByInterface implements Quantities {

        @Override
        @Max(5)
        public int quantity(Item item) {
            return item.quantity();
        }
    }

    static class Service {

        @Validated
        static class Checked {

            int half(@Max(4) int quantity) {
                return quantity / 2;
            }
        }
    }

    static class Calling {

        private final Service.Checked service;

        Calling(Service.Checked service) {
            this.service = service;
        }

        @NatsEndpoint
        int quantity(@Valid Item item) {
            return service.half(item.quantity());
        }
    }

    interface Plain {

        int quantity(Item item);
    }

    static class BehindInterface implements Plain {

        @Override
        @NatsEndpoint
        @Max(5)
        public int quantity(Item item) {
            return item.quantity();
        }
    }

    @Scope(value = "prototype", proxyMode = ScopedProxyMode.INTERFACES)
    static class ScopedBehindInterface extends BehindInterface {}

    @Scope(value = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
    static class ScopedByClass extends OnClass {}

    @Configuration(proxyBeanMethods = false)
    static class PostProcessing {

        @Bean
        static MethodValidationPostProcessor methodValidation(
                ObjectProvider<jakarta.validation.Validator> validator, Environment environment) {
            MethodValidationPostProcessor processor = new MethodValidationPostProcessor();
            processor.setValidatorProvider(validator);
            processor.setAdaptConstraintViolations(environment.getProperty("adapt", Boolean.class, false));
            processor.setProxyTargetClass(environment.getProperty("byClass", Boolean.class, true));
            return processor;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OtherProxies {

        @Bean
        static BeanNameAutoProxyCreator proxies() {
            BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
            creator.setBeanNames("*.BehindInterface");
            creator.setInterceptorNames("passing");
            return creator;
        }

        @Bean
        static MethodInterceptor passing() {
            return invocation -> invocation.proceed();
        }
    }

    @BeforeEach
    void resetCount() {
        CHECKS.set(0);
    }

    private static void assertChecked(Map<String, Object> properties, Class<?>... components) {
        Class<?>[] all = new Class<?>[components.length + 1];
        all[0] = ValidatorConfiguration.class;
        System.arraycopy(components, 0, all, 1, components.length);
        try (NatsContext nats = NatsContext.start(properties, all)) {
            assertThat(nats.reply("quantity", "{\"quantity\":3}")).isEqualTo("3");
            assertThat(CHECKS).hasValue(1);
            var refused = nats.request("quantity", "{\"quantity\":11}");
            assertThat(NatsContext.error(refused)).isEqualTo("400:Validation failed: quantity");
            assertThat(NatsContext.text(refused)).isEqualTo(ERRORS);
            assertThat(NatsContext.error(nats.request("quantity", "{\"quantity\":6}")))
                    .isEqualTo("500:Internal Server Error");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void aBeanThatFrameworkChecksIsNotCheckedTwice(String adapt) {
        assertChecked(Map.of("adapt", adapt), PostProcessing.class, OnClass.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void norIsOneBehindItsInterface(String adapt) {
        assertChecked(Map.of("adapt", adapt, "byClass", false), PostProcessing.class, OnClassByInterface.class);
    }

    @Test
    void norIsOneBehindTwoProxies() {
        assertChecked(Map.of(), PostProcessing.class, ScopedByClass.class);
    }

    @Test
    void aClassThatIsMarkedIsCheckedWithoutFrameworksProxyToo() {
        assertChecked(Map.of(), OnClass.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void whatAnEndpointCallsIsNotItsCallersMistake(String adapt) {
        try (NatsContext nats = NatsContext.start(
                Map.of("adapt", adapt),
                ValidatorConfiguration.class,
                PostProcessing.class,
                Service.Checked.class,
                Calling.class)) {
            assertThat(nats.reply("quantity", "{\"quantity\":4}")).isEqualTo("2");
            assertThat(NatsContext.error(nats.request("quantity", "{\"quantity\":5}")))
                    .isEqualTo("500:Internal Server Error");
            assertThat(NatsContext.error(nats.request("quantity", "{\"quantity\":11}")))
                    .isEqualTo("400:Validation failed: quantity");
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {BehindInterface.class, ScopedBehindInterface.class})
    void constraintsOfAClassBehindAnInterfaceCount(Class<?> bean) {
        try (NatsContext nats = NatsContext.start(ValidatorConfiguration.class, OtherProxies.class, bean)) {
            assertThat(nats.reply("quantity", "{\"quantity\":5}")).isEqualTo("5");
            assertThat(NatsContext.error(nats.request("quantity", "{\"quantity\":6}")))
                    .isEqualTo("500:Internal Server Error");
        }
    }
}
