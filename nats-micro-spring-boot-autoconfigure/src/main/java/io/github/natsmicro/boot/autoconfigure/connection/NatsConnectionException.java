// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.nats.client.AuthenticationException;
import io.nats.client.Options;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** Thrown when the auto-configured connection can not be made. It tells no credentials. */
public class NatsConnectionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why there is no connection. */
    public enum Reason {
        /** No server answered. */
        UNREACHABLE,
        /** The server refused the credentials. */
        REFUSED,
        /** The options of the connection are not valid. */
        INVALID_OPTIONS
    }

    private static final Pattern USER_INFO = Pattern.compile("(^|[\\s,\\[])(\\w+://)?[^\\s,\\[\\]]*@");

    private final String servers;
    private final Reason reason;

    NatsConnectionException(List<String> servers, Exception cause) {
        super(
                "No connection to a NATS server at %s could be made.".formatted(withoutCredentials(servers)),
                withoutCredentials(cause));
        this.servers = withoutCredentials(servers);
        if (cause instanceof AuthenticationException) {
            this.reason = Reason.REFUSED;
        } else {
            this.reason = cause instanceof RuntimeException ? Reason.INVALID_OPTIONS : Reason.UNREACHABLE;
        }
    }

    /** Without any, jnats looks for a server at its default. */
    private static String withoutCredentials(List<String> servers) {
        return withoutCredentials(servers.isEmpty() ? Options.DEFAULT_URL : String.join(", ", servers));
    }

    private static String withoutCredentials(String text) {
        return USER_INFO.matcher(text).replaceAll("$1$2***@");
    }

    /** The messages of jnats have the URLs as they were given. */
    private static Exception withoutCredentials(Exception cause) {
        IOException safe = new IOException(
                cause.getClass().getSimpleName() + ": " + withoutCredentials(String.valueOf(cause.getMessage())));
        safe.setStackTrace(cause.getStackTrace());
        return safe;
    }

    /**
     * Where a server was looked for.
     *
     * @return the URLs without credentials, separated by commas
     */
    public String servers() {
        return this.servers;
    }

    /**
     * Why there is no connection.
     *
     * @return the reason
     */
    public Reason reason() {
        return this.reason;
    }
}
