// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.spring.contract.ContractReader;
import io.github.natsmicro.spring.contract.EndpointDefinition;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.lang.reflect.Method;
import java.util.List;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/** Makes handlers of methods; what they share is made once. */
public final class HandlerFactory {

    private final ConfigurableListableBeanFactory beanFactory;
    private final PayloadCodecs codecs;
    private final ExceptionMapping exceptions;
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
        this.exceptions = new ExceptionMapping();
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
        PayloadCodec preferred = codecs.find(definition.codec());
        if (preferred == null) {
            throw new InvalidDefinitionException(
                    "The endpoint method %s names the codec \"%s\", which is not there."
                            .formatted(ContractReader.describe(method), definition.codec()),
                    "Set the attribute \"codec\" of @NatsEndpoint to the name of a codec bean or to a content type that a"
                            + " codec has.",
                    null);
        }
        ArgumentResolvers resolvers =
                new ArgumentResolvers(beanFactory, new CodecMessageConverter(codecs, preferred), userResolvers);
        MethodInvocation invocation =
                new MethodInvocation(beanName, method, beanFactory, resolvers, MethodValidation.NONE);
        return new EndpointMethodHandler(
                definition.template(),
                invocation,
                new ReplyWriter(codecs, preferred, definition.produces(), null),
                definition.streaming(),
                exceptions);
    }
}
