// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.spring.contract.ContractReader;
import io.github.natsmicro.spring.contract.EndpointDefinition;
import io.github.natsmicro.spring.contract.EndpointFunction;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/** Makes handlers of methods and functions; what they share is made once. */
public final class HandlerFactory {

    private final ConfigurableListableBeanFactory beanFactory;
    private final PayloadCodecs codecs;
    private final ExceptionMappingFactory exceptions;
    private final MethodValidations validations;
    private final List<HandlerMethodArgumentResolver> userResolvers;

    /**
     * Creates a factory.
     *
     * @param beanFactory where the beans are
     * @param codecs turn objects into payloads and back
     */
    public HandlerFactory(ConfigurableListableBeanFactory beanFactory, PayloadCodecs codecs) {
        this.beanFactory = beanFactory;
        this.codecs = codecs;
        this.exceptions = new ExceptionMappingFactory(beanFactory);
        this.validations = MethodValidations.of(beanFactory);
        this.userResolvers = ArgumentKinds.userResolvers(beanFactory);
    }

    /**
     * Makes the handler of a method.
     *
     * @param beanName the name of its bean, which is created by the first request
     * @param method the method
     * @param definition what is said of the endpoint
     * @return the handler
     * @throws InvalidDefinitionException if the definition names a codec that is not there
     */
    public EndpointMethodHandler create(String beanName, Method method, EndpointDefinition definition) {
        PayloadCodec preferred = preferred("endpoint method " + ContractReader.describe(method), definition);
        ArgumentResolvers resolvers = resolvers(preferred);
        Class<?> type = TargetClasses.find(beanFactory, beanName);
        MethodValidation validation = validations.of(type == null ? method.getDeclaringClass() : type, method);
        return handler(
                definition,
                new MethodInvocation(beanName, method, beanFactory, resolvers, validation),
                preferred,
                exceptions.create(beanName, method, resolvers));
    }

    /**
     * Makes the handler of a function.
     *
     * @param where what and where it is, as it is read after "The"
     * @param beanName the name of the bean that has defined it
     * @param payload what the payload is read as, or {@code null} if the function does not take it
     * @param function the function
     * @param definition what is said of the endpoint
     * @return the handler
     * @throws InvalidDefinitionException if the definition names a codec that is not there
     */
    public EndpointMethodHandler createFunctional(
            String where,
            String beanName,
            @Nullable Type payload,
            EndpointFunction<?> function,
            EndpointDefinition definition) {
        PayloadCodec preferred = preferred(where, definition);
        ArgumentResolvers resolvers = resolvers(preferred);
        MethodValidation validation = validations.of(PayloadParameter.class, PayloadParameter.TEMPLATE);
        return handler(
                definition,
                new FunctionInvocation<>(beanName, beanFactory, payload, function, resolvers, validation),
                preferred,
                exceptions.create(beanName, PayloadParameter.TEMPLATE, resolvers));
    }

    private PayloadCodec preferred(String where, EndpointDefinition definition) {
        PayloadCodec preferred = codecs.find(definition.codec());
        if (preferred == null) {
            throw new InvalidDefinitionException(
                    "The %s names the codec \"%s\", which is not there.".formatted(where, definition.codec()),
                    "Choose the name of a codec bean, or a content type that a codec has.",
                    null);
        }
        return preferred;
    }

    private ArgumentResolvers resolvers(PayloadCodec preferred) {
        return new ArgumentResolvers(beanFactory, new CodecMessageConverter(codecs, preferred), userResolvers);
    }

    private EndpointMethodHandler handler(
            EndpointDefinition definition, Invocation invocation, PayloadCodec preferred, ExceptionMapping mapping) {
        return new EndpointMethodHandler(
                definition.template(),
                invocation,
                new ReplyWriter(codecs, preferred, definition.produces(), definition.whenEmpty()),
                definition.streaming(),
                mapping);
    }
}
