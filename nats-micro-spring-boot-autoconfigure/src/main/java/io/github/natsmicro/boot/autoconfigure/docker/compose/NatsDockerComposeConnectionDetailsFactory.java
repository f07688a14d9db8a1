// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.docker.compose;

import io.github.natsmicro.boot.autoconfigure.connection.NatsConnectionDetails;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;

/**
 * Makes connection details of a service whose image is {@code nats}. Docker Compose does not tell the command of a service, so
 * the service says by the labels {@code io.github.natsmicro.username}, {@code io.github.natsmicro.password} and {@code
 * io.github.natsmicro.token} what its server demands.
 */
final class NatsDockerComposeConnectionDetailsFactory
        extends DockerComposeConnectionDetailsFactory<NatsConnectionDetails> {

    private static final int PORT = 4222;

    NatsDockerComposeConnectionDetailsFactory() {
        super("nats");
    }

    @Override
    protected NatsConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
        return new NatsDockerComposeConnectionDetails(source.getRunningService());
    }

    private static final class NatsDockerComposeConnectionDetails extends DockerComposeConnectionDetails
            implements NatsConnectionDetails {

        private final String server;
        private final Map<String, String> labels;
        private final @Nullable SslBundle sslBundle;

        private NatsDockerComposeConnectionDetails(RunningService service) {
            super(service);
            this.server =
                    "nats://%s:%d".formatted(service.host(), service.ports().get(PORT));
            this.labels = service.labels();
            this.sslBundle = getSslBundle(service);
        }

        @Override
        public List<String> getServers() {
            return List.of(this.server);
        }

        @Override
        public @Nullable String getUsername() {
            return label("username");
        }

        @Override
        public @Nullable String getPassword() {
            return label("password");
        }

        @Override
        public @Nullable String getToken() {
            return label("token");
        }

        private @Nullable String label(String name) {
            return this.labels.get("io.github.natsmicro." + name);
        }

        @Override
        public @Nullable SslBundle getSslBundle() {
            return this.sslBundle;
        }
    }
}
