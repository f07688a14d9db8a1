// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.spring.contract.ContractReader;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import io.github.natsmicro.spring.contract.Reply;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.util.ClassUtils;

/** Makes a request, and what a client's method returns of it. Chosen once by the type of the result. */
@FunctionalInterface
interface ClientResults {

    /** By way of Reactor all other reactive types are made. */
    boolean REACTOR_PRESENT = ClassUtils.isPresent("reactor.core.publisher.Flux", ClientResults.class.getClassLoader());

    @Nullable
    Object of(NatsRequestSpec request);

    /**
     * Chooses.
     *
     * @param type the interface of the client
     * @param method the method
     * @param streaming whether the endpoint answers with a stream
     * @return makes the result
     * @throws InvalidDefinitionException if such a result can not be made
     */
    static ClientResults choose(Class<?> type, Method method, boolean streaming) {
        ResolvableType result =
                ResolvableType.forType(GenericTypeResolver.resolveType(method.getGenericReturnType(), type));
        Class<?> raw = result.resolve(Object.class);
        ReactiveAdapter adapter =
                REACTOR_PRESENT ? ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw) : null;
        ClientResults chosen =
                streaming ? stream(result, raw, adapter) : isStream(raw, adapter) ? null : single(result, raw, adapter);
        if (chosen != null) {
            return chosen;
        }
        throw new InvalidDefinitionException(
                "The client method %s returns %s, but its endpoint answers with %s."
                        .formatted(
                                ContractReader.describe(method), raw.getName(), streaming ? "a stream" : "one reply"),
                streaming
                        ? "Return a Stream, Flow.Publisher, Flux, Iterable or List, or remove \"streaming\" of @NatsEndpoint."
                        : "Return the value itself, a CompletionStage or Mono of it, or void; or set \"streaming\" of"
                                + " @NatsEndpoint to \"true\".",
                null);
    }

    private static boolean isStream(Class<?> raw, @Nullable ReactiveAdapter adapter) {
        return BaseStream.class.isAssignableFrom(raw)
                || Iterator.class.isAssignableFrom(raw)
                || raw == Flow.Publisher.class
                || (adapter != null && adapter.isMultiValue());
    }

    private static @Nullable ClientResults stream(
            ResolvableType result, Class<?> raw, @Nullable ReactiveAdapter adapter) {
        if (raw == Stream.class) {
            Type element = generic(result, Stream.class);
            return request -> request.elements(element);
        }
        if (raw == Iterator.class) {
            Type element = generic(result, Iterator.class);
            return request -> new ClosableElements<>(request.elements(element));
        }
        if (raw == Iterable.class) {
            Type element = generic(result, Iterable.class);
            return request -> (Iterable<?>) () -> new ClosableElements<>(request.elements(element));
        }
        if (raw == List.class || raw == Collection.class) {
            Type element = generic(result, Collection.class);
            return request -> {
                try (Stream<?> elements = request.elements(element)) {
                    return elements.toList();
                }
            };
        }
        if (raw == Flow.Publisher.class) {
            Type element = generic(result, Flow.Publisher.class);
            return request -> request.publisher(element);
        }
        if (adapter != null && adapter.isMultiValue()) {
            Type element = type(result.getGeneric(0));
            return request -> ReactorBridge.adapted(adapter, request.publisher(element));
        }
        return null;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it is returned
    private static ClientResults single(ResolvableType result, Class<?> raw, @Nullable ReactiveAdapter adapter) {
        if (raw == CompletionStage.class || raw == CompletableFuture.class || raw == Future.class) {
            ReplyMapping<?> mapping = mapping(result.getGeneric(0));
            return request -> request.start(mapping);
        }
        if (adapter != null) {
            ReplyMapping<Object> mapping = adapter.isNoValue() ? ReplyMapping.nothing() : mapping(result.getGeneric(0));
            return request -> ReactorBridge.adapted(adapter, () -> request.start(mapping));
        }
        ReplyMapping<?> mapping = mapping(result);
        return request -> request.call(mapping);
    }

    @SuppressWarnings("unchecked") // any result is an object
    private static ReplyMapping<Object> mapping(ResolvableType result) {
        Class<?> raw = result.resolve(Object.class);
        ReplyMapping<?> mapping;
        if (raw == void.class || raw == Void.class) {
            mapping = ReplyMapping.nothing();
        } else if (raw == Reply.class) {
            mapping = ReplyMapping.reply(generic(result, Reply.class));
        } else if (raw == Optional.class) {
            mapping = ReplyMapping.optional(generic(result, Optional.class));
        } else if (raw == Message.class) {
            mapping = ReplyMapping.message(generic(result, Message.class));
        } else {
            mapping = raw.isPrimitive() ? ReplyMapping.required(raw) : ReplyMapping.body(type(result));
        }
        return (ReplyMapping<Object>) mapping;
    }

    private static Type generic(ResolvableType result, Class<?> of) {
        return type(result.as(of).getGeneric(0));
    }

    /** A wildcard is read as its bound, and what is not known as anything. */
    private static Type type(ResolvableType generic) {
        Class<?> raw = generic.resolve(Object.class);
        return generic.hasGenerics()
                ? ResolvableType.forClassWithGenerics(raw, generic.getGenerics())
                        .getType()
                : raw;
    }
}
