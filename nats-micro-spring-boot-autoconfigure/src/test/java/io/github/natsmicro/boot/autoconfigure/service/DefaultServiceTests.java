// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.testing.NatsServer;
import io.github.natsmicro.wire.EndpointInfo;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class DefaultServiceTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class, NatsMicroAutoConfiguration.class))
            .withBean(Greeter.class)
            .withPropertyValues("nats.servers=" + NatsServer.shared().url(), "spring.application.name=app");

    static class Greeter {

        @NatsEndpoint
        String greet() {
            return "hello";
        }
    }

    private static BuildProperties build(String version) {
        Properties entries = new Properties();
        entries.setProperty("version", version);
        return new BuildProperties(entries);
    }

    private void assertService(ApplicationContextRunner runner, Consumer<MicroService> requirements) {
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(MicroServiceRegistrar.class).services())
                    .singleElement()
                    .satisfies(requirements);
        });
    }

    @Test
    void itsNameIsThatOfTheApplication() {
        assertService(this.runner, service -> assertThat(service.name()).isEqualTo("app"));
    }

    @ParameterizedTest
    @CsvSource({"My Shop!, My-Shop-", "a.b/c, a-b-c", "ok_Name-1, ok_Name-1", "größe, gr--e", "a  b, a--b"})
    void whatAServiceNameCanNotHaveIsReplacedInTheApplicationsName(String application, String name) {
        assertService(
                this.runner.withPropertyValues("spring.application.name=" + application),
                service -> assertThat(service.name()).isEqualTo(name));
    }

    @Test
    void itsNameIsThatOfTheProperty() {
        assertService(
                this.runner.withPropertyValues("nats.micro.name=named"),
                service -> assertThat(service.name()).isEqualTo("named"));
    }

    @Test
    void itsVersionIsZeroWhereNobodyKnowsABetter() {
        assertService(this.runner, service -> assertThat(service.version()).isEqualTo("0.0.0"));
    }

    @Test
    void itsVersionIsThatOfTheBuild() {
        assertService(
                this.runner.withBean(BuildProperties.class, () -> build("1.4.0-SNAPSHOT")),
                service -> assertThat(service.version()).isEqualTo("1.4.0-SNAPSHOT"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.4", "2026-11", "v1.0.0", "1.0.0.RELEASE", "unspecified"})
    void theVersionOfABuildIsNotTakenWhereItIsNotSemantic(String version) {
        assertService(
                this.runner.withBean(BuildProperties.class, () -> build(version)),
                service -> assertThat(service.version()).isEqualTo("0.0.0"));
    }

    @Test
    void itsVersionIsThatOfThePropertyBeforeThatOfTheBuild() {
        assertService(
                this.runner
                        .withBean(BuildProperties.class, () -> build("1.4.0"))
                        .withPropertyValues("nats.micro.version=2.0.0"),
                service -> assertThat(service.version()).isEqualTo("2.0.0"));
    }

    @Test
    void itHasNoDescriptionAndNoMetadataByDefault() {
        assertService(this.runner, service -> {
            assertThat(service.info().description()).isEmpty();
            assertThat(service.info().metadata()).isEmpty();
        });
    }

    @Test
    void itsDescriptionIsThatOfTheProperty() {
        assertService(
                this.runner.withPropertyValues("nats.micro.description=A shop"),
                service -> assertThat(service.info().description()).isEqualTo("A shop"));
    }

    @Test
    void itsMetadataIsThatOfTheProperties() {
        assertService(
                this.runner.withPropertyValues("nats.micro.metadata.region=north", "nats.micro.metadata[a.b]=dotted"),
                service -> assertThat(service.info().metadata()).isEqualTo(Map.of("region", "north", "a.b", "dotted")));
    }

    @Test
    void itsQueueGroupIsQByDefault() {
        assertService(
                this.runner,
                service -> assertThat(service.info().endpoints())
                        .extracting(EndpointInfo::queueGroup)
                        .containsExactly("q"));
    }

    @Test
    void itsQueueGroupIsThatOfTheProperty() {
        assertService(
                this.runner.withPropertyValues("nats.micro.queue-group=workers"),
                service -> assertThat(service.info().endpoints())
                        .extracting(EndpointInfo::queueGroup)
                        .containsExactly("workers"));
    }

    @Test
    void anEndpointWithoutServiceNameIsAFailure() {
        this.runner
                .withPropertyValues("spring.application.name=")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasMessage("The endpoint method " + Greeter.class.getName()
                                + ".greet() (bean \"defaultServiceTests.Greeter\") belongs to the default service, which has no name. Set the property nats.micro.name"
                                + " (or spring.application.name), or name a service with @NatsService on the class."));
    }
}
