// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.aot;

import io.nats.client.Options;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * Registers what jnats looks up: its version, and the data port that its options name. Other classes that an application
 * names in them are the application's to register.
 */
final class JnatsHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerPattern("io/nats/jnats/version.properties");
        hints.reflection()
                .registerType(
                        TypeReference.of(Options.DEFAULT_DATA_PORT_TYPE), MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
    }
}
