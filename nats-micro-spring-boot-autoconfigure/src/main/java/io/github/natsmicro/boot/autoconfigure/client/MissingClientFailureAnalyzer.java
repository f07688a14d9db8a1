// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.client;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsEndpoints;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.Order;

/** Says how an interface with endpoints becomes a client, where one is injected that is no bean. Comes before Boot's own. */
@Order(0)
final class MissingClientFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException failure) {
        ResolvableType wanted = failure.getResolvableType();
        Class<?> type = wanted == null ? null : wanted.resolve();
        if (type == null || !hasEndpoints(type) || failure instanceof NoUniqueBeanDefinitionException) {
            return null;
        }
        return new FailureAnalysis(
                "A client of the interface %s is wanted, but there is none, and no bean to be injected implements it."
                        .formatted(type.getName()),
                "Add @EnableNatsClients(clients = %s.class) to a configuration class, or define a bean that implements the interface."
                        .formatted(type.getSimpleName()),
                failure);
    }

    private static boolean hasEndpoints(Class<?> type) {
        return type.isInterface()
                && Arrays.stream(type.getMethods())
                        .map(MergedAnnotations::from)
                        .anyMatch(annotations -> annotations.isPresent(NatsEndpoint.class)
                                || annotations.isPresent(NatsEndpoints.class));
    }
}
