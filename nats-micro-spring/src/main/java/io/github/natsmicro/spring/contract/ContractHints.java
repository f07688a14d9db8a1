// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import io.github.natsmicro.Request;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/** Tells a native image what an endpoint method needs, be it called there or from there. */
public final class ContractHints {

    /** What begins so carries values, but is none that a codec reads or writes. */
    private static final List<String> CARRIERS =
            List.of("java.", "io.nats.client.", "org.reactivestreams.", "org.springframework.messaging.");

    private static final String PROTOBUF = "com.google.protobuf.MessageLite";

    private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();
    private final ReflectionHints hints;

    /**
     * Creates what registers hints.
     *
     * @param hints where they go
     */
    public ContractHints(ReflectionHints hints) {
        this.hints = hints;
    }

    /**
     * Registers the method, so that it can be called; what it takes and returns, so that it can be read and written; and the
     * classes and interfaces of which annotations may be inherited.
     *
     * @param type the class or interface whose method it is, be it inherited
     * @param method the method
     */
    public void register(Class<?> type, Method method) {
        hierarchy(type);
        hints.registerMethod(method, ExecutableMode.INVOKE);
        Set<Class<?>> values = new LinkedHashSet<>();
        for (int i = 0; i < method.getParameterCount(); i++) {
            collect(ResolvableType.forMethodParameter(method, i, type), values);
        }
        collect(ResolvableType.forMethodReturnType(method, type), values);
        values.forEach(this::value);
    }

    private void hierarchy(Class<?> type) {
        ClassUtils.getAllInterfacesForClassAsSet(type).forEach(hints::registerType);
        for (Class<?> base = type; base != null && base != Object.class; base = base.getSuperclass()) {
            hints.registerType(base);
        }
    }

    private static void collect(ResolvableType type, Set<Class<?>> values) {
        Class<?> raw = type.resolve();
        if (raw == null) {
            return;
        }
        if (raw.isArray()) {
            collect(type.getComponentType(), values);
            return;
        }
        if (!raw.isPrimitive() && !isCarrier(raw)) {
            values.add(raw);
        }
        for (ResolvableType generic : type.getGenerics()) {
            collect(generic, values);
        }
    }

    private static boolean isCarrier(Class<?> type) {
        return type == Reply.class
                || type == Request.class
                || CARRIERS.stream().anyMatch(type.getName()::startsWith)
                || ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
    }

    private void value(Class<?> type) {
        if (isProtobuf(type)) {
            // Its classes read and write themselves; only where to start is looked up.
            hints.registerType(type, MemberCategory.INVOKE_PUBLIC_METHODS);
        } else {
            binding.registerReflectionHints(hints, (Type) type);
        }
    }

    private static boolean isProtobuf(Class<?> type) {
        return ClassUtils.getAllInterfacesForClassAsSet(type).stream()
                .anyMatch(contract -> contract.getName().equals(PROTOBUF));
    }
}
