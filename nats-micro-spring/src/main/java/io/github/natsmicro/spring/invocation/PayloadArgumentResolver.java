// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/**
 * Gives a method the payload. An empty one is what the parameter makes of it: no value for one that is optional or
 * nullable, else empty bytes, an empty text, or what a codec for the type makes of nothing; a required object is missing.
 */
final class PayloadArgumentResolver implements HandlerMethodArgumentResolver {

    private final CodecMessageConverter converter;

    PayloadArgumentResolver(CodecMessageConverter converter) {
        this.converter = converter;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return true;
    }

    @Override
    public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) {
        boolean optional = parameter.getParameterType() == Optional.class;
        boolean dispensable = optional || isDispensable(parameter);
        byte[] data = ((RequestMessage) message).getPayload();
        Object value = data.length == 0 && dispensable ? null : converter.fromMessage(message, Object.class, parameter);
        if (value == null && !dispensable) {
            throw new MessageConversionException(message, "The payload is no object, but \"null\".");
        }
        return optional ? Optional.ofNullable(value) : value;
    }

    private static boolean isDispensable(MethodParameter parameter) {
        Payload annotation = parameter.getParameterAnnotation(Payload.class);
        return parameter.isOptional() || (annotation != null && !annotation.required());
    }
}
