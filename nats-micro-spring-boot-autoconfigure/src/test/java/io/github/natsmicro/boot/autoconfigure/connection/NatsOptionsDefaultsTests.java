// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.transport.NatsTroubleListener;
import io.nats.client.Options;
import io.nats.client.impl.ErrorListenerLoggerImpl;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Without properties the options are those of jnats, but for the name of the connection. */
class NatsOptionsDefaultsTests {

    private static final Options JNATS = Options.builder().build();
    private static final Options OURS = options("shop");

    private static Options options(@Nullable String applicationName) {
        NatsProperties properties = new NatsProperties();
        return new NatsOptionsFactory(
                        properties,
                        new PropertiesNatsConnectionDetails(properties, null),
                        applicationName,
                        ConnectionBeans.none())
                .create(new ConnectTrouble(), null);
    }

    static Stream<Method> getters() {
        return Arrays.stream(Options.class.getMethods())
                .filter(method -> method.getDeclaringClass() == Options.class && method.getParameterCount() == 0)
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && method.getReturnType() != void.class)
                .filter(method -> !method.isAnnotationPresent(Deprecated.class))
                .filter(method -> !method.getName().equals("toString"))
                .filter(method -> !method.getName().equals("getConnectionName"))
                .filter(method -> !method.getName().equals("getErrorListener"))
                // It opens a socket.
                .filter(method -> !method.getName().equals("buildDataPort"));
    }

    @ParameterizedTest
    @MethodSource("getters")
    void anOptionIsThatOfJnats(Method getter) throws Exception {
        assertThat(comparable(getter.invoke(OURS))).as(getter.getName()).isEqualTo(comparable(getter.invoke(JNATS)));
    }

    @Test
    void thereAreOptionsToCompare() {
        assertThat(getters()).hasSizeGreaterThan(40);
    }

    @Test
    void theErrorListenerIsTheEnginesWithThatOfJnats() {
        assertThat(OURS.getErrorListener()).isInstanceOf(NatsTroubleListener.class);
        assertThat(JNATS.getErrorListener()).isInstanceOf(ErrorListenerLoggerImpl.class);
    }

    @Test
    void theNameOfTheConnectionIsThatOfTheApplication() {
        assertThat(OURS.getConnectionName()).isEqualTo("shop");
    }

    @Test
    void theNameOfTheConnectionIsThatOfJnatsWithoutApplicationName() {
        assertThat(options(null).getConnectionName()).isEqualTo(JNATS.getConnectionName());
        assertThat(options(" ").getConnectionName()).isEqualTo(JNATS.getConnectionName());
    }

    /** Objects that are made anew for each options, such as executors, are compared by their classes. */
    private static @Nullable Object comparable(@Nullable Object value) {
        if (value == null || isValue(value)) {
            return value;
        }
        if (value instanceof Collection<?> values) {
            return values.stream().map(NatsOptionsDefaultsTests::comparable).toList();
        }
        if (value.getClass().isArray()) {
            return Stream.iterate(0, i -> i < Array.getLength(value), i -> i + 1)
                    .map(i -> Objects.requireNonNull(Array.get(value, i)))
                    .toList();
        }
        return value.getClass().getName().replaceFirst("\\$\\$Lambda.*", "");
    }

    private static boolean isValue(Object value) {
        return value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof Duration
                || value instanceof Enum<?>
                || value instanceof java.net.URI
                || value instanceof io.nats.client.support.NatsUri;
    }
}
