// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** Registers what invocations look up by reflection. */
final class InvocationHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.reflection().registerType(PayloadParameter.class);
    }
}
