// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.nats.client.Connection;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** Tells a native image of the proxy that stands for a connection, and of the methods that it passes on. */
final class BackgroundConnectionHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.proxies().registerJdkProxy(Connection.class, NatsConnectionReadiness.class);
        hints.reflection().registerType(Connection.class, MemberCategory.INVOKE_PUBLIC_METHODS);
        hints.reflection().registerType(NatsConnectionReadiness.class, MemberCategory.INVOKE_PUBLIC_METHODS);
    }
}
