// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.nats.client.Options;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Makes the options of the connection: the details come before the properties, beans before both, and customizers have the
 * last word.
 */
final class NatsOptionsFactory {

    private final NatsProperties properties;
    private final NatsConnectionDetails details;
    private final @Nullable String applicationName;
    private final ConnectionBeans beans;

    NatsOptionsFactory(
            NatsProperties properties,
            NatsConnectionDetails details,
            @Nullable String applicationName,
            ConnectionBeans beans) {
        this.properties = properties;
        this.details = details;
        this.applicationName = applicationName;
        this.beans = beans;
    }

    /**
     * Makes the options.
     *
     * @param trouble hears what goes wrong while a connection is being made
     * @param tls encrypts the connection, or {@code null} if it is up to the servers' URLs
     */
    Options create(ConnectTrouble trouble, @Nullable SSLContext tls) {
        Options.Builder options =
                new ComposingOptionsBuilder(trouble, this.beans.errorListeners(), this.beans.connectionListeners());
        PropertyMapper map = PropertyMapper.get();
        applyServers(options);
        map.from(this.properties::getConnectionName)
                .whenHasText()
                .orFrom(() -> StringUtils.hasText(this.applicationName) ? this.applicationName : null)
                .to(options::connectionName);
        new NatsLogin(this.details).applyTo(options);
        map.from(tls).to(options::sslContext);
        map.from(this.properties.getSsl()::isTlsFirst).whenTrue().toCall(options::tlsFirst);
        applyProperties(options, map);
        applyBeans(options, map);
        this.beans.customizers().forEach(customizer -> customizer.customize(options));
        return options.build();
    }

    private void applyServers(Options.Builder options) {
        for (String server : this.details.getServers()) {
            try {
                options.servers(new String[] {server});
            } catch (IllegalArgumentException ex) {
                throw new InvalidDefinitionException(
                        "The property nats.servers holds \"%s\", which is no URL of a NATS server."
                                .formatted(NatsUrls.withoutCredentials(server)),
                        "Write it as nats://host:4222; besides nats there are tls, opentls, ws and wss. Special characters in a password are to be percent-encoded.",
                        null);
            }
        }
    }

    private void applyProperties(Options.Builder options, PropertyMapper map) {
        map.from(this.properties::getConnectionTimeout).to(options::connectionTimeout);
        map.from(this.properties::getRequestCleanupInterval).to(options::requestCleanupInterval);
        map.from(this.properties::getInboxPrefix).whenHasText().to(options::inboxPrefix);
        map.from(this.properties::isNoEcho).whenTrue().toCall(options::noEcho);
        map.from(this.properties::isNoRandomize).whenTrue().toCall(options::noRandomize);
        map.from(this.properties::isIgnoreDiscoveredServers).whenTrue().toCall(options::ignoreDiscoveredServers);
        NatsProperties.Ping ping = this.properties.getPing();
        map.from(ping::getInterval).to(options::pingInterval);
        map.from(ping::getMaxOutstanding).to(options::maxPingsOut);
        NatsProperties.Reconnect reconnect = this.properties.getReconnect();
        map.from(reconnect::getMaxAttempts).to(options::maxReconnects);
        map.from(reconnect::getWait).to(options::reconnectWait);
        options.reconnectJitter(bound(reconnect.getJitter()));
        options.reconnectJitterTls(bound(reconnect.getJitterTls()));
        map.from(reconnect::getBufferSize).as(DataSize::toBytes).to(options::reconnectBufferSize);
    }

    /** jnats would never reconnect with a jitter of zero: it asks for a random number below zero nanoseconds. */
    private static @Nullable Duration bound(Duration jitter) {
        return jitter.isZero() || jitter.isNegative() ? null : jitter;
    }

    private void applyBeans(Options.Builder options, PropertyMapper map) {
        map.from(this.beans::authHandler).to(options::authHandler);
        map.from(this.beans::reconnectDelayHandler).to(options::reconnectDelayHandler);
        map.from(this.beans::serverPool).to(options::serverPool);
        map.from(this.beans::statisticsCollector).to(options::statisticsCollector);
        map.from(this.beans::executor).to(options::executor);
    }
}
