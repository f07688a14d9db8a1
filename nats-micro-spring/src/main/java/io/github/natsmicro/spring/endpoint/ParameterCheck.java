// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.spring.contract.ContractReader;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.spring.contract.SubjectTemplate;
import io.github.natsmicro.spring.invocation.ArgumentKinds;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.support.MessageHeaderAccessor;

/** Whether the annotations of a parameter go together, and with the subject. */
final class ParameterCheck {

    private static final List<Class<? extends Annotation>> SOURCES =
            List.of(Payload.class, Header.class, Headers.class, DestinationVariable.class);

    private final Method method;
    private final SubjectTemplate template;
    private final ArgumentKinds kinds;

    ParameterCheck(Method method, SubjectTemplate template, ArgumentKinds kinds) {
        this.method = method;
        this.template = template;
        this.kinds = kinds;
    }

    void check(MethodParameter parameter) {
        checkOneSource(parameter);
        checkHeaders(parameter);
        Header header = parameter.getParameterAnnotation(Header.class);
        if (header != null && header.name().isEmpty()) {
            checkName(parameter, "@Header");
        }
        DestinationVariable variable = parameter.getParameterAnnotation(DestinationVariable.class);
        if (variable != null) {
            checkVariable(parameter, variable.value());
        }
        if ((header != null || variable != null) && !kinds.isFromText(parameter)) {
            throw mistake(
                    parameter,
                    "is filled from a text, but nothing converts one to the type %s"
                            .formatted(parameter.getParameterType().getName()),
                    "Make it a String, or register a converter with the conversion service of the application.");
        }
    }

    /** A parameter without annotation is the payload, whatever its name promises. */
    void checkPayload(MethodParameter parameter) {
        String name = parameter.getParameterName();
        if (name != null
                && template.variables().containsValue(name)
                && !parameter.hasParameterAnnotation(Payload.class)) {
            throw mistake(
                    parameter,
                    "is called like the variable {%s} of the subject \"%s\", but is the payload"
                            .formatted(name, template),
                    "Annotate it with @DestinationVariable, or with @Payload if it is the payload.");
        }
    }

    private void checkOneSource(MethodParameter parameter) {
        List<Class<? extends Annotation>> sources =
                SOURCES.stream().filter(parameter::hasParameterAnnotation).toList();
        if (sources.size() > 1) {
            throw mistake(
                    parameter,
                    "has "
                            + sources.stream()
                                    .map(source -> "@" + source.getSimpleName())
                                    .collect(Collectors.joining(" and "))
                            + ", but is filled from one of them only",
                    "Keep one of the annotations.");
        }
    }

    private void checkHeaders(MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        if (parameter.hasParameterAnnotation(Headers.class)
                && !type.isAssignableFrom(MessageHeaders.class)
                && !MessageHeaderAccessor.class.isAssignableFrom(type)
                && type != io.nats.client.impl.Headers.class) {
            throw mistake(
                    parameter,
                    "has @Headers, but is a %s, which does not hold all headers".formatted(type.getSimpleName()),
                    "Make it a Map<String, Object>, or name one header with @Header.");
        }
    }

    private void checkName(MethodParameter parameter, String annotation) {
        if (parameter.getParameterName() == null) {
            throw mistake(
                    parameter,
                    "has %s without a name, and the class was compiled without the names of parameters"
                            .formatted(annotation),
                    "Give %s a name, or compile with the option -parameters.".formatted(annotation));
        }
    }

    private void checkVariable(MethodParameter parameter, String given) {
        if (given.isEmpty()) {
            checkName(parameter, "@DestinationVariable");
        }
        String name = given.isEmpty() ? String.valueOf(parameter.getParameterName()) : given;
        if (!template.variables().containsValue(name)) {
            throw mistake(
                    parameter,
                    "reads the variable \"%s\", which the subject \"%s\" does not have".formatted(name, template),
                    "Write {%s} as a token of the subject, or name a variable of it with @DestinationVariable."
                            .formatted(name));
        }
    }

    private InvalidDefinitionException mistake(MethodParameter parameter, String what, String action) {
        return new InvalidDefinitionException(
                "%s of the endpoint method %s %s."
                        .formatted(describe(parameter), ContractReader.describe(method), what),
                action,
                null);
    }

    static String describe(MethodParameter parameter) {
        @Nullable String name = parameter.getParameterName();
        return "The parameter " + (name == null ? parameter.getParameterIndex() + 1 : "\"" + name + "\"");
    }
}
