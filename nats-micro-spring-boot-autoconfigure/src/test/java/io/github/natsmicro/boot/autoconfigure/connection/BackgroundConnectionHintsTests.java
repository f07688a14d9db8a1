// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import java.lang.reflect.Method;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;

/** What a native image is told of a connection that is made in the background. */
class BackgroundConnectionHintsTests {

    private static final RuntimeHints HINTS = new RuntimeHints();

    @BeforeAll
    static void register() {
        AotServices.factories()
                .load(RuntimeHintsRegistrar.class)
                .forEach(registrar ->
                        registrar.registerHints(HINTS, BackgroundConnectionHintsTests.class.getClassLoader()));
    }

    @Test
    void theStandInIsAProxy() {
        assertThat(RuntimeHintsPredicates.proxies().forInterfaces(Connection.class, NatsConnectionReadiness.class))
                .accepts(HINTS);
    }

    @Test
    void allMethodsCanBePassedOn() {
        for (Class<?> type : new Class<?>[] {Connection.class, NatsConnectionReadiness.class}) {
            for (Method method : type.getMethods()) {
                assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method))
                        .accepts(HINTS);
            }
        }
    }
}
