// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.util.ClassUtils;

/**
 * An interface that declares an endpoint is a contract with its clients: who implements it listens where they call. A class
 * may put an interface that is in no group into one.
 */
final class InterfaceAgreement {

    private final ContractReader reader;

    InterfaceAgreement(ContractReader reader) {
        this.reader = reader;
    }

    void check(Class<?> type, Method method, List<EndpointDefinition> definitions) {
        if (type.isInterface()) {
            return;
        }
        for (Class<?> contract : ClassUtils.getAllInterfacesForClass(type)) {
            for (Method declared : contract.getMethods()) {
                if (isDeclarationOf(type, method, declared)) {
                    check(method, definitions, contract, reader.read(contract, declared));
                }
            }
        }
    }

    private static boolean isDeclarationOf(Class<?> type, Method method, Method declared) {
        return declared.getName().equals(method.getName())
                && !declared.equals(method)
                && ContractReader.isEndpoint(declared)
                && BridgeMethodResolver.findBridgedMethod(ClassUtils.getMostSpecificMethod(declared, type))
                        .equals(method);
    }

    private static void check(
            Method method, List<EndpointDefinition> own, Class<?> contract, List<EndpointDefinition> declared) {
        boolean grouped =
                declared.stream().anyMatch(definition -> !definition.group().isEmpty());
        Function<EndpointDefinition, String> subject = grouped
                ? definition -> definition.template().pattern()
                : definition -> SubjectTemplate.parse(definition.subject()).pattern();
        Set<String> here = subjects(own, subject);
        Set<String> there = subjects(declared, subject);
        if (!here.equals(there)) {
            throw new InvalidDefinitionException(
                    "The endpoint method %s has the subject %s, but the interface %s that declares it says %s."
                            .formatted(
                                    ContractReader.describe(method), quoted(here), contract.getName(), quoted(there)),
                    "Leave @NatsEndpoint and @NatsGroup to the interface, or let them agree, so that clients of the"
                            + " interface reach the method.",
                    null);
        }
    }

    private static Set<String> subjects(
            Collection<EndpointDefinition> definitions, Function<EndpointDefinition, String> subject) {
        return definitions.stream().map(subject).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String quoted(Set<String> subjects) {
        return subjects.stream().map("\"%s\""::formatted).collect(Collectors.joining(" and "));
    }
}
