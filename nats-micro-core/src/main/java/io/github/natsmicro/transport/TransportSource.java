// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

/**
 * What a {@link io.nats.client.Connection} implements beside it if it brings a transport of its own for the services that
 * are made on it, because it is no connection of jnats.
 */
public interface TransportSource {

    /**
     * The transport of the services.
     *
     * @return the transport
     */
    Transport transport();
}
