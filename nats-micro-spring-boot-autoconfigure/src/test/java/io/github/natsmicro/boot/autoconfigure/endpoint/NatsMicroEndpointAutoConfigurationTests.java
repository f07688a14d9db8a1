// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.service.NatsMicroAutoConfiguration;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.testing.NatsServer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class NatsMicroEndpointAutoConfigurationTests {

    private static final String EXPOSED = "management.endpoints.web.exposure.include=natsmicro";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(Application.class)
            // As a real application has it.
            .withInitializer(
                    context -> context.getEnvironment().setConversionService(new ApplicationConversionService()))
            .withPropertyValues("nats.servers=" + NatsServer.shared().url());

    /** Imports by the selector of Boot, which leaves out what is not on the class path before it reads it. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        NatsAutoConfiguration.class,
        NatsMicroAutoConfiguration.class,
        NatsMicroEndpointAutoConfiguration.class
    })
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    static class OwnEndpoint {

        @Bean
        NatsMicroEndpoint mine(MicroServiceRegistrar registrar) {
            return new NatsMicroEndpoint(registrar, null);
        }
    }

    @Test
    void isThereWhereItIsExposed() {
        this.runner
                .withPropertyValues(EXPOSED)
                .run(context -> assertThat(context).hasSingleBean(NatsMicroEndpoint.class));
    }

    @Test
    void hasNoExtensionForTheWebWhereItIsExposedByJmxAlone() {
        this.runner
                .withPropertyValues(
                        "spring.jmx.enabled=true",
                        "management.endpoints.jmx.exposure.include=natsmicro",
                        "management.endpoints.web.exposure.include=health")
                .run(context -> assertThat(context)
                        .hasSingleBean(NatsMicroEndpoint.class)
                        .doesNotHaveBean(NatsMicroEndpointWebExtension.class));
        this.runner
                .withPropertyValues(EXPOSED)
                .run(context -> assertThat(context).hasSingleBean(NatsMicroEndpointWebExtension.class));
    }

    @Test
    void aFleetThatIsNotWaitedForIsRefused() {
        this.runner
                .withPropertyValues(EXPOSED, "nats.micro.fleet.timeout=0s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("The property nats.micro.fleet.timeout can not be used"));
    }

    @Test
    void isNotThereWhereItIsNotExposed() {
        this.runner.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(NatsMicroEndpoint.class));
    }

    @Test
    void isNotThereWithoutAccess() {
        this.runner
                .withPropertyValues(EXPOSED, "management.endpoint.natsmicro.access=none")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(NatsMicroEndpoint.class));
    }

    @Test
    void isNotThereWithoutServices() {
        this.runner
                .withPropertyValues(EXPOSED, "nats.micro.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(NatsMicroEndpoint.class));
    }

    @Test
    void isNotThereWithoutTheActuator() {
        this.runner
                .withPropertyValues(EXPOSED)
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(MicroServiceRegistrar.class)
                        .doesNotHaveBean("natsMicroEndpoint"));
    }

    @Test
    void isNotThereWithoutTheAutoConfigurationOfTheActuator() {
        this.runner
                .withPropertyValues(EXPOSED)
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate.autoconfigure"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(MicroServiceRegistrar.class)
                        .doesNotHaveBean("natsMicroEndpoint"));
    }

    @Test
    void backsOffBeforeTheEndpointOfTheUser() {
        this.runner
                .withPropertyValues(EXPOSED)
                .withUserConfiguration(OwnEndpoint.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(NatsMicroEndpoint.class)
                        .hasBean("mine"));
    }
}
