// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.Request;
import io.github.natsmicro.spring.contract.ContractReader;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.spring.contract.SubjectTemplate;
import io.nats.client.impl.Headers;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.ValueConstants;
import org.springframework.util.StringUtils;
import org.springframework.util.StringValueResolver;

/** What a client's method makes of its arguments, found out once by its parameters. */
final class ClientArguments {

    private final Method method;
    private final SubjectTemplate subject;
    private final ArgumentTexts texts;
    private final StringValueResolver values;
    private final List<Binder> binders = new ArrayList<>();
    private final Set<String> variables = new HashSet<>();
    private int payloads;

    /** What becomes of one argument. */
    private interface Binder {
        NatsRequestSpec bind(NatsRequestSpec request, @Nullable Object argument);
    }

    private ClientArguments(Method method, SubjectTemplate subject, ArgumentTexts texts, StringValueResolver values) {
        this.method = method;
        this.subject = subject;
        this.texts = texts;
        this.values = values;
    }

    static ClientArguments of(Method method, SubjectTemplate subject, ArgumentTexts texts, StringValueResolver values) {
        ClientArguments arguments = new ClientArguments(method, subject, texts, values);
        for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
            parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
            arguments.binders.add(arguments.binder(parameter));
        }
        arguments.check();
        return arguments;
    }

    NatsRequestSpec bind(NatsRequestSpec request, @Nullable Object @Nullable [] arguments) {
        NatsRequestSpec bound = request;
        for (int i = 0; arguments != null && i < arguments.length; i++) {
            bound = binders.get(i).bind(bound, arguments[i]);
        }
        return bound;
    }

    private Binder binder(MethodParameter parameter) {
        Header header = parameter.getParameterAnnotation(Header.class);
        if (header != null) {
            return header(parameter, header);
        }
        DestinationVariable variable = parameter.getParameterAnnotation(DestinationVariable.class);
        if (variable != null) {
            return variable(parameter, variable);
        }
        if (parameter.hasParameterAnnotation(org.springframework.messaging.handler.annotation.Headers.class)) {
            return (request, argument) -> argument == null ? request : request.headers(texts.headers(argument));
        }
        if (parameter.hasParameterAnnotation(Payload.class)) {
            return payload(parameter);
        }
        return unannotated(parameter);
    }

    private Binder unannotated(MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        if (type == Request.class || type == io.nats.client.Message.class) {
            throw mistake(
                    "has a parameter of type %s, which only a service gets.".formatted(type.getName()),
                    "Leave it out of the interface, or use @Payload, @Header and @DestinationVariable instead.");
        }
        if (type == Duration.class) {
            return (request, argument) -> argument == null ? request : request.timeout((Duration) argument);
        }
        if (type == Headers.class) {
            return (request, argument) -> argument == null ? request : request.headers((Headers) argument);
        }
        if (Message.class.isAssignableFrom(type)) {
            payloads++;
            return (request, argument) -> argument instanceof Message<?> message
                    ? request.body(message.getPayload()).headers(texts.headers(message.getHeaders()))
                    : request;
        }
        return payload(parameter);
    }

    private Binder payload(MethodParameter parameter) {
        payloads++;
        Payload annotation = parameter.getParameterAnnotation(Payload.class);
        boolean required = (annotation == null || annotation.required()) && !parameter.isOptional();
        return (request, argument) -> {
            Object body = ArgumentTexts.unwrapped(argument);
            if (body == null && required) {
                throw missing("payload");
            }
            return request.body(body);
        };
    }

    private Binder header(MethodParameter parameter, Header annotation) {
        String name = name(parameter, annotation.name(), "@Header");
        boolean required = annotation.required()
                && annotation.defaultValue().equals(ValueConstants.DEFAULT_NONE)
                && !parameter.isOptional();
        return (request, argument) -> {
            Object value = ArgumentTexts.unwrapped(argument);
            if (value == null) {
                if (required) {
                    throw missing("header \"" + name + "\"");
                }
                // The service has its own default.
                return request;
            }
            return request.header(name, texts.all(value));
        };
    }

    private Binder variable(MethodParameter parameter, DestinationVariable annotation) {
        String name = name(parameter, annotation.value(), "@DestinationVariable");
        if (!subject.variables().containsValue(name)) {
            throw mistake(
                    "has a parameter for the variable {%s}, which its subject \"%s\" does not have."
                            .formatted(name, subject),
                    "Write {%s} into the subject, or name another variable in @DestinationVariable.".formatted(name));
        }
        variables.add(name);
        return (request, argument) -> {
            if (argument == null) {
                throw missing("variable {" + name + "}");
            }
            return request.variable(name, texts.one(argument));
        };
    }

    private String name(MethodParameter parameter, String named, String annotation) {
        if (StringUtils.hasText(named)) {
            return Objects.requireNonNullElse(values.resolveStringValue(named), "");
        }
        String own = parameter.getParameterName();
        if (own == null) {
            throw mistake(
                    "has a parameter with %s and no name.".formatted(annotation),
                    "Name it in the annotation, or compile the interface with -parameters.");
        }
        return own;
    }

    private void check() {
        if (payloads > 1) {
            throw mistake(
                    "has %d parameters for the one payload of a request.".formatted(payloads),
                    "Keep one of them, and annotate the others with @Header or @DestinationVariable.");
        }
        String[] tokens = subject.pattern().split("\\.", -1);
        for (int i = 0; i < tokens.length; i++) {
            String name = subject.variables().get(i);
            if (name == null && (tokens[i].equals("*") || tokens[i].equals(">"))) {
                throw mistake(
                        "has the subject \"%s\" with a wildcard, to which nothing can be sent.".formatted(subject),
                        "Give the wildcard a name, as in {id} or {*rest}, and the method a @DestinationVariable.");
            }
            if (name != null && !variables.contains(name)) {
                throw mistake(
                        "has no parameter for the variable {%s} of its subject.".formatted(name),
                        "Add a parameter with @DestinationVariable(\"%s\").".formatted(name));
            }
        }
    }

    private InvalidDefinitionException mistake(String what, String action) {
        return new InvalidDefinitionException(
                "The client method %s %s".formatted(ContractReader.describe(method), what), action, null);
    }

    private IllegalArgumentException missing(String what) {
        return new IllegalArgumentException("The %s of %s is null.".formatted(what, ContractReader.describe(method)));
    }
}
