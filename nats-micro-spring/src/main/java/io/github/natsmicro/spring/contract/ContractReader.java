// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.StringValueResolver;

/** Reads what the annotations of a method and its class say. Each mistake is told with its place and its remedy. */
public final class ContractReader {

    private final EndpointReader endpoints;
    private final GroupReader groups;
    private final ServiceReader services;
    private final InterfaceAgreement agreement;

    /**
     * Creates a reader.
     *
     * @param values resolves placeholders and expressions
     */
    public ContractReader(StringValueResolver values) {
        this.endpoints = new EndpointReader(values);
        this.groups = new GroupReader(values);
        this.services = new ServiceReader(values);
        this.agreement = new InterfaceAgreement(this);
    }

    /**
     * Whether a method has the annotation, be it on a method that it overrides or a meta-annotation.
     *
     * @param method the method
     * @return whether it is an endpoint
     */
    public static boolean isEndpoint(Method method) {
        return MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY).isPresent(NatsEndpoint.class);
    }

    /**
     * Reads the endpoints that a method is: one for each of its annotations in each of the groups of its class.
     *
     * @param type the class or interface whose method it is, be it inherited
     * @param method the method
     * @return the endpoints, none if it has no annotation
     * @throws InvalidDefinitionException if an annotation says what can not be, or what an interface that declares the
     *     endpoint contradicts
     */
    public List<EndpointDefinition> endpoints(Class<?> type, Method method) {
        List<EndpointDefinition> definitions = read(type, method);
        agreement.check(type, method, definitions);
        return definitions;
    }

    List<EndpointDefinition> read(Class<?> type, Method method) {
        return NearestAnnotations.ofMethod(method, NatsEndpoint.class).stream()
                .flatMap(found -> groups.read(type, found.owner()).stream()
                        .map(group -> endpoints.read(method, found.annotation(), group)))
                .toList();
    }

    /**
     * Reads the services that an endpoint method belongs to.
     *
     * @param type the class or interface whose method it is, be it inherited
     * @param method the method
     * @return what is said of the services, none for the default service
     * @throws InvalidDefinitionException if an annotation says what can not be
     */
    public List<ServiceAttributes> services(Class<?> type, Method method) {
        return NearestAnnotations.ofMethod(method, NatsEndpoint.class).stream()
                .findFirst()
                .map(found -> services.read(type, found.owner()))
                .orElse(List.of());
    }

    /**
     * A method as messages show it.
     *
     * @param method the method
     * @return the class, the method and its parameter types
     */
    public static String describe(Method method) {
        return method.getDeclaringClass().getName() + "." + method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
