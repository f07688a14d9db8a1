// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.aot;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** Registers the classes by whose presence optional libraries are known, where they are present. */
final class OptionalLibraryHints implements RuntimeHintsRegistrar {

    private static final List<String> MARKS = List.of(
            "jakarta.validation.ConstraintViolation",
            "jakarta.validation.Validator",
            "org.reactivestreams.FlowAdapters",
            "org.springframework.web.ErrorResponse",
            "reactor.core.publisher.Flux");

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        MARKS.forEach(mark -> hints.reflection().registerTypeIfPresent(classLoader, mark));
    }
}
