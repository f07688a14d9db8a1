// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.Request;
import io.github.natsmicro.ServiceException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.support.DestinationVariableMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.HeaderMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.HeadersMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.MessageMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.PayloadMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolverComposite;

/** What an endpoint method's parameters may be: the resolvers of spring-messaging, and one for the {@link Request}. */
public final class ArgumentResolvers extends HandlerMethodArgumentResolverComposite {

    private static final int BAD_REQUEST = 400;

    ArgumentResolvers(ConfigurableBeanFactory beanFactory, CodecMessageConverter converter) {
        ConversionService conversionService = beanFactory.getConversionService() == null
                ? DefaultConversionService.getSharedInstance()
                : beanFactory.getConversionService();
        addResolver(new RequestResolver());
        addResolver(new HeaderMethodArgumentResolver(conversionService, beanFactory));
        addResolver(new HeadersMethodArgumentResolver());
        addResolver(new DestinationVariableMethodArgumentResolver(conversionService));
        addResolver(new MessageMethodArgumentResolver(converter));
        addResolver(new PayloadResolver(converter));
    }

    /**
     * Whether a parameter is filled from something else than the payload.
     *
     * @param parameter the parameter
     * @return whether it is no payload
     */
    public static boolean isSpecial(MethodParameter parameter) {
        return Request.class == parameter.getParameterType()
                || Message.class.isAssignableFrom(parameter.getParameterType())
                || parameter.hasParameterAnnotation(Header.class)
                || parameter.hasParameterAnnotation(Headers.class)
                || parameter.hasParameterAnnotation(DestinationVariable.class);
    }

    /** What can not be read is the caller's mistake, and not one of the method. */
    @Override
    public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) throws Exception {
        try {
            return super.resolveArgument(parameter, message);
        } catch (MessagingException | ConversionException | TypeMismatchException ex) {
            String name = parameter.getParameterName();
            throw new ServiceException(
                    BAD_REQUEST,
                    "The request can not be read: %s is missing or not valid"
                            .formatted(name == null ? "argument " + parameter.getParameterIndex() : name),
                    ex);
        }
    }

    private static final class RequestResolver implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Request.class;
        }

        @Override
        public Object resolveArgument(MethodParameter parameter, Message<?> message) {
            return ((RequestMessage) message).request();
        }
    }

    /** An empty payload is empty bytes or an empty text, where spring-messaging would refuse it. */
    private static final class PayloadResolver extends PayloadMethodArgumentResolver {

        PayloadResolver(CodecMessageConverter converter) {
            super(converter);
        }

        @Override
        public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) throws Exception {
            Payload annotation = parameter.getParameterAnnotation(Payload.class);
            boolean optional = annotation != null && !annotation.required();
            if (super.isEmptyPayload(message.getPayload())) {
                if (parameter.getParameterType() == Optional.class) {
                    return Optional.empty();
                }
                if (optional) {
                    return null;
                }
            }
            return super.resolveArgument(parameter, message);
        }

        @Override
        protected boolean isEmptyPayload(@Nullable Object payload) {
            return payload == null;
        }
    }
}
