// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in two sentences why there is no connection. */
final class NatsConnectionFailureAnalyzer extends AbstractFailureAnalyzer<NatsConnectionException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NatsConnectionException failure) {
        String servers = failure.servers();
        return switch (failure.reason()) {
            case REFUSED ->
                new FailureAnalysis(
                        "The NATS server at %s refused the credentials of the application.".formatted(servers),
                        "Correct nats.username and nats.password, nats.token or nats.credentials, whichever the server asks for.",
                        failure);
            case INVALID_OPTIONS ->
                new FailureAnalysis(
                        "The options of the NATS connection to %s are not valid.".formatted(servers),
                        "Correct the properties nats.*; a server is written as nats://host:4222.",
                        failure);
            case UNREACHABLE ->
                new FailureAnalysis(
                        "No NATS server answers at %s.".formatted(servers),
                        "Start a NATS server there, or set the property nats.servers to where one runs.",
                        failure);
        };
    }
}
