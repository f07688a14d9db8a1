// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/**
 * An SSL context whose certificates can be renewed: jnats has one context for the life of a connection, so its managers pass
 * everything on to those of the bundle that is the current one.
 */
final class NatsTls {

    private final SSLContext context;
    private volatile X509ExtendedKeyManager keys;
    private volatile X509ExtendedTrustManager trust;
    private volatile boolean certificateAsked;

    NatsTls(SslBundle bundle) {
        this.keys = keys(bundle);
        this.trust = trust(bundle);
        try {
            this.context = SSLContext.getInstance(bundle.getProtocol());
            this.context.init(new KeyManager[] {new CurrentKeys()}, new TrustManager[] {new CurrentTrust()}, null);
        } catch (GeneralSecurityException ex) {
            throw new IllegalStateException("TLS can not be set up with the SSL bundle.", ex);
        }
    }

    SSLContext context() {
        return this.context;
    }

    /** An attempt to connect begins. */
    void begin() {
        this.certificateAsked = false;
    }

    /** Whether a server has wanted to see a certificate in this attempt. If it takes none it just hangs up. */
    boolean isCertificateAsked() {
        return this.certificateAsked;
    }

    /** From now on the certificates of another bundle count; connections that there are have to be made anew. */
    void renew(SslBundle bundle) {
        this.keys = keys(bundle);
        this.trust = trust(bundle);
        // Else the JDK would resume a session, and neither look at the server's certificate nor show one.
        SSLSessionContext sessions = this.context.getClientSessionContext();
        for (byte[] id : Collections.list(sessions.getIds())) {
            SSLSession session = sessions.getSession(id);
            if (session != null) {
                session.invalidate();
            }
        }
    }

    private static X509ExtendedKeyManager keys(SslBundle bundle) {
        return first(bundle.getManagers().getKeyManagers(), X509ExtendedKeyManager.class);
    }

    private static X509ExtendedTrustManager trust(SslBundle bundle) {
        return first(bundle.getManagers().getTrustManagers(), X509ExtendedTrustManager.class);
    }

    private static <T> T first(Object[] managers, Class<T> type) {
        return Arrays.stream(managers)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("The SSL bundle has no %s, which a connection with TLS needs."
                                .formatted(type.getSimpleName())));
    }

    private final class CurrentKeys extends X509ExtendedKeyManager {

        @Override
        public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return NatsTls.this.keys.getClientAliases(keyType, issuers);
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            NatsTls.this.certificateAsked = true;
            return NatsTls.this.keys.chooseClientAlias(keyType, issuers, socket);
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return NatsTls.this.keys.chooseEngineClientAlias(keyType, issuers, engine);
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return NatsTls.this.keys.getServerAliases(keyType, issuers);
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return NatsTls.this.keys.chooseServerAlias(keyType, issuers, socket);
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return NatsTls.this.keys.getCertificateChain(alias);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return NatsTls.this.keys.getPrivateKey(alias);
        }
    }

    private final class CurrentTrust extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            NatsTls.this.trust.checkClientTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            NatsTls.this.trust.checkClientTrusted(chain, authType, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            NatsTls.this.trust.checkClientTrusted(chain, authType, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            NatsTls.this.trust.checkServerTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            NatsTls.this.trust.checkServerTrusted(chain, authType, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            NatsTls.this.trust.checkServerTrusted(chain, authType, engine);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return NatsTls.this.trust.getAcceptedIssuers();
        }
    }
}
