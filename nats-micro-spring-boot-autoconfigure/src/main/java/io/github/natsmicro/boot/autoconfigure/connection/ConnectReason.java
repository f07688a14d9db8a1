// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.github.natsmicro.boot.autoconfigure.connection.NatsConnectionException.Reason;
import io.nats.client.AuthenticationException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Reads out of what jnats and the JDK say why there is no connection. */
final class ConnectReason {

    private ConnectReason() {}

    /**
     * Reads the reason.
     *
     * @param failure what jnats threw in the end
     * @param causes what it told before
     * @param certificateAsked whether a server wanted to see a certificate
     */
    static Reason of(Exception failure, Collection<Throwable> causes, boolean certificateAsked) {
        if (failure instanceof AuthenticationException) {
            return Reason.REFUSED;
        }
        if (failure instanceof RuntimeException) {
            return Reason.INVALID_OPTIONS;
        }
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        causes.forEach(cause -> reasons.add(of(cause)));
        if (certificateAsked && (reasons.remove(Reason.TLS_FAILED) || reasons.remove(Reason.NO_ANSWER))) {
            reasons.add(Reason.CERTIFICATE_REFUSED);
        }
        // A host that is not known is no wonder where others are.
        if (reasons.size() > 1) {
            reasons.remove(Reason.UNKNOWN_HOST);
        }
        return reasons.stream().max(Comparator.naturalOrder()).orElse(Reason.UNREACHABLE);
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
        if (hasCause(cause, TimeoutException.class) || hasCause(cause, CancellationException.class)) {
            return Reason.NO_ANSWER;
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
