// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.spring.contract.Reply;
import io.github.natsmicro.spring.contract.ValidationErrors;
import io.github.natsmicro.spring.contract.ValidationErrors.Violation;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.MethodValidationException;
import org.springframework.validation.method.ParameterValidationResult;

/**
 * Arguments that violate the constraints of an endpoint method are its caller's mistake. A result that does, and another
 * method that an endpoint calls and that is validated, are not. Loaded only where the validation API is.
 */
final class ViolationErrors implements ErrorSource {

    private static final int BAD_REQUEST = 400;
    private static final int MAX_NAMED = 3;

    private final Class<?> beanType;
    private final Method method;
    private final ViolationPaths paths;
    private final MessageSource messages;

    ViolationErrors(Class<?> beanType, Method method, ArgumentKinds kinds, MessageSource messages) {
        this.beanType = beanType;
        this.method = method;
        this.paths = new ViolationPaths(new AnnotatedMethod(method), kinds);
        this.messages = messages;
    }

    @Override
    public @Nullable Reply<?> errorOf(Object exception) {
        if (exception instanceof MethodValidationException found) {
            return isOwn(found.getMethod()) && !found.isForReturnValue() ? error(violations(found)) : null;
        }
        if (exception instanceof ConstraintViolationException found) {
            return found.getConstraintViolations() != null
                            && !found.getConstraintViolations().isEmpty()
                            && found.getConstraintViolations().stream().allMatch(this::isOfOwnArgument)
                    ? error(found.getConstraintViolations().stream()
                            .map(violation -> new Violation(
                                    paths.of(violation.getPropertyPath()), violation.getMessage(), code(violation))))
                    : null;
        }
        return null;
    }

    private boolean isOwn(Method called) {
        // That of a function is no method of the bean that has defined it.
        return called.equals(method)
                || (called.getName().equals(method.getName())
                        && called.getParameterCount() == method.getParameterCount()
                        && called.getDeclaringClass().isAssignableFrom(beanType));
    }

    private boolean isOfOwnArgument(ConstraintViolation<?> violation) {
        Class<?> root = violation.getRootBeanClass();
        if (root == null || !(root.isAssignableFrom(beanType) || beanType.isAssignableFrom(root))) {
            return false;
        }
        Iterator<Path.Node> nodes = violation.getPropertyPath().iterator();
        Path.Node called = nodes.next();
        return called.getKind() == ElementKind.METHOD
                && called.getName().equals(method.getName())
                && called.as(Path.MethodNode.class).getParameterTypes().size() == method.getParameterCount()
                && nodes.hasNext()
                && nodes.next().getKind() != ElementKind.RETURN_VALUE;
    }

    private Stream<Violation> violations(MethodValidationException exception) {
        return Stream.concat(
                exception.getParameterValidationResults().stream()
                        .flatMap(
                                result -> result.getResolvableErrors().stream().map(error -> violation(result, error))),
                exception.getCrossParameterValidationResults().stream()
                        .map(error -> new Violation("", message(error), code(error))));
    }

    private Violation violation(ParameterValidationResult result, MessageSourceResolvable error) {
        ConstraintViolation<?> violation = error instanceof ObjectError of
                ? of.unwrap(ConstraintViolation.class)
                : result.unwrap(error, ConstraintViolation.class);
        return new Violation(paths.of(result, violation.getPropertyPath()), message(error), code(violation));
    }

    private String message(MessageSourceResolvable error) {
        return messages.getMessage(error, LocaleContextHolder.getLocale());
    }

    private static String code(MessageSourceResolvable error) {
        String[] codes = error.getCodes();
        return codes == null || codes.length == 0 ? "" : codes[codes.length - 1];
    }

    private static String code(ConstraintViolation<?> violation) {
        return violation
                .getConstraintDescriptor()
                .getAnnotation()
                .annotationType()
                .getSimpleName();
    }

    private static Reply<?> error(Stream<Violation> violations) {
        List<Violation> sorted = violations
                .sorted(Comparator.comparing(Violation::field)
                        .thenComparing(Violation::code)
                        .thenComparing(Violation::message))
                .toList();
        return Reply.error(BAD_REQUEST, description(sorted)).body(new ValidationErrors(sorted));
    }

    private static String description(List<Violation> violations) {
        List<String> fields = violations.stream()
                .map(violation -> violation.field().isEmpty() ? "the payload" : violation.field())
                .distinct()
                .toList();
        String named = fields.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
        int more = fields.size() - MAX_NAMED;
        return "Validation failed: " + named + (more > 0 ? " and " + more + " more" : "");
    }
}
