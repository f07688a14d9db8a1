// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.util.StringUtils;
import org.springframework.validation.method.ParameterValidationResult;

/** Where a constraint is violated, as a caller knows the place: a path in the payload, or the name of a header or variable. */
final class ViolationPaths {

    private final List<String> parameters;

    ViolationPaths(AnnotatedMethod method, ArgumentKinds kinds) {
        this.parameters = Arrays.stream(method.getMethodParameters())
                .map(parameter -> kinds.isPayload(parameter) ? "" : nameOf(parameter))
                .toList();
    }

    private static String nameOf(MethodParameter parameter) {
        parameter.initParameterNameDiscovery(DefaultParameterNameDiscoverer.getSharedInstance());
        String own = parameter.getParameterName();
        Header header = parameter.getParameterAnnotation(Header.class);
        DestinationVariable variable = parameter.getParameterAnnotation(DestinationVariable.class);
        String given = header != null ? header.name() : variable != null ? variable.value() : "";
        return StringUtils.hasText(given) ? given : own == null ? "" : own;
    }

    /** The place of a violation that was found by the call of the method. */
    String of(Path path) {
        StringBuilder field = new StringBuilder();
        for (Path.Node node : path) {
            if (node.getKind() == ElementKind.PARAMETER) {
                field.append(parameters.get(node.as(Path.ParameterNode.class).getParameterIndex()));
            } else if (node.getKind() != ElementKind.METHOD) {
                append(field, node);
            }
        }
        return field.toString();
    }

    /** The place of a violation in what a parameter has got. */
    String of(ParameterValidationResult result, Path path) {
        if (path.iterator().next().getKind() == ElementKind.METHOD) {
            return of(path);
        }
        StringBuilder field =
                new StringBuilder(parameters.get(result.getMethodParameter().getParameterIndex()));
        Object container = result.getContainer();
        if (container != null && !(container instanceof Optional<?>)) {
            appendElement(field, result.getContainerIndex(), result.getContainerKey());
        }
        for (Path.Node node : path) {
            append(field, node);
        }
        return field.toString();
    }

    private static void append(StringBuilder field, Path.Node node) {
        if (node.isInIterable()) {
            appendElement(field, node.getIndex(), node.getKey());
        }
        if (node.getKind() == ElementKind.PROPERTY) {
            field.append(field.length() == 0 ? "" : ".").append(node.getName());
        }
    }

    private static void appendElement(StringBuilder field, @Nullable Integer index, @Nullable Object key) {
        field.append('[').append(index != null ? index : key != null ? key : "").append(']');
    }
}
