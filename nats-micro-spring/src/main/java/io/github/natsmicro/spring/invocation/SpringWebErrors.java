// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.spring.contract.Reply;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.ProblemDetail;
import org.springframework.util.StringUtils;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;

/** The errors of spring-web, which need not be there: this class is loaded only where it is. */
final class SpringWebErrors implements ErrorSource {

    private final MessageSource messages;

    SpringWebErrors(MessageSource messages) {
        this.messages = messages;
    }

    @Override
    public @Nullable Reply<?> errorOf(Object object) {
        if (object instanceof ErrorResponse response) {
            return error(
                    response.getStatusCode().value(),
                    response.updateAndGetBody(messages, LocaleContextHolder.getLocale()));
        }
        if (object instanceof ProblemDetail problem) {
            return error(problem.getStatus(), problem);
        }
        AnnotatedElement annotated = object instanceof Method method ? method : object.getClass();
        return object instanceof Method || object instanceof Throwable ? annotated(annotated) : null;
    }

    /** What {@link ResponseStatus} says, at an exception or the method that handles it; the reason may be a key of a message. */
    private @Nullable Reply<?> annotated(AnnotatedElement element) {
        ResponseStatus status = AnnotatedElementUtils.findMergedAnnotation(element, ResponseStatus.class);
        if (status == null) {
            return null;
        }
        int code = status.code().value();
        String reason = status.reason();
        String text = messages.getMessage(reason, null, reason, LocaleContextHolder.getLocale());
        return Reply.error(code, StringUtils.hasText(text) ? text : ReasonPhrase.of(code));
    }

    private static Reply<?> error(int code, ProblemDetail problem) {
        String description = StringUtils.hasText(problem.getDetail()) ? problem.getDetail() : problem.getTitle();
        return Reply.error(
                        code,
                        description != null && StringUtils.hasText(description) ? description : ReasonPhrase.of(code))
                .body(body(problem));
    }

    /** The members of RFC 9457, whatever the codec would make of the class. */
    private static Map<String, Object> body(ProblemDetail problem) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("type", problem.getType());
        members.put("title", problem.getTitle());
        members.put("status", problem.getStatus());
        members.put("detail", problem.getDetail());
        members.put("instance", problem.getInstance());
        if (problem.getProperties() != null) {
            members.putAll(problem.getProperties());
        }
        Map<String, Object> body = new LinkedHashMap<>();
        members.forEach((name, value) -> {
            if (value != null) {
                body.put(name, value);
            }
        });
        return body;
    }
}
