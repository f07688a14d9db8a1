// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.nats.client.Connection;
import java.util.concurrent.CompletionStage;

/**
 * Tells when a connection that is made in the background is there. With {@code nats.startup=background} the auto-configured
 * {@link Connection} bean implements this; any other connection is there when its bean is.
 */
public interface NatsConnectionReadiness {

    /**
     * When the connection is there.
     *
     * @return completes with the connection itself, on the thread that made it; exceptionally with an {@link
     *     IllegalStateException} if it was closed before it was there
     */
    CompletionStage<Connection> whenConnected();

    /**
     * Whether the connection has been made. It may have been lost since, or closed.
     *
     * @return {@code false} until there is a connection for the first time
     */
    boolean isConnected();
}
