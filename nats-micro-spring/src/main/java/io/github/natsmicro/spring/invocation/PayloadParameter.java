// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;
import org.springframework.validation.annotation.Validated;

/** The payload of a function as the parameter of a method, with the type that the function wants. */
final class PayloadParameter extends MethodParameter {

    static final Method TEMPLATE = template();

    private final ResolvableType type;

    PayloadParameter(Type type) {
        super(TEMPLATE, 0);
        this.type = ResolvableType.forType(type);
    }

    private PayloadParameter(PayloadParameter other) {
        super(other);
        this.type = other.type;
    }

    private static Method template() {
        Method method = ReflectionUtils.findMethod(PayloadParameter.class, "template", Object.class);
        Assert.state(method != null, "The template of functions is gone.");
        return method;
    }

    /** What a function is like as a method. It is never called. */
    @SuppressWarnings("unused") // It is read by reflection.
    private static void template(@Validated Object payload) {}

    @Override
    public Class<?> getParameterType() {
        return type.resolve(Object.class);
    }

    @Override
    public Type getGenericParameterType() {
        return type.getType();
    }

    @Override
    public PayloadParameter clone() {
        return new PayloadParameter(this);
    }
}
