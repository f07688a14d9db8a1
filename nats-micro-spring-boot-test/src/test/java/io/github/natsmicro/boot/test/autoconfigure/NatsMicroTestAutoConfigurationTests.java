// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.boot.autoconfigure.client.NatsClientAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.service.NatsMicroAutoConfiguration;
import io.github.natsmicro.boot.test.NatsMicroTester;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.testing.NatsServer;
import io.github.natsmicro.transport.inprocess.InProcessLimits;
import io.github.natsmicro.transport.inprocess.InProcessTransport;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class NatsMicroTestAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withPropertyValues("spring.application.name=tested", "nats.servers=nats://127.0.0.1:1")
            .withConfiguration(AutoConfigurations.of(
                    NatsAutoConfiguration.class,
                    NatsClientAutoConfiguration.class,
                    NatsMicroAutoConfiguration.class,
                    NatsMicroTestAutoConfiguration.class));

    @Test
    void servicesNeedNoServer() {
        runner.withUserConfiguration(Echo.class).run(context -> {
            assertThat(context).hasSingleBean(InProcessTransport.class);
            assertThat(context.getBean(Connection.class))
                    .isSameAs(context.getBean(InProcessTransport.class).connection());
            assertThat(context.getBean(NatsMicroTester.class).request("echo").body("hello"))
                    .hasText("hello");
        });
    }

    @Test
    void theConnectionIsClosedWithTheContext() {
        Connection[] known = new Connection[1];
        runner.withUserConfiguration(Echo.class).run(context -> known[0] = context.getBean(Connection.class));
        assertThat(known[0].getStatus()).isEqualTo(Connection.Status.CLOSED);
    }

    @Test
    void withoutJnatsThereIsNothing() {
        runner.withClassLoader(new FilteredClassLoader(Nats.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(NatsMicroTester.class)
                        .doesNotHaveBean(Connection.class));
    }

    @Test
    void theConnectionOfTheApplicationIsUsedIfThePropertySaysSo() {
        NatsServer server = NatsServer.shared();
        runner.withUserConfiguration(Echo.class)
                .withPropertyValues("nats.micro.test.transport=connection", "nats.servers=" + server.url())
                .run(context -> {
                    assertThat(context).doesNotHaveBean(InProcessTransport.class);
                    assertThat(context.getBean(Connection.class).getConnectedUrl())
                            .isEqualTo(server.url());
                    assertThat(context.getBean(NatsMicroTester.class)
                                    .request("echo")
                                    .body("hello"))
                            .hasText("hello");
                });
    }

    @Test
    void aTesterOfTheTestWins() {
        runner.withUserConfiguration(OwnTester.class)
                .run(context ->
                        assertThat(context).getBean(NatsMicroTester.class).isSameAs(context.getBean("ownTester")));
    }

    @Test
    void aTransportOfTheTestWins() {
        runner.withBean(
                        "natsInProcessTransport",
                        InProcessTransport.class,
                        () -> new InProcessTransport(InProcessLimits.defaults().maxPayload(10)))
                .run(context -> assertThat(context.getBean(Connection.class).getMaxPayload())
                        .isEqualTo(10));
    }

    @Test
    void connectionsOfTheApplicationLeadIntoTheProcessTooAndKeepTheirQualifiers() {
        runner.withUserConfiguration(Echo.class, SecondConnection.class).run(context -> {
            Connection ofTransport = context.getBean(InProcessTransport.class).connection();
            assertThat(context.getBean("second", Connection.class)).isSameAs(ofTransport);
            assertThat(context.getBean(User.class).connection()).isSameAs(ofTransport);
        });
    }

    @Test
    void whereNoServicesAreOfferedTheTesterStillCalls() {
        runner.withPropertyValues("nats.micro.enabled=false").run(context -> {
            assertThat(context).doesNotHaveBean(MicroServiceRegistrar.class);
            assertThat(context.getBean(NatsMicroTester.class).request("echo")).hasNoResponders();
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Echo {

        @NatsEndpoint
        String echo(String text) {
            return text;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnTester {

        @Bean
        NatsMicroTester ownTester(Connection connection, PayloadCodecs codecs) {
            return NatsMicroTester.create(connection, codecs, List::of);
        }
    }

    record User(Connection connection) {}

    @Configuration(proxyBeanMethods = false)
    static class SecondConnection {

        @Bean(destroyMethod = "close")
        @Qualifier("other")
        Connection second() throws Exception {
            return Nats.connect("nats://127.0.0.1:1");
        }

        @Bean
        User user(@Qualifier("other") Connection connection) {
            return new User(connection);
        }
    }
}
