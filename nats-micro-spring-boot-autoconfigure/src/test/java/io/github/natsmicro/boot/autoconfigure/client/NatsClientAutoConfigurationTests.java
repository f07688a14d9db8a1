// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.service.NatsMicroAutoConfiguration;
import io.github.natsmicro.client.NoRespondersException;
import io.github.natsmicro.codec.DefaultJsonMapper;
import io.github.natsmicro.codec.Jackson2PayloadCodec;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.client.EnableNatsClients;
import io.github.natsmicro.spring.client.ErrorReplyException;
import io.github.natsmicro.spring.client.NatsClientInterceptor;
import io.github.natsmicro.spring.client.NatsClientProxyFactory;
import io.github.natsmicro.spring.client.NatsServiceStub;
import io.github.natsmicro.spring.client.NatsTemplate;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.spring.contract.Reply;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.retry.RetryPolicySettings;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

class NatsClientAutoConfigurationTests {

    private static final PayloadCodecs CODECS =
            PayloadCodecs.of(new Jackson2PayloadCodec(DefaultJsonMapper.create(), "the mapper of the tests"));

    private static Connection called;
    private static NatsServiceStub service;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    NatsAutoConfiguration.class, NatsClientAutoConfiguration.class, NatsMicroAutoConfiguration.class))
            .withPropertyValues("nats.servers=" + NatsServer.shared().url());

    record Thing(String item) {}

    interface Echo {

        @NatsEndpoint("${echo.subject}")
        String echo(String text);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableNatsClients(clients = Echo.class)
    static class Clients {}

    @Configuration(proxyBeanMethods = false)
    static class Interceptors {

        @Bean
        @Order(2)
        NatsClientInterceptor second() {
            return appending("2");
        }

        @Bean
        @Order(1)
        NatsClientInterceptor first() {
            return appending("1");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        @Bean
        @Order(2)
        NatsTemplateCustomizer last() {
            return template -> template.interceptor(appending("4"));
        }

        @Bean
        @Order(1)
        NatsTemplateCustomizer lastButOne() {
            return template -> template.interceptor(appending("3"));
        }
    }

    /** Appends to the text that is sent, so that the outermost comes first. */
    private static NatsClientInterceptor appending(String text) {
        return (request, next) -> next.proceed(request.withBody(
                (new String(request.body(), StandardCharsets.UTF_8) + text).getBytes(StandardCharsets.UTF_8)));
    }

    @BeforeAll
    static void start() {
        called = NatsServer.shared().connect();
        service = NatsServiceStub.on(called, CODECS);
        service.when("auto.echo").answer(NatsServiceStub.Received::body);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        service.close();
        called.close();
    }

    @Test
    void aTemplateCallsServices() {
        this.runner.run(context -> assertThat(
                        context.getBean(NatsTemplate.class).request("auto.echo", new Thing("tea"), Thing.class))
                .isEqualTo(new Thing("tea")));
    }

    @Test
    void declaredClientsCallServices() {
        this.runner
                .withUserConfiguration(Clients.class)
                .withPropertyValues("echo.subject=auto.echo")
                .run(context ->
                        assertThat(context.getBean(Echo.class).echo("a")).isEqualTo("a"));
    }

    @Test
    void anApplicationThatOffersNothingCallsAllTheSame() {
        this.runner
                .withUserConfiguration(Clients.class)
                .withPropertyValues("nats.micro.enabled=false", "echo.subject=auto.echo")
                .run(context -> {
                    assertThat(context).doesNotHaveBean(MicroServiceRegistrar.class);
                    assertThat(context.getBean(Echo.class).echo("a")).isEqualTo("a");
                });
    }

    @Test
    void servicesAndClientsShareTheCodecs() {
        this.runner.run(context -> assertThat(context)
                .hasNotFailed()
                .hasSingleBean(PayloadCodecs.class)
                .hasSingleBean(MicroServiceRegistrar.class)
                .hasSingleBean(NatsTemplate.class));
    }

    @Test
    void interceptorsAndCustomizersComeInTheirOrder() {
        this.runner
                .withUserConfiguration(Customizers.class, Interceptors.class)
                .run(context -> assertThat(context.getBean(NatsTemplate.class).request("auto.echo", "0", String.class))
                        .isEqualTo("01234"));
    }

    @Test
    void backsOffWithoutJnats() {
        this.runner
                .withClassLoader(new FilteredClassLoader(Nats.class, Connection.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("natsTemplate")
                        .doesNotHaveBean("natsClientProxyFactory"));
    }

    @Test
    void backsOffWhereItIsSwitchedOff() {
        this.runner
                .withPropertyValues("nats.client.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(NatsTemplate.class)
                        .doesNotHaveBean(NatsClientProxyFactory.class)
                        .hasSingleBean(MicroServiceRegistrar.class));
    }

    @Test
    void backsOffBeforeTheTemplateOfTheUser() {
        this.runner
                .withBean(
                        "mine",
                        NatsTemplate.class,
                        () -> NatsTemplate.builder(called, CODECS)
                                .interceptor((request, next) -> CompletableFuture.completedFuture(
                                        Reply.of("mine".getBytes(StandardCharsets.UTF_8))))
                                .build())
                .withUserConfiguration(Clients.class)
                .withPropertyValues("echo.subject=auto.echo")
                .run(context -> {
                    assertThat(context).hasSingleBean(NatsTemplate.class).hasBean("mine");
                    assertThat(context.getBean(Echo.class).echo("a")).isEqualTo("mine");
                });
    }

    @Test
    void backsOffBeforeTheProxyFactoryOfTheUser() {
        this.runner
                .withBean(
                        "mine",
                        NatsClientProxyFactory.class,
                        () -> NatsClientProxyFactory.create(NatsTemplate.create(called, CODECS)))
                .run(context -> assertThat(context)
                        .hasSingleBean(NatsClientProxyFactory.class)
                        .hasBean("mine"));
    }

    @Test
    void withSeveralTemplatesTheFactoryIsLeftToTheUser() {
        this.runner
                .withBean("one", NatsTemplate.class, () -> NatsTemplate.create(called, CODECS))
                .withBean("two", NatsTemplate.class, () -> NatsTemplate.create(called, CODECS))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(NatsClientProxyFactory.class));
    }

    @Test
    void theTimeoutIsToldToServices() {
        service.when("auto.timeout").answer(request -> request.header("Request-Timeout"));
        this.runner
                .withPropertyValues("nats.client.timeout=77s")
                .run(context -> assertThat(Integer.parseInt(String.valueOf(
                                context.getBean(NatsTemplate.class).request("auto.timeout", null, String.class))))
                        .isBetween(70_000, 77_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nats.client.timeout=0s", "nats.client.retry.multiplier=0.5"})
    void aValueThatCanNotBeStopsTheStart(String property) {
        this.runner
                .withPropertyValues(property, "nats.client.retry.enabled=true")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .satisfies(failure -> assertThat(causes(failure))
                                .hasAtLeastOneElementOfType(InvalidDefinitionException.class)));
    }

    private static List<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
    }

    @Test
    void nothingIsTriedAgainByDefault() {
        service.when("auto.busy").error(503, "Busy").reply("done");
        this.runner.run(context -> assertThat(catchThrowable(
                        () -> context.getBean(NatsTemplate.class).request("auto.busy", null, String.class)))
                .isInstanceOf(ErrorReplyException.class));
    }

    @Test
    void whatIsBusyIsTriedAgainWhereThePropertySaysSo() {
        service.when("auto.retry").error(503, "Busy").error(503, "Busy").reply("done");
        this.runner
                .withPropertyValues(
                        "nats.client.retry.enabled=true",
                        "nats.client.retry.max-retries=2",
                        "nats.client.retry.delay=1ms",
                        "nats.client.retry.multiplier=2",
                        "nats.client.retry.jitter=1ms",
                        "nats.client.retry.max-delay=5ms")
                .run(context -> {
                    NatsTemplate template = context.getBean(NatsTemplate.class);
                    assertThat(template.request("auto.retry", null, String.class))
                            .isEqualTo("done");
                    assertThat(service.requests("auto.retry")).hasSize(3);
                    assertThat(catchThrowable(() -> template.request("auto.nobody", null, String.class)))
                            .isInstanceOf(NoRespondersException.class);
                });
    }

    @Test
    void theDefaultsAreThoseOfBoot() {
        NatsClientProperties.Retry retry = new NatsClientProperties().getRetry();

        assertThat(retry.isEnabled()).isFalse();
        assertThat(retry.getMaxRetries()).isEqualTo(RetryPolicySettings.DEFAULT_MAX_RETRIES);
        assertThat(retry.getDelay()).isEqualTo(RetryPolicySettings.DEFAULT_DELAY);
        assertThat(retry.getMultiplier()).isEqualTo(RetryPolicySettings.DEFAULT_MULTIPLIER);
        assertThat(retry.getMaxDelay()).isEqualTo(RetryPolicySettings.DEFAULT_MAX_DELAY);
        assertThat(new NatsClientProperties().getTimeout()).isEqualTo(Duration.ofSeconds(5));
    }
}
