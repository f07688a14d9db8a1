// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.service;

import io.github.natsmicro.ServiceFailedException;
import io.github.natsmicro.ServiceStartException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in two sentences why a service could not be started though there is a connection. */
final class ServiceStartFailureAnalyzer extends AbstractFailureAnalyzer<ServiceStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ServiceStartException failure) {
        String action = failure.getCause() instanceof ServiceFailedException
                ? "Allow the user of the application at the NATS server to subscribe to the subject, or change the subject."
                : "Check that the NATS server is up and that the application's connection is open when it starts.";
        return new FailureAnalysis(failure.getMessage(), action, failure);
    }
}
