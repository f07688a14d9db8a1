// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.spring.contract.ContractParameterNames;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;

/**
 * A method as a class has it: its parameters have the types that the class makes of them, and the annotations of the methods
 * that it overrides too.
 */
final class TypedMethod extends AnnotatedMethod {

    private final Class<?> type;

    TypedMethod(Class<?> type, Method method) {
        super(method);
        this.type = type;
    }

    @Override
    protected Class<?> getContainingClass() {
        return type;
    }

    List<MethodParameter> parameters() {
        ContractParameterNames names = new ContractParameterNames(type);
        return Arrays.stream(getMethodParameters())
                .peek(parameter -> parameter.initParameterNameDiscovery(names))
                .toList();
    }
}
