// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.ServiceException;
import io.github.natsmicro.codec.PayloadCodecException;
import io.github.natsmicro.codec.UnsupportedTypeException;
import io.github.natsmicro.spring.codec.UnsupportedContentTypeException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.format.datetime.standard.DateTimeFormatterRegistrar;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.support.DestinationVariableMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.HeaderMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.HeadersMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.MessageMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolverComposite;

/** What an endpoint method's parameters may be: the resolvers of spring-messaging, ours, and those of the user. */
final class ArgumentResolvers extends HandlerMethodArgumentResolverComposite {

    private static final ConversionService DEFAULT_CONVERSION = defaultConversion();
    private static final int BAD_REQUEST = 400;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;

    ArgumentResolvers(
            ConfigurableBeanFactory beanFactory,
            CodecMessageConverter converter,
            List<HandlerMethodArgumentResolver> ofUser) {
        ConversionService conversionService = conversionService(beanFactory);
        addResolver(new NativeArgumentResolver());
        addResolver(new HeaderResolver(conversionService, beanFactory));
        addResolver(new HeadersMethodArgumentResolver());
        addResolver(new DestinationVariableMethodArgumentResolver(conversionService));
        addResolver(new MessageResolver(converter));
        addResolvers(ofUser.toArray(HandlerMethodArgumentResolver[]::new));
        addResolver(new PayloadArgumentResolver(converter));
    }

    static ConversionService conversionService(ConfigurableBeanFactory beanFactory) {
        ConversionService known = beanFactory.getConversionService();
        return known == null ? DEFAULT_CONVERSION : known;
    }

    /** That of spring-messaging, but with dates and times in ISO form and not in that of the machine's language. */
    private static ConversionService defaultConversion() {
        DefaultFormattingConversionService conversion = new DefaultFormattingConversionService(false);
        DateTimeFormatterRegistrar iso = new DateTimeFormatterRegistrar();
        iso.setUseIsoFormat(true);
        iso.registerFormatters(conversion);
        return conversion;
    }

    static ServiceException notReadable(String name, @Nullable Exception cause) {
        return new UnreadableRequestException(
                BAD_REQUEST, "The request can not be read: %s is missing or not valid".formatted(name), cause);
    }

    /** What can not be read is the caller's mistake, and not one of the method. */
    @Override
    public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) throws Exception {
        try {
            return super.resolveArgument(parameter, message);
        } catch (UnsupportedTypeException ex) {
            // That of the method.
            throw ex;
        } catch (MessagingException | ConversionException | TypeMismatchException | PayloadCodecException ex) {
            if (ex instanceof UnsupportedContentTypeException
                    || ex.getCause() instanceof UnsupportedContentTypeException) {
                throw new UnreadableRequestException(
                        UNSUPPORTED_MEDIA_TYPE, ReasonPhrase.of(UNSUPPORTED_MEDIA_TYPE), ex);
            }
            throw notReadable(nameForCaller(parameter), ex);
        }
    }

    /** What the caller knows it by. */
    private static String nameForCaller(MethodParameter parameter) {
        Header header = parameter.getParameterAnnotation(Header.class);
        if (header != null) {
            return given(header.name().isEmpty() ? header.value() : header.name(), parameter);
        }
        DestinationVariable variable = parameter.getParameterAnnotation(DestinationVariable.class);
        return variable == null ? "the payload" : given(variable.value(), parameter);
    }

    private static String given(String name, MethodParameter parameter) {
        return name.isEmpty() ? String.valueOf(parameter.getParameterName()) : name;
    }

    /** The values of a header are texts, which a list of numbers does not take as they are. */
    private static final class HeaderResolver extends HeaderMethodArgumentResolver {

        HeaderResolver(ConversionService conversionService, ConfigurableBeanFactory beanFactory) {
            super(conversionService, beanFactory);
        }

        @Override
        protected @Nullable Object resolveArgumentInternal(MethodParameter parameter, Message<?> message, String name)
                throws Exception {
            Object value = super.resolveArgumentInternal(parameter, message, name);
            Class<?> wanted = parameter.nestedIfOptional().getNestedParameterType();
            // A list would be passed on unread to whatever takes a list.
            return value instanceof List<?> several && Collection.class.isAssignableFrom(wanted)
                    ? several.toArray(new String[0])
                    : value;
        }
    }

    /** A message with an empty payload is one too. */
    private static final class MessageResolver extends MessageMethodArgumentResolver {

        MessageResolver(CodecMessageConverter converter) {
            super(converter);
        }

        @Override
        protected boolean isEmptyPayload(@Nullable Object payload) {
            return false;
        }
    }
}
