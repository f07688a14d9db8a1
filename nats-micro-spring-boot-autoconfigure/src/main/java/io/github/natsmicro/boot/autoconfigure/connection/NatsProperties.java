// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.nats.client.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The properties of the NATS connection. */
@ConfigurationProperties("nats")
public class NatsProperties {

    /**
     * URLs of the NATS servers, of which one that answers is taken.
     */
    private List<String> servers = new ArrayList<>(List.of(Options.DEFAULT_URL));

    /**
     * Name of the connection as the server shows it. The application's name by default.
     */
    private @Nullable String connectionName;

    /**
     * User to log in with.
     */
    private @Nullable String username;

    /**
     * Password to log in with.
     */
    private @Nullable String password;

    /**
     * Token to log in with.
     */
    private @Nullable String token;

    /**
     * Seed of the user's NKey to log in with.
     */
    private @Nullable String nkey;

    /**
     * Path of a credentials file (JWT and seed) to log in with.
     */
    private @Nullable String credentials;

    /**
     * Content of a credentials file (JWT and seed) to log in with.
     */
    private @Nullable String credentialsContent;

    /**
     * Whether the start fails if no server answers or lets the application in, or the connection is then made in the background.
     */
    private Startup startup = Startup.FAIL_FAST;

    /**
     * How long to wait for a server to answer when connecting.
     */
    private Duration connectionTimeout = Options.DEFAULT_CONNECTION_TIMEOUT;

    private final Ssl ssl = new Ssl();

    public List<String> getServers() {
        return this.servers;
    }

    public void setServers(List<String> servers) {
        this.servers = servers;
    }

    public @Nullable String getConnectionName() {
        return this.connectionName;
    }

    public void setConnectionName(@Nullable String connectionName) {
        this.connectionName = connectionName;
    }

    public @Nullable String getUsername() {
        return this.username;
    }

    public void setUsername(@Nullable String username) {
        this.username = username;
    }

    public @Nullable String getPassword() {
        return this.password;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    public @Nullable String getToken() {
        return this.token;
    }

    public void setToken(@Nullable String token) {
        this.token = token;
    }

    public @Nullable String getNkey() {
        return this.nkey;
    }

    public void setNkey(@Nullable String nkey) {
        this.nkey = nkey;
    }

    public @Nullable String getCredentials() {
        return this.credentials;
    }

    public void setCredentials(@Nullable String credentials) {
        this.credentials = credentials;
    }

    public @Nullable String getCredentialsContent() {
        return this.credentialsContent;
    }

    public void setCredentialsContent(@Nullable String credentialsContent) {
        this.credentialsContent = credentialsContent;
    }

    public Startup getStartup() {
        return this.startup;
    }

    public void setStartup(Startup startup) {
        this.startup = startup;
    }

    public Duration getConnectionTimeout() {
        return this.connectionTimeout;
    }

    public void setConnectionTimeout(Duration connectionTimeout) {
        this.connectionTimeout = connectionTimeout;
    }

    public Ssl getSsl() {
        return this.ssl;
    }

    /** How the connection is encrypted. */
    public static class Ssl {

        /**
         * Whether to use TLS. On by default if a bundle is given; a server's URL that begins with tls demands it in any case.
         */
        private @Nullable Boolean enabled;

        /**
         * Name of the SSL bundle with the certificates to trust, and with those to show if the server asks for them. What the JVM trusts by default.
         */
        private @Nullable String bundle;

        public boolean isEnabled() {
            return this.enabled == null ? this.bundle != null : this.enabled;
        }

        public void setEnabled(@Nullable Boolean enabled) {
            this.enabled = enabled;
        }

        public @Nullable String getBundle() {
            return this.bundle;
        }

        public void setBundle(@Nullable String bundle) {
            this.bundle = bundle;
        }
    }

    /** What to do if there is no connection at the start. */
    public enum Startup {
        /** The start fails. */
        FAIL_FAST,
        /** The application starts, and the connection is made in the background. */
        BACKGROUND
    }
}
