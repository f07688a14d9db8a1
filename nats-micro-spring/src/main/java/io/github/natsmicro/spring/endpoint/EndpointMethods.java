// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.contract.ContractReader;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/** Which methods of a class are endpoints. */
final class EndpointMethods {

    private static final Logger logger = LoggerFactory.getLogger(EndpointMethods.class);

    private EndpointMethods() {}

    /** The methods in the order of their names. */
    static List<Method> of(Class<?> type) {
        if (!AnnotationUtils.isCandidateClass(type, NatsEndpoint.class)) {
            return List.of();
        }
        try {
            Set<Method> methods =
                    new LinkedHashSet<>(MethodIntrospector.selectMethods(type, ContractReader::isEndpoint));
            addInheritedImplementations(type, methods);
            return methods.stream()
                    // The JVM gives methods in no certain order; discovery should not change with the weather.
                    .sorted(Comparator.comparing(ContractReader::describe))
                    .toList();
        } catch (LinkageError | TypeNotPresentException ex) {
            // A class that names one that is absent may be a bean that nobody ever asks for.
            logger.debug("The methods of {} can not be looked at for @NatsEndpoint.", type.getName(), ex);
            return List.of();
        }
    }

    /**
     * A class may inherit the implementation of an interface's method from a base class that does not have the interface.
     * Then nothing leads from the method to the annotation, and the interface's method stands for it.
     */
    private static void addInheritedImplementations(Class<?> type, Set<Method> methods) {
        for (Class<?> contract : ClassUtils.getAllInterfacesForClass(type)) {
            for (Method declared : contract.getMethods()) {
                if (ContractReader.isEndpoint(declared) && !declared.isBridge()) {
                    Method implementation =
                            BridgeMethodResolver.findBridgedMethod(ClassUtils.getMostSpecificMethod(declared, type));
                    if (!methods.contains(implementation) && !ContractReader.isEndpoint(implementation)) {
                        methods.add(declared);
                    }
                }
            }
        }
    }
}
