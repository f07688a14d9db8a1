// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test.autoconfigure;

/** What the services of a test stand on. */
public enum TestTransport {
    /** The process: there is no server, and each {@link io.nats.client.Connection} bean leads into the process. */
    IN_PROCESS,
    /** The connection of the application, as it is configured. */
    CONNECTION
}
