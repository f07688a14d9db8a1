// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.AsyncHandler;
import io.github.natsmicro.Request;
import io.github.natsmicro.codec.PayloadCodec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.util.ReflectionUtils;

/** One method as a handler: calls it for a request and sends what it returned. Its bean is created by the first request. */
public final class EndpointMethodHandler implements AsyncHandler {

    private final EndpointMethod endpoint;
    private final SubjectTemplate template;
    private final ConfigurableListableBeanFactory beanFactory;
    private final CodecMessageConverter converter;
    private final ArgumentResolvers resolvers;
    private final boolean singleton;
    private volatile @Nullable Invocation cached;

    /**
     * Creates a handler.
     *
     * @param endpoint the method
     * @param beanFactory where its bean is
     * @param codec turns objects into payloads and back
     */
    public EndpointMethodHandler(
            EndpointMethod endpoint, ConfigurableListableBeanFactory beanFactory, PayloadCodec codec) {
        this.endpoint = endpoint;
        this.template = SubjectTemplate.parse(endpoint.template());
        this.beanFactory = beanFactory;
        this.converter = new CodecMessageConverter(codec);
        this.resolvers = new ArgumentResolvers(beanFactory, converter);
        this.singleton = beanFactory.isSingleton(endpoint.beanName());
    }

    @Override
    public CompletionStage<?> handle(Request request) throws Exception {
        Object result = invocation().invoke(new RequestMessage(request, template));
        if (result instanceof CompletionStage<?> later) {
            return later.thenAccept(value -> reply(request, value));
        }
        reply(request, result);
        return CompletableFuture.completedFuture("replied");
    }

    private void reply(Request request, @Nullable Object result) {
        // Who only publishes does not wait for what the method returns, and a method that has replied is done.
        if (request.expectsReply() && !(result == null && request.answered())) {
            request.respond(converter.encode(result));
        }
    }

    private Invocation invocation() {
        Invocation known = cached;
        if (known != null) {
            return known;
        }
        Object bean = beanFactory.getBean(endpoint.beanName());
        Invocation invocation = new Invocation(
                bean, endpoint.method(), AopUtils.selectInvocableMethod(endpoint.method(), bean.getClass()));
        invocation.setMessageMethodArgumentResolvers(resolvers);
        if (singleton) {
            cached = invocation;
        }
        return invocation;
    }

    /** Reads the arguments as the annotated method wants them, and calls the method that the bean's proxy has. */
    private static final class Invocation extends InvocableHandlerMethod {

        private final Method invocable;

        Invocation(Object bean, Method method, Method invocable) {
            super(bean, method);
            this.invocable = invocable;
            ReflectionUtils.makeAccessible(invocable);
        }

        @Override
        protected @Nullable Object doInvoke(@Nullable Object... args) throws Exception {
            try {
                return invocable.invoke(getBean(), args);
            } catch (InvocationTargetException ex) {
                ReflectionUtils.rethrowException(ex.getTargetException());
                throw ex;
            }
        }
    }
}
