// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.docker.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.boot.autoconfigure.connection.NatsConnectionDetails;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

/** What is connected to where Docker Compose runs a NATS server; the service is one in name only. */
class NatsDockerComposeConnectionTests {

    private static final URI SERVER = URI.create(NatsServer.shared().url());

    private record Running(ImageReference image, Map<String, String> labels) implements RunningService {

        static Running of(String image, Map<String, String> labels) {
            return new Running(ImageReference.of(image), labels);
        }

        @Override
        public String name() {
            return "broker";
        }

        @Override
        public String host() {
            return SERVER.getHost();
        }

        @Override
        public ConnectionPorts ports() {
            return new ConnectionPorts() {

                @Override
                public int get(int containerPort) {
                    assertThat(containerPort).isEqualTo(4222);
                    return SERVER.getPort();
                }

                @Override
                public List<Integer> getAll() {
                    return List.of(SERVER.getPort());
                }

                @Override
                public List<Integer> getAll(@Nullable String protocol) {
                    return getAll();
                }
            };
        }

        @Override
        public Map<String, @Nullable String> env() {
            return Map.of();
        }
    }

    @Test
    void aServiceWithTheImageIsConnectedTo() {
        NatsConnectionDetails details = details(Running.of("nats:2-alpine", Map.of()));

        assertThat(details.getServers()).containsExactly("nats://127.0.0.1:" + SERVER.getPort());
        assertThat(details.getUsername()).isNull();
        assertThat(details.getPassword()).isNull();
        assertThat(details.getToken()).isNull();
        assertThat(details.getSslBundle()).isNull();
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class))
                .withPropertyValues("nats.servers=nats://127.0.0.1:1")
                .withBean(NatsConnectionDetails.class, () -> details)
                .run(context -> assertThat(context.getBean(Connection.class).getConnectedUrl())
                        .isEqualTo(NatsServer.shared().url()));
    }

    @Test
    void aServiceWithTheLabelOfBootIsTakenWhateverItsImage() {
        assertThat(details(
                        Running.of("example/broker:1", Map.of("org.springframework.boot.service-connection", "nats"))))
                .isNotNull();
    }

    @Test
    void aServiceWithAnotherImageIsNot() {
        assertThat(all(Running.of("example/broker:1", Map.of()))).isEmpty();
    }

    @Test
    void labelsSayUserAndPassword() {
        NatsConnectionDetails details = details(Running.of(
                "nats", Map.of("io.github.natsmicro.username", "me", "io.github.natsmicro.password", "secret")));

        assertThat(details.getUsername()).isEqualTo("me");
        assertThat(details.getPassword()).isEqualTo("secret");
        assertThat(details.getToken()).isNull();
    }

    @Test
    void aLabelSaysTheToken() {
        assertThat(details(Running.of("nats", Map.of("io.github.natsmicro.token", "sesame")))
                        .getToken())
                .isEqualTo("sesame");
    }

    @Test
    void labelsOfBootSayWhichCertificatesToTrust() {
        assertThat(details(Running.of(
                                "nats",
                                Map.of(
                                        "org.springframework.boot.sslbundle.pem.truststore.certificate",
                                        "classpath:absent.pem")))
                        .getSslBundle())
                .isNotNull();
    }

    private static NatsConnectionDetails details(RunningService service) {
        ConnectionDetails details = all(service).get(NatsConnectionDetails.class);
        assertThat(details).isNotNull();
        return (NatsConnectionDetails) details;
    }

    /** As Boot asks all factories that are registered. Only Boot itself makes such a source. */
    private static Map<Class<?>, ConnectionDetails> all(RunningService service) {
        try {
            Constructor<DockerComposeConnectionSource> source =
                    DockerComposeConnectionSource.class.getDeclaredConstructor(RunningService.class, Environment.class);
            return new ConnectionDetailsFactories(null)
                    .getConnectionDetails(BeanUtils.instantiateClass(source, service, new MockEnvironment()), false);
        } catch (NoSuchMethodException ex) {
            throw new LinkageError("The source of Boot is made otherwise.", ex);
        }
    }
}
