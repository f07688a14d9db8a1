// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What {@code spring.main.lazy-initialization} leaves of services. */
class LazyInitializationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, NatsMicroAutoConfiguration.class))
            .withInitializer(
                    context -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
            .withPropertyValues("nats.servers=" + NatsServer.shared().url(), "spring.application.name=lazy");

    static class Endpoints {

        @NatsEndpoint(subject = "lazy.greet")
        String greet() {
            return "hello";
        }
    }

    static class Mistake {

        @NatsEndpoint(subject = "not valid")
        String mistaken() {
            return "never";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyEndpoints {

        @Bean
        Endpoints endpoints() {
            return new Endpoints();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyMistake {

        @Bean
        Mistake mistake() {
            return new Mistake();
        }
    }

    @Test
    void servicesAreThereAndTheirBeansAreCreatedWithTheFirstRequest() {
        this.runner.withUserConfiguration(LazyEndpoints.class).run(context -> {
            assertThat(context.getBeanFactory()
                            .getBeanDefinition("microServiceRegistrar")
                            .isLazyInit())
                    .isFalse();
            assertThat(context.getBean(MicroServiceRegistrar.class).services()).hasSize(1);
            assertThat(context.getBeanFactory().containsSingleton("endpoints")).isFalse();

            byte[] reply = context.getBean(Connection.class)
                    .request("lazy.greet", new byte[0])
                    .get(10, TimeUnit.SECONDS)
                    .getData();
            assertThat(new String(reply, StandardCharsets.UTF_8)).isEqualTo("hello");
            assertThat(context.getBeanFactory().containsSingleton("endpoints")).isTrue();
        });
    }

    @Test
    void mistakesStopTheStart() {
        this.runner
                .withUserConfiguration(LazyMistake.class)
                .run(context -> assertThat(context).getFailure().isInstanceOf(InvalidDefinitionException.class));
    }
}
