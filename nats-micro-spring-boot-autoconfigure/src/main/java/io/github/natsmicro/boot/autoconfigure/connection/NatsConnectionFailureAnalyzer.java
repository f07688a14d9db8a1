// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in two sentences why there is no connection. */
final class NatsConnectionFailureAnalyzer extends AbstractFailureAnalyzer<NatsConnectionException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NatsConnectionException failure) {
        return describe(failure);
    }

    static FailureAnalysis describe(NatsConnectionException failure) {
        String servers = failure.servers();
        return switch (failure.reason()) {
            case REFUSED ->
                new FailureAnalysis(
                        "The NATS server at %s refused the credentials of the application.".formatted(servers),
                        "Correct nats.username and nats.password, nats.token, nats.nkey or nats.credentials, whichever the server asks for.",
                        failure);
            case INVALID_OPTIONS ->
                new FailureAnalysis(
                        "The options of the NATS connection to %s are not valid: %s."
                                .formatted(servers, failure.trouble()),
                        "Correct the properties nats.*, or the beans that customize the options.",
                        failure);
            case UNKNOWN_HOST ->
                new FailureAnalysis(
                        "No host has the name of a NATS server at %s.".formatted(servers),
                        "Correct the property nats.servers, or make the name known to this host.",
                        failure);
            case TLS_REQUIRED ->
                new FailureAnalysis(
                        "The NATS server at %s demands TLS, and the application has not been told to use it."
                                .formatted(servers),
                        "Set the property nats.ssl.bundle to an SSL bundle that trusts the server's certificate, or nats.ssl.enabled if the JVM trusts it.",
                        failure);
            case TLS_NOT_OFFERED ->
                new FailureAnalysis(
                        "The application demands TLS, which the NATS server at %s does not offer.".formatted(servers),
                        "Configure TLS at the server, or remove nats.ssl.bundle, nats.ssl.enabled and tls:// in nats.servers.",
                        failure);
            case UNTRUSTED ->
                new FailureAnalysis(
                        "The NATS server at %s showed a certificate that the application does not trust."
                                .formatted(servers),
                        "Set the property nats.ssl.bundle to an SSL bundle whose trust store has the authority that issued the server's certificate.",
                        failure);
            case CERTIFICATE_REFUSED ->
                new FailureAnalysis(
                        "The NATS server at %s wants to see a certificate, and took none of the application's."
                                .formatted(servers),
                        "Give the SSL bundle that nats.ssl.bundle names a key store with a certificate of an authority that the server trusts.",
                        failure);
            case TLS_FAILED ->
                new FailureAnalysis(
                        "The NATS server at %s and the application could not agree on TLS: %s."
                                .formatted(servers, failure.trouble()),
                        "Correct the SSL bundle that nats.ssl.bundle names; nats.ssl.tls-first has to be as the server is configured.",
                        failure);
            case NO_ANSWER ->
                new FailureAnalysis(
                        "Something listens at %s, but did not answer in time as a NATS server does.".formatted(servers),
                        "Correct the property nats.servers; set nats.ssl.tls-first if the server begins with TLS, or a longer nats.connection-timeout if it is slow.",
                        failure);
            case UNREACHABLE ->
                new FailureAnalysis(
                        "No NATS server answers at %s.".formatted(servers),
                        "Start a NATS server there, or set the property nats.servers to where one runs.",
                        failure);
        };
    }
}
