// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.nats.client.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

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

    /**
     * How long a connection that is closed waits until what it has published is sent and what it has received is handled. Closed at once by default.
     */
    private @Nullable Duration drainTimeout;

    /**
     * How long after its end a request is forgotten that was made without a timeout of its own, and how often this is looked for.
     */
    private Duration requestCleanupInterval = Options.DEFAULT_REQUEST_CLEANUP_INTERVAL;

    /**
     * First part of the subjects on which replies are received.
     */
    private String inboxPrefix = Options.DEFAULT_INBOX_PREFIX;

    /**
     * Whether what the connection publishes is kept from its own subscriptions.
     */
    private boolean noEcho;

    /**
     * Whether the servers are tried in the order in which they are given.
     */
    private boolean noRandomize;

    /**
     * Whether only the servers that are given are used, and not those that they know of.
     */
    private boolean ignoreDiscoveredServers;

    /**
     * Name of an ExecutorService bean whose threads the connection uses. It has to be without bound, as each dispatcher keeps a thread. A pool of the connection's own by default.
     */
    private @Nullable String executor;

    private final Ssl ssl = new Ssl();

    private final Reconnect reconnect = new Reconnect();

    private final Ping ping = new Ping();

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

    public @Nullable Duration getDrainTimeout() {
        return this.drainTimeout;
    }

    public void setDrainTimeout(@Nullable Duration drainTimeout) {
        this.drainTimeout = drainTimeout;
    }

    public Duration getRequestCleanupInterval() {
        return this.requestCleanupInterval;
    }

    public void setRequestCleanupInterval(Duration requestCleanupInterval) {
        this.requestCleanupInterval = requestCleanupInterval;
    }

    public String getInboxPrefix() {
        return this.inboxPrefix;
    }

    public void setInboxPrefix(String inboxPrefix) {
        this.inboxPrefix = inboxPrefix;
    }

    public boolean isNoEcho() {
        return this.noEcho;
    }

    public void setNoEcho(boolean noEcho) {
        this.noEcho = noEcho;
    }

    public boolean isNoRandomize() {
        return this.noRandomize;
    }

    public void setNoRandomize(boolean noRandomize) {
        this.noRandomize = noRandomize;
    }

    public boolean isIgnoreDiscoveredServers() {
        return this.ignoreDiscoveredServers;
    }

    public void setIgnoreDiscoveredServers(boolean ignoreDiscoveredServers) {
        this.ignoreDiscoveredServers = ignoreDiscoveredServers;
    }

    public @Nullable String getExecutor() {
        return this.executor;
    }

    public void setExecutor(@Nullable String executor) {
        this.executor = executor;
    }

    public Ssl getSsl() {
        return this.ssl;
    }

    public Reconnect getReconnect() {
        return this.reconnect;
    }

    public Ping getPing() {
        return this.ping;
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

        /**
         * Whether the connection begins with the TLS handshake, which the server has to be configured for.
         */
        private boolean tlsFirst;

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

        public boolean isTlsFirst() {
            return this.tlsFirst;
        }

        public void setTlsFirst(boolean tlsFirst) {
            this.tlsFirst = tlsFirst;
        }
    }

    /** What to do when the connection is lost. */
    public static class Reconnect {

        /**
         * How often each server is tried again after the connection was lost, before it is closed for good. None at 0, without end at -1.
         */
        private int maxAttempts = Options.DEFAULT_MAX_RECONNECT;

        /**
         * How long to wait before all servers are tried again.
         */
        private Duration wait = Options.DEFAULT_RECONNECT_WAIT;

        /**
         * Bound of a random time by which it is waited longer.
         */
        private Duration jitter = Options.DEFAULT_RECONNECT_JITTER;

        /**
         * Bound of the random time where a server's URL demands TLS.
         */
        private Duration jitterTls = Options.DEFAULT_RECONNECT_JITTER_TLS;

        /**
         * How much may be published while there is no connection. Nothing at 0B, without bound at -1B.
         */
        private DataSize bufferSize = DataSize.ofBytes(Options.DEFAULT_RECONNECT_BUF_SIZE);

        public int getMaxAttempts() {
            return this.maxAttempts;
        }

        public void setMaxAttempts(int maxAttempts) {
            this.maxAttempts = maxAttempts;
        }

        public Duration getWait() {
            return this.wait;
        }

        public void setWait(Duration wait) {
            this.wait = wait;
        }

        public Duration getJitter() {
            return this.jitter;
        }

        public void setJitter(Duration jitter) {
            this.jitter = jitter;
        }

        public Duration getJitterTls() {
            return this.jitterTls;
        }

        public void setJitterTls(Duration jitterTls) {
            this.jitterTls = jitterTls;
        }

        public DataSize getBufferSize() {
            return this.bufferSize;
        }

        public void setBufferSize(DataSize bufferSize) {
            this.bufferSize = bufferSize;
        }
    }

    /** How it is noticed that the connection is lost. */
    public static class Ping {

        /**
         * How often the server is asked whether it is there. Never at 0.
         */
        private Duration interval = Options.DEFAULT_PING_INTERVAL;

        /**
         * How many answers of the server may be missing before the connection counts as lost.
         */
        private int maxOutstanding = Options.DEFAULT_MAX_PINGS_OUT;

        public Duration getInterval() {
            return this.interval;
        }

        public void setInterval(Duration interval) {
            this.interval = interval;
        }

        public int getMaxOutstanding() {
            return this.maxOutstanding;
        }

        public void setMaxOutstanding(int maxOutstanding) {
            this.maxOutstanding = maxOutstanding;
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
