// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.codec.PayloadCodecException;
import io.github.natsmicro.codec.UnsupportedTypeException;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.spring.codec.UnsupportedContentTypeException;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.SmartMessageConverter;
import org.springframework.messaging.support.GenericMessage;

/** The payload codecs as spring-messaging sees them. */
final class CodecMessageConverter implements SmartMessageConverter {

    private final PayloadCodecs codecs;
    private final PayloadCodec preferred;

    CodecMessageConverter(PayloadCodecs codecs, PayloadCodec preferred) {
        this.codecs = codecs;
        this.preferred = preferred;
    }

    @Override
    public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
        return fromMessage(message, targetClass, null);
    }

    @Override
    public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass, @Nullable Object hint) {
        String contentType = message instanceof RequestMessage request
                ? ReplyWriter.header(request.request(), ReplyWriter.CONTENT_TYPE)
                : null;
        if (hint instanceof MethodParameter parameter && isMessageOfOptional(parameter)) {
            Type value = typeOf(parameter.nested().nested());
            boolean empty = ((byte[]) message.getPayload()).length == 0;
            return Optional.ofNullable(empty ? null : decode(message, value, contentType));
        }
        return decode(
                message, hint instanceof MethodParameter parameter ? payloadType(parameter) : targetClass, contentType);
    }

    private @Nullable Object decode(Message<?> message, Type type, @Nullable String contentType) {
        try {
            return codecs.decode((byte[]) message.getPayload(), type, contentType, preferred);
        } catch (UnsupportedContentTypeException | UnsupportedTypeException ex) {
            throw ex;
        } catch (PayloadCodecException ex) {
            throw new MessageConversionException(message, String.valueOf(ex.getMessage()), ex);
        }
    }

    /** What a parameter wants of the payload: its own type, or that of the message or the optional that it is. */
    private static Type payloadType(MethodParameter parameter) {
        MethodParameter own = Message.class.isAssignableFrom(parameter.getParameterType())
                ? parameter.nested()
                : parameter.nestedIfOptional();
        return typeOf(own);
    }

    private static boolean isMessageOfOptional(MethodParameter parameter) {
        return Message.class.isAssignableFrom(parameter.getParameterType())
                && parameter.nested().getNestedParameterType() == Optional.class;
    }

    private static Type typeOf(MethodParameter nested) {
        return GenericTypeResolver.resolveType(nested.getNestedGenericParameterType(), nested.getContainingClass());
    }

    @Override
    public Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
        return toMessage(payload, headers, null);
    }

    @Override
    public Message<?> toMessage(Object payload, @Nullable MessageHeaders headers, @Nullable Object hint) {
        byte[] data = codecs.encode(payload, null, null, preferred).data();
        return headers == null ? new GenericMessage<>(data) : new GenericMessage<>(data, headers);
    }
}
