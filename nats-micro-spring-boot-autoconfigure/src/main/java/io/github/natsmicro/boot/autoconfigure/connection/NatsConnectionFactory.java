// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;

/** Makes the connection that the details and the properties describe. */
final class NatsConnectionFactory {

    private final NatsConnectionDetails details;
    private final NatsOptionsFactory options;

    NatsConnectionFactory(NatsConnectionDetails details, NatsOptionsFactory options) {
        this.details = details;
        this.options = options;
    }

    Connection connect() {
        try {
            return Nats.connect(this.options.create());
        } catch (IOException | IllegalArgumentException | IllegalStateException ex) {
            throw new NatsConnectionException(this.details.getServers(), ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new NatsConnectionException(this.details.getServers(), ex);
        }
    }
}
