// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.connection.NatsConnectionDetails;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.net.URI;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.context.ImportTestcontainers;
import org.springframework.boot.testcontainers.service.connection.PemTrustStore;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.boot.testcontainers.service.connection.Ssl;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** What is connected to where a container has {@code @ServiceConnection}; the container is one in name only. */
class NatsContainerConnectionTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withPropertyValues("nats.servers=nats://127.0.0.1:1", "nats.username=nobody", "nats.password=wrong")
            .withConfiguration(
                    AutoConfigurations.of(ServiceConnectionAutoConfiguration.class, NatsAutoConfiguration.class));

    /** Looks started, with a server that was started otherwise. */
    static final class Started extends GenericContainer<Started> {

        private final URI server = URI.create(NatsServer.shared().url());
        private final String image;

        Started(String image) {
            super(DockerImageName.parse(image));
            this.image = image;
        }

        @Override
        public String getDockerImageName() {
            return image;
        }

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public String getHost() {
            return server.getHost();
        }

        @Override
        public Integer getMappedPort(int originalPort) {
            assertThat(originalPort).isEqualTo(4222);
            return server.getPort();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class AsBean {

        @Bean
        @ServiceConnection("nats")
        GenericContainer<?> container() {
            return new Started("example/with-nats:1");
        }
    }

    static class Fields {
        @ServiceConnection
        static final GenericContainer<?> container = new Started("nats:2-alpine");
    }

    @ImportTestcontainers(Fields.class)
    static class AsField {}

    static class OtherFields {
        @ServiceConnection
        static final GenericContainer<?> container = new Started("redis:8");
    }

    @ImportTestcontainers(OtherFields.class)
    static class AnotherImage {}

    @Configuration(proxyBeanMethods = false)
    static class WithUser {

        @Bean
        @ServiceConnection("nats")
        GenericContainer<?> container() {
            return new Started("nats").withCommand("--js", "--user", "me", "--pass=secret");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithToken {

        @Bean
        @ServiceConnection("nats")
        GenericContainer<?> container() {
            return new Started("nats").withCommand("-auth sesame");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithCertificate {

        @Bean
        @ServiceConnection("nats")
        @Ssl
        @PemTrustStore(certificate = "classpath:absent.pem")
        GenericContainer<?> container() {
            return new Started("nats");
        }
    }

    @Test
    void aContainerThatIsABeanAndNamedNatsIsConnectedTo() {
        runner.withUserConfiguration(AsBean.class)
                .run(context -> assertThat(context.getBean(Connection.class).getConnectedUrl())
                        .isEqualTo(NatsServer.shared().url()));
    }

    @Test
    void aContainerInAFieldIsKnownByItsImage() {
        runner.withUserConfiguration(AsField.class)
                .run(context -> assertThat(context.getBean(Connection.class).getConnectedUrl())
                        .isEqualTo(NatsServer.shared().url()));
    }

    @Test
    void aContainerOfAnotherImageIsNot() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ServiceConnectionAutoConfiguration.class))
                .withUserConfiguration(AnotherImage.class)
                .run(context ->
                        assertThat(context).getFailure().hasMessageContaining("No ConnectionDetails found for source"));
    }

    @Test
    void theCommandOfTheContainerSaysUserAndPassword() {
        details(WithUser.class, details -> {
            assertThat(details.getUsername()).isEqualTo("me");
            assertThat(details.getPassword()).isEqualTo("secret");
            assertThat(details.getToken()).isNull();
        });
    }

    @Test
    void theCommandOfTheContainerSaysTheToken() {
        details(WithToken.class, details -> {
            assertThat(details.getToken()).isEqualTo("sesame");
            assertThat(details.getUsername()).isNull();
        });
    }

    @Test
    void withoutOptionsThereAreNoCredentialsAndNoTls() {
        details(AsBean.class, details -> {
            assertThat(details.getUsername()).isNull();
            assertThat(details.getPassword()).isNull();
            assertThat(details.getToken()).isNull();
            assertThat(details.getSslBundle()).isNull();
        });
    }

    @Test
    void theAnnotationsOfTheContainerSayWhichCertificatesToTrust() {
        details(
                WithCertificate.class,
                details -> assertThat(details.getSslBundle()).isNotNull());
    }

    private static void details(Class<?> configuration, Consumer<NatsConnectionDetails> check) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ServiceConnectionAutoConfiguration.class))
                .withUserConfiguration(configuration)
                .run(context -> check.accept(context.getBean(NatsConnectionDetails.class)));
    }
}
