// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.aot;

import io.github.natsmicro.spring.contract.ValidationErrors;
import io.github.natsmicro.wire.InfoResponse;
import io.github.natsmicro.wire.PingResponse;
import io.github.natsmicro.wire.StatsResponse;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/** Registers the documents of discovery, the body of refused arguments, and how virtual threads are made. */
final class CoreHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        new BindingReflectionHintsRegistrar()
                .registerReflectionHints(
                        hints.reflection(),
                        PingResponse.class,
                        InfoResponse.class,
                        StatsResponse.class,
                        ValidationErrors.class);
        virtualThreads(hints.reflection());
    }

    /** The core is compiled for Java 17, which does not know them. */
    private static void virtualThreads(ReflectionHints hints) {
        hints.registerType(Thread.class, type -> type.withMethod("ofVirtual", List.of(), ExecutableMode.INVOKE));
        hints.registerType(
                TypeReference.of("java.lang.Thread$Builder$OfVirtual"),
                type -> type.withMethod("name", TypeReference.listOf(String.class, long.class), ExecutableMode.INVOKE)
                        .withMethod(
                                "inheritInheritableThreadLocals",
                                TypeReference.listOf(boolean.class),
                                ExecutableMode.INVOKE)
                        .withMethod("factory", List.of(), ExecutableMode.INVOKE));
        hints.registerType(
                Executors.class,
                type -> type.withMethod(
                        "newThreadPerTaskExecutor", TypeReference.listOf(ThreadFactory.class), ExecutableMode.INVOKE));
    }
}
