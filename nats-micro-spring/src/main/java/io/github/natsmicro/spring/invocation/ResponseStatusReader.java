// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.spring.annotation.NatsResponseStatus;
import io.github.natsmicro.spring.contract.Reply;
import java.lang.reflect.AnnotatedElement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.StringValueResolver;

/** Reads {@link NatsResponseStatus}. */
final class ResponseStatusReader implements ErrorSource {

    private final StringValueResolver values;
    private final MessageSource messages;

    ResponseStatusReader(StringValueResolver values, MessageSource messages) {
        this.values = values;
        this.messages = messages;
    }

    @Override
    public @Nullable Reply<?> errorOf(Object exception) {
        return exception instanceof Throwable thrown ? errorOf(thrown.getClass(), thrown) : null;
    }

    /** The error that the annotation of a class or a method makes of an exception, {@code null} if there is none. */
    @Nullable
    Reply<?> errorOf(AnnotatedElement annotated, Throwable exception) {
        NatsResponseStatus status = AnnotatedElementUtils.findMergedAnnotation(annotated, NatsResponseStatus.class);
        return status == null ? null : Reply.error(status.code(), description(status, exception));
    }

    private String description(NatsResponseStatus status, Throwable exception) {
        String message = status.showMessage() ? Objects.requireNonNullElse(exception.getMessage(), "") : "";
        if (!message.isBlank()) {
            return message;
        }
        String text = Objects.requireNonNullElse(values.resolveStringValue(status.description()), "");
        if (text.isBlank()) {
            return ReasonPhrase.of(status.code());
        }
        return Objects.requireNonNullElse(messages.getMessage(text, null, text, LocaleContextHolder.getLocale()), text);
    }
}
