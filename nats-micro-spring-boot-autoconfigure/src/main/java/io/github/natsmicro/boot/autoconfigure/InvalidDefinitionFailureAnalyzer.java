// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure;

import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in two sentences what is wrong with the definition of a service or an endpoint. */
final class InvalidDefinitionFailureAnalyzer extends AbstractFailureAnalyzer<InvalidDefinitionException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidDefinitionException failure) {
        return new FailureAnalysis(failure.description(), failure.action(), failure);
    }
}
