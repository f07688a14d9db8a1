// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.codec.PayloadCodecException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.SmartMessageConverter;
import org.springframework.messaging.support.GenericMessage;

/** The payload codec as spring-messaging sees it; bytes and text pass by it. */
final class CodecMessageConverter implements SmartMessageConverter {

    private final PayloadCodec codec;

    CodecMessageConverter(PayloadCodec codec) {
        this.codec = codec;
    }

    @Override
    public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
        return fromMessage(message, targetClass, null);
    }

    @Override
    public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass, @Nullable Object hint) {
        byte[] data = (byte[]) message.getPayload();
        if (targetClass == String.class || targetClass == CharSequence.class) {
            return new String(data, StandardCharsets.UTF_8);
        }
        Type type = hint instanceof MethodParameter parameter ? payloadType(parameter) : targetClass;
        try {
            return codec.decode(data, type);
        } catch (PayloadCodecException ex) {
            throw new MessageConversionException(message, String.valueOf(ex.getMessage()), ex);
        }
    }

    /** What a parameter wants of the payload: its own type, or that of the message or the optional that it is. */
    private static Type payloadType(MethodParameter parameter) {
        MethodParameter own = Message.class.isAssignableFrom(parameter.getParameterType())
                ? parameter.nested()
                : parameter.nestedIfOptional();
        return GenericTypeResolver.resolveType(own.getNestedGenericParameterType(), own.getContainingClass());
    }

    @Override
    public Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
        return toMessage(payload, headers, null);
    }

    @Override
    public Message<?> toMessage(Object payload, @Nullable MessageHeaders headers, @Nullable Object hint) {
        byte[] data = encode(payload);
        return headers == null ? new GenericMessage<>(data) : new GenericMessage<>(data, headers);
    }

    /** The bytes of what a method returned; none for {@code null}. */
    byte[] encode(@Nullable Object value) {
        if (value == null) {
            return new byte[0];
        }
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        return value instanceof CharSequence text
                ? text.toString().getBytes(StandardCharsets.UTF_8)
                : codec.encode(value);
    }
}
