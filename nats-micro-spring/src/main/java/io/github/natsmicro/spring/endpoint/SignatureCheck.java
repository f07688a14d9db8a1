// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.Concurrency;
import io.github.natsmicro.spring.contract.ContractReader;
import io.github.natsmicro.spring.contract.EndpointDefinition;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.spring.invocation.ArgumentKinds;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import org.springframework.core.MethodParameter;

/** Whether a method's parameters and result are such that it can be called for a request. */
final class SignatureCheck {

    private SignatureCheck() {}

    /**
     * Checks a method.
     *
     * @param type the class whose method it is, be it inherited
     * @param method the method
     * @param definition the endpoint that it is to be
     * @param kinds tells what fills a parameter
     * @throws InvalidDefinitionException if it can not be that endpoint
     */
    static void check(Class<?> type, Method method, EndpointDefinition definition, ArgumentKinds kinds) {
        if (Modifier.isStatic(method.getModifiers())) {
            throw new InvalidDefinitionException(
                    "The endpoint method %s is static.".formatted(ContractReader.describe(method)),
                    "Make it a method of the bean: remove the modifier.",
                    null);
        }
        ResultCheck.check(type, method, definition.streaming());
        if (definition.streaming() && definition.options().concurrency() == Concurrency.NON_BLOCKING) {
            ResultCheck.checkNeedsNoThread(type, method);
        }
        if (definition.whenEmpty() != null) {
            ResultCheck.checkCanBeEmpty(type, method, definition.streaming());
        }
        TypedMethod typed = new TypedMethod(type, method);
        ParameterCheck parameters = new ParameterCheck(method, definition.template(), kinds);
        typed.parameters().forEach(parameters::check);
        checkPayloads(method, typed, kinds, parameters);
    }

    private static void checkPayloads(
            Method method, TypedMethod typed, ArgumentKinds kinds, ParameterCheck parameters) {
        List<MethodParameter> candidates =
                typed.parameters().stream().filter(kinds::isPayload).toList();
        candidates.forEach(parameter -> WebHabits.checkPayload(method, parameter));
        candidates.forEach(parameters::checkPayload);
        int payloads = candidates.size();
        if (payloads > 1) {
            throw new InvalidDefinitionException(
                    "The endpoint method %s has %d parameters for the one payload of a request."
                            .formatted(ContractReader.describe(method), payloads),
                    "Keep one of them, and annotate the others with @Header or @DestinationVariable.",
                    null);
        }
    }
}
