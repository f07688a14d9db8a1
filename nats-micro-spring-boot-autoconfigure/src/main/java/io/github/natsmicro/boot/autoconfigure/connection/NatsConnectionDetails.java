// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where the NATS servers are and how to log in there. A bean of this type takes the place of all properties that say the
 * same, {@code nats.servers} and those with credentials or an SSL bundle. At most one way of logging in is given.
 */
public interface NatsConnectionDetails extends ConnectionDetails {

    /**
     * The servers, of which one that answers is taken.
     *
     * @return the URLs, such as {@code nats://host:4222}; empty for a server on this machine at the default port
     */
    List<String> getServers();

    /**
     * The user to log in with.
     *
     * @return the user, or {@code null} if there is none
     */
    default @Nullable String getUsername() {
        return null;
    }

    /**
     * The password of the user.
     *
     * @return the password, or {@code null} if there is none
     */
    default @Nullable String getPassword() {
        return null;
    }

    /**
     * The token to log in with.
     *
     * @return the token, or {@code null} if there is none
     */
    default @Nullable String getToken() {
        return null;
    }

    /**
     * The NKey to log in with.
     *
     * @return the seed of a user's NKey, which begins with {@code SU}, or {@code null} if there is none
     */
    default @Nullable String getNkey() {
        return null;
    }

    /**
     * The credentials file to log in with. It is read each time a server asks for it.
     *
     * @return the path of a file with a JWT and a seed, or {@code null} if there is none
     */
    default @Nullable String getCredentials() {
        return null;
    }

    /**
     * The content of a credentials file to log in with.
     *
     * @return a JWT and a seed as a credentials file has them, or {@code null} if there are none
     */
    default @Nullable String getCredentialsContent() {
        return null;
    }

    /**
     * The certificates to trust, and those to show.
     *
     * @return the SSL bundle, or {@code null} for a connection without TLS, or with what the JVM trusts where a server's URL
     *     begins with {@code tls}
     */
    default @Nullable SslBundle getSslBundle() {
        return null;
    }
}
