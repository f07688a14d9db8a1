// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.spring.contract.ContractReader;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.spring.invocation.ArgumentKinds;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.util.ClassUtils;

/** Whether a method's parameters and result are such that it can be called for a request. */
final class SignatureCheck {

    private static final List<Class<?>> UNUSABLE_RESULTS = unusableResults();

    private SignatureCheck() {}

    private static List<Class<?>> unusableResults() {
        List<Class<?>> types =
                new ArrayList<>(List.of(Flow.Publisher.class, BaseStream.class, Iterator.class, Message.class));
        if (ClassUtils.isPresent("org.reactivestreams.Publisher", SignatureCheck.class.getClassLoader())) {
            types.add(ClassUtils.resolveClassName(
                    "org.reactivestreams.Publisher", SignatureCheck.class.getClassLoader()));
        }
        return List.copyOf(types);
    }

    static void check(Method method, ArgumentKinds kinds) {
        checkResult(method);
        int payloads = 0;
        for (int i = 0; i < method.getParameterCount(); i++) {
            MethodParameter parameter = new MethodParameter(method, i);
            if (kinds.isPayload(parameter)) {
                payloads++;
            }
        }
        if (payloads > 1) {
            throw new InvalidDefinitionException(
                    "The endpoint method %s has %d parameters for the one payload of a request."
                            .formatted(ContractReader.describe(method), payloads),
                    "Keep one of them, and annotate the others with @Header or @DestinationVariable.",
                    null);
        }
    }

    private static void checkResult(Method method) {
        Class<?> result = method.getReturnType();
        boolean blockingFuture =
                Future.class.isAssignableFrom(result) && !CompletionStage.class.isAssignableFrom(result);
        if (blockingFuture || UNUSABLE_RESULTS.stream().anyMatch(type -> type.isAssignableFrom(result))) {
            throw new InvalidDefinitionException(
                    "The endpoint method %s returns %s, which is not one reply."
                            .formatted(ContractReader.describe(method), result.getName()),
                    "Return the value itself, a CompletionStage of it, or void.",
                    null);
        }
    }
}
