// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.nats.client.Connection;
import io.nats.client.ForceReconnectOptions;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;

/** Makes the connection that the details and the options describe. */
final class NatsConnectionFactory {

    private static final Logger logger = LoggerFactory.getLogger(NatsConnectionFactory.class);

    private final NatsConnectionDetails details;
    private final Options options;
    private final ConnectTrouble trouble = new ConnectTrouble();
    private final @Nullable NatsTls tls;
    private volatile @Nullable Connection connection;

    NatsConnectionFactory(NatsConnectionDetails details, NatsOptionsFactory options) {
        this.details = details;
        SslBundle bundle = details.getSslBundle();
        NatsTls encryption = bundle == null ? null : new NatsTls(bundle);
        this.tls = encryption;
        try {
            this.options = options.create(this.trouble, encryption == null ? null : encryption.context());
        } catch (IllegalArgumentException | IllegalStateException ex) {
            throw new NatsConnectionException(details.getServers(), ex, List.of(), false);
        }
        if (encryption != null && details instanceof PropertiesNatsConnectionDetails renewable) {
            renewable.onSslBundleUpdate(renewed -> {
                encryption.renew(renewed);
                connectAnew();
            });
        }
    }

    Options options() {
        return this.options;
    }

    /** Connects, or fails. */
    Connection connectNow() {
        try {
            return connect();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new NatsConnectionException(this.details.getServers(), ex, List.of(), false);
        }
    }

    /** Returns at once something that becomes a connection when a server lets the application in. */
    Connection connectInBackground() {
        return new BackgroundConnector(this, NatsUrls.withoutCredentials(this.details.getServers())).start();
    }

    /**
     * Connects to one of the servers.
     *
     * @throws NatsConnectionException if none answers, or lets the application in
     * @throws InterruptedException if the thread was interrupted
     */
    Connection connect() throws InterruptedException {
        this.trouble.begin();
        if (this.tls != null) {
            this.tls.begin();
        }
        try {
            Connection made = Nats.connect(this.options);
            this.trouble.end();
            this.connection = made;
            tellOfOthers(made);
            return made;
        } catch (IOException | IllegalArgumentException | IllegalStateException ex) {
            boolean certificateAsked = this.tls != null && this.tls.isCertificateAsked();
            throw new NatsConnectionException(this.details.getServers(), ex, this.trouble.causes(), certificateAsked);
        }
    }

    private void tellOfOthers(Connection made) {
        List<Throwable> causes = this.trouble.causes();
        if (!causes.isEmpty()) {
            logger.warn(
                    "Connected to the NATS server at {}, after others had not let the application in: {}.",
                    NatsUrls.withoutCredentials(made.getConnectedUrl()),
                    causes.stream()
                            .map(cause -> NatsUrls.withoutCredentials(cause.toString()))
                            .collect(Collectors.joining("; ")));
        }
    }

    /** On a thread of its own, as jnats returns when it has a connection again. */
    private void connectAnew() {
        Connection there = this.connection;
        if (there == null || there.getStatus() != Connection.Status.CONNECTED) {
            // The next attempt is made with the new certificates anyway.
            return;
        }
        logger.info("The SSL bundle of the NATS connection was renewed, so the connection is made anew.");
        Thread thread = new Thread(
                () -> {
                    try {
                        there.forceReconnect(ForceReconnectOptions.builder()
                                .flush(this.options.getConnectionTimeout())
                                .build());
                    } catch (IOException | RuntimeException ex) {
                        logger.warn("The NATS connection could not be made anew with the renewed SSL bundle.", ex);
                    } catch (InterruptedException ex) {
                        Thread.currentThread().interrupt();
                    }
                },
                "nats-tls-renewal");
        thread.setDaemon(true);
        thread.start();
    }
}
