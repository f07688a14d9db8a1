// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.spring.contract.ContractReader;
import io.github.natsmicro.spring.contract.InvalidDefinitionException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/** Calls what the methods of an interface describe. */
final class ClientProxy implements InvocationHandler {

    private final Class<?> type;
    private final Map<Method, ClientMethod> remote = new HashMap<>();
    private final Map<Method, MethodHandle> local = new HashMap<>();

    ClientProxy(Class<?> type, NatsClientProxyFactory factory, @Nullable String instanceId) {
        this.type = type;
        for (Method method : type.getMethods()) {
            if (Modifier.isStatic(method.getModifiers()) || ReflectionUtils.isObjectMethod(method)) {
                continue;
            }
            // A bridge calls the method that was meant.
            if (!method.isBridge() && ContractReader.isEndpoint(method)) {
                remote.put(method, ClientMethod.of(type, method, factory, instanceId));
            } else if (method.isDefault()) {
                local.put(method, handle(method));
            } else {
                throw new InvalidDefinitionException(
                        "The client method %s has no @NatsEndpoint, so there is nothing that it calls."
                                .formatted(ContractReader.describe(method)),
                        "Add @NatsEndpoint, or make it a default method.",
                        null);
            }
        }
        if (remote.isEmpty()) {
            throw new InvalidDefinitionException(
                    "The interface %s can not be a client: it has no method with @NatsEndpoint."
                            .formatted(type.getName()),
                    "Add @NatsEndpoint to its methods, or make no client of it.",
                    null);
        }
    }

    private static MethodHandle handle(Method method) {
        Class<?> declaring = method.getDeclaringClass();
        try {
            // So that the interface need not be public.
            return MethodHandles.privateLookupIn(declaring, MethodHandles.lookup())
                    .unreflectSpecial(method, declaring);
        } catch (IllegalAccessException ex) {
            throw new InvalidDefinitionException(
                    "The default method %s of a client can not be called.".formatted(ContractReader.describe(method)),
                    "Open its package to io.github.natsmicro.spring.",
                    ex);
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        ClientMethod called = remote.get(method);
        if (called != null) {
            return called.invoke(arguments);
        }
        MethodHandle handle = local.get(method);
        if (handle != null) {
            MethodHandle bound = handle.bindTo(proxy);
            return arguments == null ? bound.invoke() : bound.invokeWithArguments(arguments);
        }
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "NATS client of " + type.getName();
        };
    }
}
