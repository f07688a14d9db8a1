// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.spring.contract.ContractReader;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.handler.annotation.Payload;

/**
 * What belongs to Spring MVC, or to a bean, and would be misread here without a word: a parameter that is meant for a part of
 * the URL, or for the connection, would be the payload. The types are known by name, as they need not be there.
 */
final class WebHabits {

    private static final String ANNOTATIONS = "org.springframework.web.bind.annotation.";

    private static final String RESOLVER = "a HandlerMethodArgumentResolver bean that resolves it";
    private static final String BEAN = "the constructor of the bean to have it";

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

    /** What to take in the place of a type that is never a payload. */
    private static final Map<String, String> INSTEAD_OF_PARAMETER = Map.ofEntries(
            Map.entry("org.springframework.http.HttpEntity", "a Message<?>, or the payload and @Headers"),
            Map.entry("org.springframework.http.HttpHeaders", "jnats Headers, or @Headers Map<String, Object>"),
            Map.entry("org.springframework.http.HttpMessage", "a Request"),
            Map.entry("org.springframework.http.HttpMethod", "the subject, with an endpoint for each"),
            Map.entry("org.springframework.web.context.request.WebRequest", "a Request"),
            Map.entry("org.springframework.web.multipart.MultipartFile", "a byte[]"),
            Map.entry("org.springframework.web.util.UriComponentsBuilder", "a Request, which has the subject"),
            Map.entry("org.springframework.web.server.ServerWebExchange", "a Request"),
            Map.entry("org.springframework.web.server.WebSession", RESOLVER),
            Map.entry("org.springframework.validation.Errors", "a @MessageExceptionHandler for what is not valid"),
            Map.entry("org.springframework.ui.Model", "a result"),
            Map.entry("jakarta.servlet.ServletRequest", "a Request"),
            Map.entry("jakarta.servlet.ServletResponse", "a Reply as the result"),
            Map.entry("jakarta.servlet.http.HttpSession", RESOLVER),
            Map.entry("java.security.Principal", RESOLVER),
            Map.entry("java.io.InputStream", "a byte[]"),
            Map.entry("java.io.OutputStream", "a byte[] as the result, or a Request"),
            Map.entry("java.io.Reader", "a String"),
            Map.entry("java.io.Writer", "a String as the result, or a Request"),
            Map.entry("io.nats.client.Connection", BEAN),
            Map.entry("io.nats.client.JetStream", BEAN),
            Map.entry("io.nats.client.Subscription", BEAN),
            Map.entry("io.github.natsmicro.MicroService", BEAN),
            Map.entry("io.github.natsmicro.ReplyStream", "a Request, which opens it, or return a stream"),
            Map.entry("org.springframework.beans.factory.BeanFactory", BEAN),
            Map.entry("org.springframework.core.env.Environment", BEAN));

    private WebHabits() {}

    /** Checks a parameter that would be the payload. One that has an annotation of messaging too may be for both worlds. */
    static void checkPayload(Method method, MethodParameter parameter) {
        Class<?> type = parameter.nestedIfOptional().getNestedParameterType();
        String insteadOfType = insteadOf(type, INSTEAD_OF_PARAMETER);
        if (insteadOfType != null) {
            throw new InvalidDefinitionException(
                    "%s of the endpoint method %s is a %s, which no payload is read as."
                            .formatted(
                                    ParameterCheck.describe(parameter),
                                    ContractReader.describe(method),
                                    type.getName()),
                    "Use %s.".formatted(insteadOfType),
                    null);
        }
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
        String instead = insteadOf(result, INSTEAD_OF_RESULT);
        if (instead != null) {
            throw new InvalidDefinitionException(
                    "The endpoint method %s returns %s, which says nothing here."
                            .formatted(ContractReader.describe(method), result.getName()),
                    "Return %s.".formatted(instead),
                    null);
        }
    }

    /** What to use instead of a type, or of one that it extends. */
    private static @Nullable String insteadOf(Class<?> type, Map<String, String> known) {
        String own = known.get(type.getName());
        if (own != null) {
            return own;
        }
        return Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
                .map(parent -> insteadOf(parent, known))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
