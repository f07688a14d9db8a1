// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import java.io.IOException;
import java.util.List;

/** Thrown when the auto-configured connection can not be made. It tells no credentials. */
public class NatsConnectionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why there is no connection. */
    public enum Reason {
        /** No server answered. */
        UNREACHABLE,
        /** Something listens there, but did not answer in time as a server does. */
        NO_ANSWER,
        /** No host has the name of a server. */
        UNKNOWN_HOST,
        /** The server refused the credentials. */
        REFUSED,
        /** The server demands TLS, and the connection has none. */
        TLS_REQUIRED,
        /** The connection demands TLS, and the server has none. */
        TLS_NOT_OFFERED,
        /** The server showed a certificate that is not trusted. */
        UNTRUSTED,
        /** The server wanted to see a certificate, and there was none that it took. */
        CERTIFICATE_REFUSED,
        /** TLS could not be agreed upon for another reason. */
        TLS_FAILED,
        /** The options of the connection are not valid. */
        INVALID_OPTIONS
    }

    private final String servers;
    private final Reason reason;
    private final String trouble;

    NatsConnectionException(List<String> servers, Exception failure, List<Throwable> causes, boolean certificateAsked) {
        super(
                "No connection to a NATS server at %s could be made.".formatted(NatsUrls.withoutCredentials(servers)),
                withoutCredentials(failure, causes));
        this.servers = NatsUrls.withoutCredentials(servers);
        this.reason = ConnectReason.of(failure, causes, certificateAsked);
        this.trouble = clause(causes.isEmpty() ? failure : causes.get(causes.size() - 1));
    }

    /** What was said, to be read after a colon. */
    private static String clause(Throwable failure) {
        String text = NatsUrls.withoutCredentials(String.valueOf(failure.getMessage()));
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    /** The messages of jnats have the URLs as they were given. */
    private static Exception withoutCredentials(Exception failure, List<Throwable> causes) {
        IOException safe = copy(failure);
        causes.forEach(cause -> safe.addSuppressed(copy(cause)));
        return safe;
    }

    private static IOException copy(Throwable failure) {
        IOException safe = new IOException(failure.getClass().getSimpleName() + ": "
                + NatsUrls.withoutCredentials(String.valueOf(failure.getMessage())));
        safe.setStackTrace(failure.getStackTrace());
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
     * Why there is no connection. Of several servers that one counts which came nearest to letting the application in.
     *
     * @return the reason
     */
    public Reason reason() {
        return this.reason;
    }

    /** What jnats or the JDK said last. */
    String trouble() {
        return this.trouble;
    }
}
