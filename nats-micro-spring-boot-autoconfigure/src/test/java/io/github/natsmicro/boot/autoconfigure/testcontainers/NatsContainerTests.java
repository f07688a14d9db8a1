// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.nats.client.Connection;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.lifecycle.TestcontainersLifecycleApplicationContextInitializer;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** The connection to a real container. It needs Docker, and says so where there is none. */
class NatsContainerTests {

    @BeforeAll
    static void needsDocker() {
        boolean docker = DockerClientFactory.instance().isDockerAvailable();
        if (!docker) {
            LoggerFactory.getLogger(NatsContainerTests.class)
                    .warn("SKIPPED: the connection to a real container is not tested, as Docker is not there.");
        }
        Assumptions.assumeTrue(docker, "Docker is not there.");
    }

    @Configuration(proxyBeanMethods = false)
    static class Container {

        @Bean
        @ServiceConnection("nats")
        GenericContainer<?> nats() {
            return new GenericContainer<>(DockerImageName.parse("nats:2-alpine"))
                    .withCommand("--user", "me", "--pass", "secret")
                    .withExposedPorts(4222);
        }
    }

    @Test
    void theApplicationIsConnectedToTheContainerAsTheUserOfItsCommand() {
        new ApplicationContextRunner()
                .withInitializer(new TestcontainersLifecycleApplicationContextInitializer())
                .withConfiguration(
                        AutoConfigurations.of(ServiceConnectionAutoConfiguration.class, NatsAutoConfiguration.class))
                .withUserConfiguration(Container.class)
                .run(context -> assertThat(context.getBean(Connection.class).getStatus())
                        .isEqualTo(Connection.Status.CONNECTED));
    }
}
