// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import io.github.natsmicro.EndpointOptions;
import io.github.natsmicro.QueueGroup;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.wire.Grammar;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.StringValueResolver;

/** Reads what the annotations of a method and its class say. Each mistake is told with its place and its remedy. */
public final class ContractReader {

    private final StringValueResolver values;

    /**
     * Creates a reader.
     *
     * @param values resolves placeholders and expressions
     */
    public ContractReader(StringValueResolver values) {
        this.values = values;
    }

    /**
     * Whether a method has the annotation, be it on an interface or a meta-annotation.
     *
     * @param method the method
     * @return whether it is an endpoint
     */
    public static boolean isEndpoint(Method method) {
        return AnnotatedElementUtils.hasAnnotation(method, NatsEndpoint.class);
    }

    /**
     * Reads the endpoints that a method is.
     *
     * @param type the class or interface whose method it is, be it inherited
     * @param method the method
     * @return the endpoints, none if it has no annotation
     * @throws InvalidDefinitionException if an annotation says what can not be
     */
    public List<EndpointDefinition> endpoints(Class<?> type, Method method) {
        NatsEndpoint endpoint = AnnotatedElementUtils.findMergedAnnotation(method, NatsEndpoint.class);
        return endpoint == null ? List.of() : List.of(read(type, method, endpoint));
    }

    private EndpointDefinition read(Class<?> type, Method method, NatsEndpoint endpoint) {
        String where = "endpoint method " + describe(method);
        String name = resolve(endpoint.name(), "name", where);
        String checkedName = checked(
                () -> Grammar.endpointName(name.isEmpty() ? method.getName() : name),
                where,
                "Set the attribute \"name\" of @NatsEndpoint.");
        String subject = resolve(endpoint.subject(), "subject", where);
        NatsGroup group = AnnotatedElementUtils.findMergedAnnotation(type, NatsGroup.class);
        EndpointOptions options = EndpointOptions.defaults()
                .queueGroup(queueGroup(endpoint, group, type, where))
                .metadata(MetadataEntries.parse(resolve(endpoint.metadata(), where), where));
        EndpointDefinition definition = new EndpointDefinition(
                checkedName,
                subject.isEmpty() ? checkedName : subject,
                group == null ? "" : prefix(group, type),
                options,
                Boolean.parseBoolean(resolve(endpoint.streaming(), "streaming", where)),
                emptyToNull(resolve(endpoint.codec(), "codec", where)),
                emptyToNull(resolve(endpoint.produces(), "produces", where)));
        checked(
                () -> Grammar.subject(definition.template().pattern()),
                where,
                "Correct the attribute \"subject\" of @NatsEndpoint.");
        return definition;
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private String prefix(NatsGroup group, Class<?> type) {
        String where = "@NatsGroup on " + type.getName();
        String value = resolve(group.value(), "value", where);
        return checked(() -> Grammar.groupName(value), where, "Correct the value of @NatsGroup.");
    }

    private QueueGroup queueGroup(NatsEndpoint endpoint, @Nullable NatsGroup group, Class<?> type, String where) {
        String own = resolve(endpoint.queueGroup(), "queueGroup", where);
        if (!own.isEmpty() || group == null) {
            return checked(
                    () -> QueueGroup.named(own), where, "Correct the attribute \"queueGroup\" of @NatsEndpoint.");
        }
        String ofGroup = "@NatsGroup on " + type.getName();
        String name = resolve(group.queueGroup(), "queueGroup", ofGroup);
        return checked(() -> QueueGroup.named(name), ofGroup, "Correct the attribute \"queueGroup\" of @NatsGroup.");
    }

    /**
     * Reads the service that a class belongs to.
     *
     * @param type the class
     * @return what is said of the service, or {@code null} for the default service
     * @throws InvalidDefinitionException if the annotation says what can not be
     */
    public @Nullable ServiceAttributes service(Class<?> type) {
        NatsService service = AnnotatedElementUtils.findMergedAnnotation(type, NatsService.class);
        if (service == null) {
            return null;
        }
        String where = "@NatsService on " + type.getName();
        String name = resolve(service.name(), "name", where);
        String version = resolve(service.version(), "version", where);
        checked(() -> Grammar.serviceName(name), where, "Correct the attribute \"name\" of @NatsService.");
        checked(() -> Grammar.version(version), where, "Correct the attribute \"version\" of @NatsService.");
        String queueGroup = resolve(service.queueGroup(), "queueGroup", where);
        checked(() -> QueueGroup.named(queueGroup), where, "Correct the attribute \"queueGroup\" of @NatsService.");
        return new ServiceAttributes(
                type.getName(),
                name,
                version,
                resolve(service.description(), "description", where),
                MetadataEntries.parse(resolve(service.metadata(), where), where),
                queueGroup);
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

    private String[] resolve(String[] texts, String where) {
        return Arrays.stream(texts)
                .map(text -> resolve(text, "metadata", where))
                .toArray(String[]::new);
    }

    private String resolve(String text, String attribute, String where) {
        try {
            return Objects.requireNonNullElse(values.resolveStringValue(text), "");
        } catch (IllegalArgumentException ex) {
            throw new InvalidDefinitionException(
                    "The attribute \"%s\" of the %s can not be resolved: %s."
                            .formatted(attribute, where, ex.getMessage()),
                    "Define the property, or give the placeholder a default as in ${name:default}.",
                    ex);
        }
    }

    private static <T> T checked(Supplier<T> value, String where, String action) {
        try {
            return value.get();
        } catch (IllegalArgumentException ex) {
            throw InvalidDefinitionException.at(where, ex, action);
        }
    }
}
