// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import java.util.List;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/** Tells what fills a parameter, without a request: so that a method can be checked before there is one. */
public final class ArgumentKinds {

    private final NativeArgumentResolver natives = new NativeArgumentResolver();
    private final List<HandlerMethodArgumentResolver> ofUser;
    private final ConversionService conversion;

    private ArgumentKinds(List<HandlerMethodArgumentResolver> ofUser, ConversionService conversion) {
        this.ofUser = ofUser;
        this.conversion = conversion;
    }

    /**
     * Looks for the resolvers that are beans.
     *
     * @param beanFactory the beans
     * @return the kinds
     */
    public static ArgumentKinds of(ConfigurableListableBeanFactory beanFactory) {
        return new ArgumentKinds(userResolvers(beanFactory), ArgumentResolvers.conversionService(beanFactory));
    }

    static List<HandlerMethodArgumentResolver> userResolvers(ConfigurableListableBeanFactory beanFactory) {
        return beanFactory
                .getBeanProvider(HandlerMethodArgumentResolver.class)
                .orderedStream()
                .toList();
    }

    /**
     * Whether a parameter is filled from the payload.
     *
     * @param parameter the parameter
     * @return whether it is the payload
     */
    public boolean isPayload(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(Payload.class)
                || !(natives.supportsParameter(parameter)
                        || Message.class.isAssignableFrom(parameter.getParameterType())
                        || parameter.hasParameterAnnotation(Header.class)
                        || parameter.hasParameterAnnotation(Headers.class)
                        || parameter.hasParameterAnnotation(DestinationVariable.class)
                        || ofUser.stream().anyMatch(resolver -> resolver.supportsParameter(parameter)));
    }

    /**
     * Whether a text, such as a part of a subject or a header, can become what a parameter wants.
     *
     * @param parameter the parameter
     * @return whether somebody converts texts to its type
     */
    public boolean isFromText(MethodParameter parameter) {
        return conversion.canConvert(TypeDescriptor.valueOf(String.class), new TypeDescriptor(parameter));
    }
}
