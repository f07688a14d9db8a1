// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.Options;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.StringUtils;

/** Makes the options of the connection: the details come before the properties, and customizers have the last word. */
final class NatsOptionsFactory {

    private final NatsProperties properties;
    private final NatsConnectionDetails details;
    private final @Nullable String applicationName;
    private final List<ErrorListener> errorListeners;
    private final List<ConnectionListener> connectionListeners;
    private final List<NatsOptionsCustomizer> customizers;

    NatsOptionsFactory(
            NatsProperties properties,
            NatsConnectionDetails details,
            @Nullable String applicationName,
            List<ErrorListener> errorListeners,
            List<ConnectionListener> connectionListeners,
            List<NatsOptionsCustomizer> customizers) {
        this.properties = properties;
        this.details = details;
        this.applicationName = applicationName;
        this.errorListeners = errorListeners;
        this.connectionListeners = connectionListeners;
        this.customizers = customizers;
    }

    Options create(ConnectTrouble trouble) {
        Options.Builder options = new ComposingOptionsBuilder(trouble, this.errorListeners, this.connectionListeners);
        PropertyMapper map = PropertyMapper.get();
        map.from(this.details::getServers)
                .as(servers -> servers.toArray(String[]::new))
                .to(options::servers);
        map.from(this.properties::getConnectionName)
                .whenHasText()
                .orFrom(() -> StringUtils.hasText(this.applicationName) ? this.applicationName : null)
                .to(options::connectionName);
        new NatsLogin(this.details).applyTo(options);
        map.from(this.details::getSslBundle).as(SslBundle::createSslContext).to(options::sslContext);
        map.from(this.properties::getConnectionTimeout).to(options::connectionTimeout);
        this.customizers.forEach(customizer -> customizer.customize(options));
        return options.build();
    }
}
