// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/** The details that the properties give. A property without text says nothing. */
final class PropertiesNatsConnectionDetails implements NatsConnectionDetails {

    private final NatsProperties properties;
    private final @Nullable SslBundles sslBundles;

    PropertiesNatsConnectionDetails(NatsProperties properties, @Nullable SslBundles sslBundles) {
        this.properties = properties;
        this.sslBundles = sslBundles;
    }

    private static @Nullable String text(@Nullable String value) {
        return StringUtils.hasText(value) ? value : null;
    }

    @Override
    public List<String> getServers() {
        return this.properties.getServers();
    }

    @Override
    public @Nullable String getUsername() {
        return text(this.properties.getUsername());
    }

    @Override
    public @Nullable String getPassword() {
        return StringUtils.hasLength(this.properties.getPassword()) ? this.properties.getPassword() : null;
    }

    @Override
    public @Nullable String getToken() {
        return text(this.properties.getToken());
    }

    @Override
    public @Nullable String getNkey() {
        return text(this.properties.getNkey());
    }

    @Override
    public @Nullable String getCredentials() {
        return text(this.properties.getCredentials());
    }

    @Override
    public @Nullable String getCredentialsContent() {
        return text(this.properties.getCredentialsContent());
    }

    @Override
    public @Nullable SslBundle getSslBundle() {
        NatsProperties.Ssl ssl = this.properties.getSsl();
        if (!ssl.isEnabled()) {
            return null;
        }
        String name = text(ssl.getBundle());
        if (name == null) {
            return SslBundle.systemDefault();
        }
        try {
            return requiredBundles(name).getBundle(name);
        } catch (NoSuchSslBundleException ex) {
            throw new InvalidDefinitionException(
                    "The property nats.ssl.bundle names the SSL bundle \"%s\", which there is not.".formatted(name),
                    "Define it with the properties spring.ssl.bundle.pem.%1$s.* or spring.ssl.bundle.jks.%1$s.*, or correct nats.ssl.bundle."
                            .formatted(name),
                    ex);
        }
    }

    /** Tells of each new version of the bundle that is in use. */
    void onSslBundleUpdate(Consumer<SslBundle> action) {
        String name = text(this.properties.getSsl().getBundle());
        if (name != null) {
            requiredBundles(name).addBundleUpdateHandler(name, action);
        }
    }

    private SslBundles requiredBundles(String name) {
        if (this.sslBundles == null) {
            throw new NoSuchSslBundleException(name, "There are no SSL bundles.");
        }
        return this.sslBundles;
    }
}
