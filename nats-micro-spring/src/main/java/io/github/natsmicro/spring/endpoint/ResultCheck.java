// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.endpoint;

import io.github.natsmicro.spring.contract.ContractReader;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/** Whether what a method returns can be sent: one reply, or the messages of a stream where the endpoint is declared so. */
final class ResultCheck {

    private ResultCheck() {}

    static void check(Class<?> type, Method method, boolean streaming) {
        ResolvableType result = ResolvableType.forMethodReturnType(method, type);
        Class<?> raw = result.resolve(Object.class);
        WebHabits.checkResult(method, raw);
        if (Future.class.isAssignableFrom(raw) && !CompletionStage.class.isAssignableFrom(raw)) {
            throw new InvalidDefinitionException(
                    "The endpoint method %s returns %s, for which a thread would have to wait."
                            .formatted(ContractReader.describe(method), raw.getName()),
                    "Return a CompletionStage, or the value itself.",
                    null);
        }
        if (isLater(raw) && isLater(result.getGeneric().resolve(Object.class))) {
            throw new InvalidDefinitionException(
                    "The endpoint method %s returns %s of %s, which would have to be waited for twice."
                            .formatted(
                                    ContractReader.describe(method),
                                    raw.getName(),
                                    result.getGeneric().toClass().getName()),
                    "Join the two into one, for example by thenCompose or flatMap.",
                    null);
        }
        if (streaming && !isStreamable(result)) {
            throw new InvalidDefinitionException(
                    "The endpoint method %s is declared as streaming, but returns %s, which is no stream."
                            .formatted(ContractReader.describe(method), raw.getName()),
                    "Return a Flux, a Flow.Publisher, a Stream, an Iterator or an Iterable, or leave the attribute"
                            + " \"streaming\" of @NatsEndpoint out.",
                    null);
        }
        if (!streaming && isStream(result)) {
            throw new InvalidDefinitionException(
                    "The endpoint method %s returns %s, which is not one reply."
                            .formatted(ContractReader.describe(method), raw.getName()),
                    "Set the attribute \"streaming\" of @NatsEndpoint to \"true\" to send a message for each element, or"
                            + " return one value, such as a List.",
                    null);
        }
    }

    /** An answer for where there is no value makes sense only where there may be one. */
    static void checkCanBeEmpty(Class<?> type, Method method, boolean streaming) {
        ResolvableType result = ResolvableType.forMethodReturnType(method, type);
        Class<?> raw = result.resolve(Object.class);
        boolean later = CompletionStage.class.isAssignableFrom(raw) || isSingle(raw);
        Class<?> value = later ? result.getGeneric().resolve(Object.class) : raw;
        if (streaming || value == void.class || value == Void.class) {
            throw new InvalidDefinitionException(
                    "The endpoint method %s has the attribute \"whenEmpty\", but %s."
                            .formatted(
                                    ContractReader.describe(method),
                                    streaming ? "is declared as streaming" : "never replies with a value"),
                    "Leave the attribute \"whenEmpty\" of @NatsEndpoint out, or return a value.",
                    null);
        }
    }

    /** The thread that delivers requests can not wait until the next element may be sent. */
    static void checkNeedsNoThread(Class<?> type, Method method) {
        ResolvableType result = ResolvableType.forMethodReturnType(method, type);
        Class<?> raw = result.resolve(Object.class);
        Class<?> source = CompletionStage.class.isAssignableFrom(raw)
                ? result.as(CompletionStage.class).getGeneric().resolve(Object.class)
                : raw;
        if (isSource(source) || Iterable.class.isAssignableFrom(source) || Object[].class.isAssignableFrom(source)) {
            throw new InvalidDefinitionException(
                    "The endpoint method %s is declared as non-blocking, but returns %s, whose elements have to be waited for."
                            .formatted(ContractReader.describe(method), raw.getName()),
                    "Return a Flux or a Flow.Publisher, or leave the attribute \"concurrency\" of @NatsEndpoint out.",
                    null);
        }
    }

    /** Whether its elements can be sent one by one. What is only known as an object may be a stream. */
    private static boolean isStreamable(ResolvableType result) {
        Class<?> raw = result.resolve(Object.class);
        if (CompletionStage.class.isAssignableFrom(raw)) {
            return isStreamable(result.as(CompletionStage.class).getGeneric());
        }
        boolean publisher = isPublisher(raw) && !isSingle(raw);
        return publisher
                || isSource(raw)
                || raw == Object.class
                || Iterable.class.isAssignableFrom(raw)
                || Object[].class.isAssignableFrom(raw);
    }

    /** Whether it can not be sent as one value. */
    private static boolean isStream(ResolvableType result) {
        Class<?> raw = result.resolve(Object.class);
        if (CompletionStage.class.isAssignableFrom(raw) || isSingle(raw)) {
            return result.hasGenerics() && isStream(result.getGeneric());
        }
        return isPublisher(raw) || isSource(raw);
    }

    /** Whether its value is not there yet. */
    private static boolean isLater(Class<?> type) {
        return Future.class.isAssignableFrom(type) || CompletionStage.class.isAssignableFrom(type) || isSingle(type);
    }

    private static boolean isSource(Class<?> type) {
        return BaseStream.class.isAssignableFrom(type) || Iterator.class.isAssignableFrom(type);
    }

    private static boolean isPublisher(Class<?> type) {
        return Flow.Publisher.class.isAssignableFrom(type)
                || ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null
                || ClassUtils.getAllInterfacesForClassAsSet(type).stream()
                        .anyMatch(known -> known.getName().equals("org.reactivestreams.Publisher"));
    }

    /** Whether a reactive type has no more than one value, as a Mono. */
    private static boolean isSingle(Class<?> type) {
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
        return adapter != null && !adapter.isMultiValue();
    }
}
