// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.spring.contract.EndpointFunction;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.convert.ConversionService;

/** Calls a function for a request. Its payload is read and checked like the parameter of a method. */
final class FunctionInvocation<T> implements Invocation, Invocation.Target {

    private final String beanName;
    private final ConfigurableBeanFactory beanFactory;
    private final EndpointFunction<T> function;
    private final @Nullable PayloadParameter parameter;
    private final ArgumentResolvers resolvers;
    private final MethodValidation validation;
    private final ConversionService conversion;

    FunctionInvocation(
            String beanName,
            ConfigurableBeanFactory beanFactory,
            @Nullable Type payload,
            EndpointFunction<T> function,
            ArgumentResolvers resolvers,
            MethodValidation validation) {
        this.beanName = beanName;
        this.beanFactory = beanFactory;
        this.function = function;
        this.parameter = payload == null ? null : new PayloadParameter(payload);
        this.resolvers = resolvers;
        this.validation = validation;
        this.conversion = ArgumentResolvers.conversionService(beanFactory);
    }

    @Override
    public Target target() {
        return this;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"
    }) // It is read as what the function takes; one that takes none gets null.
    public @Nullable Object invoke(RequestMessage message) throws Exception {
        T payload = null;
        if (parameter != null) {
            payload = (T) resolvers.resolveArgument(parameter, message);
            validation.checkArguments(this, new @Nullable Object[] {payload});
        }
        return function.handle(payload, new VariablesRequest(message, conversion));
    }

    /** What a function returns has no constraints of its own. */
    @Override
    public void checkElement(@Nullable Object element) {}

    /** The router that has defined the function. */
    @Override
    public Object bean() {
        return beanFactory.getBean(beanName);
    }
}
