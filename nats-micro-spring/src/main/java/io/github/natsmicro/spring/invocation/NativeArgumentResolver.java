// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.Request;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.util.Set;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/** Gives a method the request as the engine has it, or its headers or message as the NATS client has them. */
final class NativeArgumentResolver implements HandlerMethodArgumentResolver {

    private static final Set<Class<?>> TYPES = Set.of(Request.class, Headers.class, io.nats.client.Message.class);

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return TYPES.contains(parameter.getParameterType());
    }

    @Override
    public Object resolveArgument(MethodParameter parameter, Message<?> message) {
        Request request = ((RequestMessage) message).request();
        if (parameter.getParameterType() == Request.class) {
            return request;
        }
        if (parameter.getParameterType() == Headers.class) {
            return request.headers();
        }
        // An interceptor may have changed what the engine's message says.
        return NatsMessage.builder()
                .subject(request.subject())
                .replyTo(request.replyTo())
                .headers(request.headers())
                .data(request.data())
                .build();
    }
}
