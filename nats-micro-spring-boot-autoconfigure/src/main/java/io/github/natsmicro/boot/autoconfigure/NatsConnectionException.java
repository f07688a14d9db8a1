// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure;

import java.util.List;

/** Thrown when the auto-configured connection can not be made. */
public class NatsConnectionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> servers;

    NatsConnectionException(List<String> servers, Throwable cause) {
        super("No connection to a NATS server at %s could be made.".formatted(String.join(", ", servers)), cause);
        this.servers = List.copyOf(servers);
    }

    /**
     * Where a server was looked for.
     *
     * @return the URLs, without credentials
     */
    public List<String> servers() {
        return this.servers;
    }
}
