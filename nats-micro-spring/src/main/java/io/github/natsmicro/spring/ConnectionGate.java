// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import io.nats.client.Connection;
import java.util.concurrent.CompletionStage;

/** Tells when a connection can be used that may not be there yet when the context starts. */
@FunctionalInterface
public interface ConnectionGate {

    /**
     * When services can be started on a connection. Asked each time that services start.
     *
     * @param connection the connection
     * @return complete if it can be used now, else completes when it can; fails if it never will. Its value is not looked
     *     at
     */
    CompletionStage<?> ready(Connection connection);
}
