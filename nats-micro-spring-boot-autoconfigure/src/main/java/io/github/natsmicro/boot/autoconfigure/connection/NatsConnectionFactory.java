// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.transport.NatsTroubleListener;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.StringUtils;

/** Makes the connection that the properties describe. */
final class NatsConnectionFactory {

    private final NatsProperties properties;
    private final @Nullable String applicationName;
    private final List<NatsOptionsCustomizer> customizers;

    NatsConnectionFactory(
            NatsProperties properties, @Nullable String applicationName, List<NatsOptionsCustomizer> customizers) {
        this.properties = properties;
        this.applicationName = applicationName;
        this.customizers = customizers;
    }

    Connection connect() {
        checkCredentialsFile();
        try {
            return Nats.connect(options());
        } catch (IOException | IllegalArgumentException | IllegalStateException ex) {
            throw new NatsConnectionException(this.properties.getServers(), ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new NatsConnectionException(this.properties.getServers(), ex);
        }
    }

    Options options() {
        Options.Builder options = new TroubleHearingBuilder();
        PropertyMapper map = PropertyMapper.get();
        map.from(this.properties::getServers)
                .as(servers -> servers.toArray(String[]::new))
                .to(options::servers);
        map.from(this.properties::getConnectionName)
                .whenHasText()
                .orFrom(() -> StringUtils.hasText(this.applicationName) ? this.applicationName : null)
                .to(options::connectionName);
        map.from(this.properties::getUsername)
                .whenHasText()
                .to(user -> options.userInfo(
                        user,
                        StringUtils.hasLength(this.properties.getPassword()) ? this.properties.getPassword() : ""));
        map.from(this.properties::getToken)
                .whenHasText()
                .as(String::toCharArray)
                .to(options::token);
        map.from(this.properties::getCredentials).whenHasText().to(path -> options.authHandler(Nats.credentials(path)));
        map.from(this.properties::getConnectionTimeout).to(options::connectionTimeout);
        this.customizers.forEach(customizer -> customizer.customize(options));
        return options.build();
    }

    /**
     * Services hear what the server refuses them only through a listener in the options. Whichever is chosen there, the
     * engine's own comes with it.
     */
    private static final class TroubleHearingBuilder extends Options.Builder {

        TroubleHearingBuilder() {
            super.errorListener(new NatsTroubleListener());
        }

        @Override
        public Options.Builder errorListener(@Nullable ErrorListener listener) {
            return super.errorListener(
                    listener == null ? new NatsTroubleListener() : new NatsTroubleListener(listener));
        }
    }

    /** jnats reads it when the server asks for it, and does not say then that it could not. */
    private void checkCredentialsFile() {
        String file = this.properties.getCredentials();
        if (StringUtils.hasText(file) && !Files.isReadable(Path.of(file))) {
            throw new InvalidDefinitionException(
                    "The credentials file %s is not there or can not be read.".formatted(file),
                    "Correct the property nats.credentials, or put the file there.",
                    null);
        }
    }
}
