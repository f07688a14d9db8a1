// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.testcontainers;

import io.github.natsmicro.boot.autoconfigure.connection.NatsConnectionDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.containers.Container;

/** Makes connection details of a container with {@code @ServiceConnection} whose image is {@code nats}. */
final class NatsContainerConnectionDetailsFactory
        extends ContainerConnectionDetailsFactory<Container<?>, NatsConnectionDetails> {

    private static final int PORT = 4222;

    NatsContainerConnectionDetailsFactory() {
        super("nats");
    }

    @Override
    protected NatsConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
        return new NatsContainerConnectionDetails(source);
    }

    private static final class NatsContainerConnectionDetails extends ContainerConnectionDetails<Container<?>>
            implements NatsConnectionDetails {

        private NatsContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
            super(source);
        }

        @Override
        public List<String> getServers() {
            Container<?> container = getContainer();
            return List.of("nats://%s:%d".formatted(container.getHost(), container.getMappedPort(PORT)));
        }

        @Override
        public @Nullable String getUsername() {
            return option("user");
        }

        @Override
        public @Nullable String getPassword() {
            return option("pass");
        }

        @Override
        public @Nullable String getToken() {
            return option("auth");
        }

        private @Nullable String option(String name) {
            return ServerOptions.find(getContainer().getCommandParts(), name);
        }

        @Override
        public @Nullable SslBundle getSslBundle() {
            return super.getSslBundle();
        }
    }
}
