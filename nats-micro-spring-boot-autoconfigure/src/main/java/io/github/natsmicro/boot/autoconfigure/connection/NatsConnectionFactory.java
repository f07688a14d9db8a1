// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the connection that the details and the properties describe. */
final class NatsConnectionFactory {

    private static final Logger logger = LoggerFactory.getLogger(NatsConnectionFactory.class);

    private final NatsConnectionDetails details;
    private final Options options;
    private final ConnectTrouble trouble;

    NatsConnectionFactory(NatsConnectionDetails details, NatsOptionsFactory options) {
        this.details = details;
        this.trouble = new ConnectTrouble();
        try {
            this.options = options.create(this.trouble);
        } catch (IllegalArgumentException | IllegalStateException ex) {
            throw new NatsConnectionException(details.getServers(), ex, this.trouble.causes());
        }
    }

    Options options() {
        return this.options;
    }

    /**
     * Connects to one of the servers.
     *
     * @throws NatsConnectionException if none answers, or lets the application in
     * @throws InterruptedException if the thread was interrupted
     */
    Connection connect() throws InterruptedException {
        this.trouble.begin();
        try {
            Connection connection = Nats.connect(this.options);
            this.trouble.end();
            if (!this.trouble.causes().isEmpty()) {
                logger.warn(
                        "Connected to the NATS server at {}, after others had not let the application in: {}.",
                        NatsUrls.withoutCredentials(connection.getConnectedUrl()),
                        this.trouble.causes().stream()
                                .map(cause -> NatsUrls.withoutCredentials(cause.toString()))
                                .collect(Collectors.joining("; ")));
            }
            return connection;
        } catch (IOException | IllegalArgumentException | IllegalStateException ex) {
            throw new NatsConnectionException(this.details.getServers(), ex, this.trouble.causes());
        }
    }

    /** Connects, or fails. */
    Connection connectNow() {
        try {
            return connect();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new NatsConnectionException(this.details.getServers(), ex, List.of());
        }
    }

    /** Returns at once something that becomes a connection when a server lets the application in. */
    Connection connectInBackground() {
        return new BackgroundConnector(this, NatsUrls.withoutCredentials(this.details.getServers())).start();
    }
}
