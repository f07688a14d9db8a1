// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.spring.contract.ContractReader;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.util.ClassUtils;

/**
 * What belongs to Spring MVC and would be misread here without a word: a parameter that is meant for a part of the URL would
 * be the payload. The types are known by name, as they need not be there.
 */
final class WebHabits {

    private static final String ANNOTATIONS = "org.springframework.web.bind.annotation.";

    /** What to write in the place of an annotation. */
    private static final Map<String, String> INSTEAD_OF_ANNOTATION = Map.of(
            ANNOTATIONS + "PathVariable",
            "@DestinationVariable",
            ANNOTATIONS + "RequestHeader",
            "@Header",
            ANNOTATIONS + "RequestParam",
            "@Header, or a field of the payload",
            ANNOTATIONS + "CookieValue",
            "@Header",
            ANNOTATIONS + "ModelAttribute",
            "@Payload",
            ANNOTATIONS + "RequestPart",
            "@Payload",
            ANNOTATIONS + "MatrixVariable",
            "@DestinationVariable",
            ANNOTATIONS + "RequestAttribute",
            "a HandlerMethodArgumentResolver bean",
            ANNOTATIONS + "SessionAttribute",
            "a HandlerMethodArgumentResolver bean");

    /** What to return in the place of a type. */
    private static final Map<String, String> INSTEAD_OF_RESULT = Map.of(
            "org.springframework.http.HttpEntity",
            "a Reply, which has headers, and a code where it is an error",
            "org.springframework.web.context.request.async.DeferredResult",
            "a CompletionStage",
            "org.springframework.web.context.request.async.WebAsyncTask",
            "a CompletionStage",
            "java.util.concurrent.Callable",
            "the value itself, as the method may block, or a CompletionStage");

    private WebHabits() {}

    /** Checks a parameter that would be the payload. One that has an annotation of messaging too may be for both worlds. */
    static void checkPayload(Method method, MethodParameter parameter) {
        if (parameter.hasParameterAnnotation(Payload.class)) {
            return;
        }
        for (Annotation annotation : parameter.getParameterAnnotations()) {
            String instead =
                    INSTEAD_OF_ANNOTATION.get(annotation.annotationType().getName());
            if (instead != null) {
                throw new InvalidDefinitionException(
                        "%s of the endpoint method %s has the annotation @%s, which is for HTTP and says nothing here."
                                .formatted(
                                        ParameterCheck.describe(parameter),
                                        ContractReader.describe(method),
                                        annotation.annotationType().getSimpleName()),
                        "Use %s instead.".formatted(instead),
                        null);
            }
        }
    }

    static void checkResult(Method method, Class<?> result) {
        String instead = insteadOf(result);
        if (instead != null) {
            throw new InvalidDefinitionException(
                    "The endpoint method %s returns %s, which says nothing here."
                            .formatted(ContractReader.describe(method), result.getName()),
                    "Return %s.".formatted(instead),
                    null);
        }
    }

    private static @Nullable String insteadOf(Class<?> result) {
        for (Class<?> type = result; type != null; type = type.getSuperclass()) {
            String instead = INSTEAD_OF_RESULT.get(type.getName());
            if (instead != null) {
                return instead;
            }
        }
        return ClassUtils.getAllInterfacesForClassAsSet(result).stream()
                .map(type -> INSTEAD_OF_RESULT.get(type.getName()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
