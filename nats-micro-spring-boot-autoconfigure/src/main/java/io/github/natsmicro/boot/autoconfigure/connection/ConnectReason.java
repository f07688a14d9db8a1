// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.github.natsmicro.boot.autoconfigure.connection.NatsConnectionException.Reason;
import io.nats.client.AuthenticationException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Reads out of what jnats and the JDK say why there is no connection. */
final class ConnectReason {

    private ConnectReason() {}

    static Reason of(Exception failure, Collection<Throwable> causes) {
        if (failure instanceof AuthenticationException) {
            return Reason.REFUSED;
        }
        if (failure instanceof RuntimeException) {
            return Reason.INVALID_OPTIONS;
        }
        List<Reason> reasons = causes.stream().map(ConnectReason::of).distinct().toList();
        return reasons.stream()
                .filter(reason -> reason != Reason.UNREACHABLE && reason != Reason.UNKNOWN_HOST)
                .findFirst()
                .orElse(reasons.equals(List.of(Reason.UNKNOWN_HOST)) ? Reason.UNKNOWN_HOST : Reason.UNREACHABLE);
    }

    private static Reason of(Throwable cause) {
        if (hasCause(cause, CertificateException.class) || hasCause(cause, CertPathBuilderException.class)) {
            return Reason.UNTRUSTED;
        }
        if (hasCause(cause, SSLException.class)) {
            return Reason.TLS_FAILED;
        }
        if (hasCause(cause, UnknownHostException.class) || hasCause(cause, UnresolvedAddressException.class)) {
            return Reason.UNKNOWN_HOST;
        }
        // jnats has no exceptions of its own for these.
        return switch (String.valueOf(cause.getMessage())) {
            case "SSL required by server." -> Reason.TLS_REQUIRED;
            case "SSL connection wanted by client." -> Reason.TLS_NOT_OFFERED;
            default -> Reason.UNREACHABLE;
        };
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .anyMatch(type::isInstance);
    }
}
