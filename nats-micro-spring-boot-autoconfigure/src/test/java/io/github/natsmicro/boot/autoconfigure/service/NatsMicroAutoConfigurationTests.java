// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.endpoint.NatsMicroEndpoint;
import io.github.natsmicro.boot.autoconfigure.endpoint.NatsMicroEndpointAutoConfiguration;
import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

class NatsMicroAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    NatsAutoConfiguration.class,
                    NatsMicroAutoConfiguration.class,
                    NatsMicroEndpointAutoConfiguration.class))
            .withPropertyValues(
                    "nats.servers=" + NatsServer.shared().url(),
                    "spring.application.name=auto",
                    "management.endpoints.web.exposure.include=natsmicro");

    @Configuration(proxyBeanMethods = false)
    static class Greeter {

        @NatsEndpoint
        String greet(String name) {
            return "hello " + name;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRegistrar {

        @Bean
        MicroServiceRegistrar mine(Connection connection, PayloadCodecs codecs) {
            return new MicroServiceRegistrar(connection, codecs);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoConnections {

        @Bean(destroyMethod = "close")
        Connection one() {
            return NatsServer.shared().connect();
        }

        @Bean(destroyMethod = "close")
        Connection two() {
            return NatsServer.shared().connect();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SecondConnection {

        @Bean(destroyMethod = "close", defaultCandidate = false)
        Connection second() {
            return NatsServer.shared().connect();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoConnectionsWithPrimary {

        @Bean(destroyMethod = "close")
        @Primary
        Connection one() {
            return NatsServer.shared().connect();
        }

        @Bean(destroyMethod = "close")
        Connection two() {
            return NatsServer.shared().connect();
        }
    }

    @Test
    void offersTheEndpointsOfTheBeans() {
        this.runner.withUserConfiguration(Greeter.class).run(context -> {
            Connection connection = context.getBean(Connection.class);
            byte[] reply = connection
                    .request("greet", "you".getBytes(StandardCharsets.UTF_8))
                    .get(10, TimeUnit.SECONDS)
                    .getData();
            assertThat(reply).isEqualTo("hello you".getBytes(StandardCharsets.UTF_8));
        });
    }

    @Test
    void backsOffWithoutJnats() {
        this.runner
                .withClassLoader(new FilteredClassLoader(Nats.class, Connection.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("microServiceRegistrar")
                        .doesNotHaveBean("natsMicroEndpoint"));
    }

    @Test
    void backsOffWhereItIsSwitchedOff() {
        this.runner
                .withUserConfiguration(Greeter.class)
                .withPropertyValues("nats.micro.enabled=false", "nats.micro.name=named")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(MicroServiceRegistrar.class)
                        .doesNotHaveBean(PayloadCodec.class)
                        .doesNotHaveBean(NatsMicroEndpoint.class));
    }

    @Test
    void leavesTheConnectionWhereItIsSwitchedOff() {
        this.runner
                .withPropertyValues("nats.micro.enabled=false")
                .run(context -> assertThat(context.getBean(Connection.class).getStatus())
                        .isEqualTo(Connection.Status.CONNECTED));
    }

    @Test
    void backsOffBeforeTheRegistrarOfTheUser() {
        this.runner
                .withUserConfiguration(OwnRegistrar.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(MicroServiceRegistrar.class)
                        .hasBean("mine"));
    }

    @Test
    void asksWhichConnectionToTakeWhereAServiceNamesNone() {
        this.runner
                .withUserConfiguration(TwoConnections.class, Greeter.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(InvalidDefinitionException.class)
                        .hasMessageContaining("names no connection, and there are several: \"one\", \"two\"."));
    }

    @Test
    void needsNoConnectionWithoutServices() {
        this.runner
                .withUserConfiguration(TwoConnections.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void takesTheConnectionThatIsNamed() {
        this.runner
                .withUserConfiguration(TwoConnections.class, Greeter.class)
                .withPropertyValues("nats.micro.connection=two")
                .run(context -> assertThat(
                                context.getBean(MicroServiceRegistrar.class).services())
                        .hasSize(1));
    }

    @Test
    void leavesAConnectionToThoseWhoNameIt() {
        this.runner.withUserConfiguration(SecondConnection.class, Greeter.class).run(context -> {
            assertThat(context).hasBean("natsConnection").hasBean("second");
            assertThat(context.getBean(MicroServiceRegistrar.class).services()).hasSize(1);
        });
    }

    @Test
    void takesThePrimaryConnection() {
        this.runner
                .withUserConfiguration(TwoConnectionsWithPrimary.class)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(MicroServiceRegistrar.class));
    }

    @Test
    void announcesNothingWithoutEndpoints() {
        this.runner.run(context -> assertThat(
                        context.getBean(MicroServiceRegistrar.class).services())
                .isEmpty());
    }

    @Test
    void announcesAServiceWithoutEndpointsThatHasANameOfItsOwn() {
        this.runner
                .withPropertyValues("nats.micro.name=announced")
                .run(context -> assertThat(
                                context.getBean(MicroServiceRegistrar.class).services())
                        .extracting(MicroService::name)
                        .containsExactly("announced"));
    }

    @Test
    void passesTheApiPrefixOn() {
        this.runner
                .withPropertyValues("nats.micro.name=prefixed", "nats.micro.api-prefix=my.services")
                .run(context -> {
                    Connection connection = context.getBean(Connection.class);
                    byte[] reply = connection
                            .request("my.services.PING.prefixed", new byte[0])
                            .get(10, TimeUnit.SECONDS)
                            .getData();
                    assertThat(new String(reply, StandardCharsets.UTF_8)).contains("\"name\":\"prefixed\"");
                    assertThat(connection.request("$SRV.PING.prefixed", new byte[0]))
                            .failsWithin(Duration.ofSeconds(10));
                });
    }

    @Test
    void bindsTheTimeToDrain() {
        this.runner
                .withPropertyValues("nats.micro.drain-timeout=3s")
                .run(context -> assertThat(
                                context.getBean(NatsMicroProperties.class).getDrainTimeout())
                        .isEqualTo(Duration.ofSeconds(3)));
    }
}
