// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.constraints.NotBlank;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Which validator is taken, and what stops the start. */
class ValidationSetupTests {

    static class Endpoints {

        @NatsEndpoint
        String text(@NotBlank String text) {
            return "[" + text + "]";
        }
    }

    record Text(@NotBlank String text) {}

    static class NotReachable {

        @NatsEndpoint
        CompletionStage<@Valid Text> text(String text) {
            return CompletableFuture.completedFuture(new Text(text));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class FactoryOnly {

        @Bean(destroyMethod = "close")
        ValidatorFactory validatorFactory() {
            return Validation.byDefaultProvider()
                    .configure()
                    .messageInterpolator(new ParameterMessageInterpolator())
                    .buildValidatorFactory();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Another {

        @Bean
        jakarta.validation.Validator another(ValidatorFactory factory) {
            return factory.getValidator();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class PrimaryOne {

        @Bean
        @Primary
        jakarta.validation.Validator primary(ValidatorFactory factory) {
            return factory.getValidator();
        }
    }

    @Test
    void withoutAValidatorConstraintsAreIgnored() {
        try (NatsContext nats = NatsContext.start(Endpoints.class)) {
            assertThat(nats.reply("text", " ")).isEqualTo("[ ]");
        }
    }

    @Test
    void aFactoryOfValidatorsIsEnough() {
        try (NatsContext nats = NatsContext.start(Endpoints.class, FactoryOnly.class)) {
            assertThat(NatsContext.error(nats.request("text", " "))).isEqualTo("400:Validation failed: the payload");
        }
    }

    @Test
    void thePrimaryOfSeveralValidatorsIsTaken() {
        try (NatsContext nats =
                NatsContext.start(Endpoints.class, ValidatorConfiguration.class, Another.class, PrimaryOne.class)) {
            assertThat(NatsContext.error(nats.request("text", " "))).isEqualTo("400:Validation failed: the payload");
        }
    }

    @Test
    void severalValidatorsAreToldFrom() {
        InvalidDefinitionException failure =
                NatsContext.failure(Endpoints.class, ValidatorConfiguration.class, Another.class);
        assertThat(failure.description())
                .startsWith("It is not clear which validator checks the constraints of endpoint methods:")
                .contains("validator")
                .contains("another");
        assertThat(failure.action()).isEqualTo("Mark one of the beans as @Primary.");
    }

    @Test
    void constraintsWhereTheValidatorCanNotGoStopTheStart() {
        InvalidDefinitionException failure = NatsContext.failure(NotReachable.class, ValidatorConfiguration.class);
        assertThat(failure.description())
                .startsWith("The constraints in " + NotReachable.class.getName() + " can not be used: ");
        assertThat(failure.action())
                .isEqualTo(
                        "Correct them. For what comes later, in a stream, or in a Reply, put @Valid on the method itself.");
    }
}
