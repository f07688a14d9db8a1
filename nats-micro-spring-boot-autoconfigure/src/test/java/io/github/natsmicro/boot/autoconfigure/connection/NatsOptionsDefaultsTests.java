// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.natsmicro.transport.NatsTroubleListener;
import io.nats.client.Options;
import io.nats.client.impl.ErrorListenerLoggerImpl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Without properties the options are those of jnats, but for the name of the connection. */
class NatsOptionsDefaultsTests {

    private static final Options JNATS = Options.builder().build();
    private static final Options OURS = options("shop");
    private static final Options DOCUMENTED = documented();

    private static Options options(@Nullable String applicationName) {
        return options(new NatsProperties(), applicationName);
    }

    private static Options options(NatsProperties properties, @Nullable String applicationName) {
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

    /** What editors show is bound, and the options are still those of jnats. */
    @ParameterizedTest
    @MethodSource("getters")
    void theDefaultsOfTheMetadataAreThoseOfJnats(Method getter) throws Exception {
        assertThat(comparable(getter.invoke(DOCUMENTED)))
                .as(getter.getName())
                .isEqualTo(comparable(getter.invoke(JNATS)));
    }

    @Test
    void eachNumberAndDurationHasADefaultInTheMetadata() throws IOException {
        assertThat(documentedDefaults().keySet())
                .contains(
                        "nats.connection-timeout",
                        "nats.request-cleanup-interval",
                        "nats.inbox-prefix",
                        "nats.reconnect.max-attempts",
                        "nats.reconnect.wait",
                        "nats.reconnect.jitter",
                        "nats.reconnect.jitter-tls",
                        "nats.reconnect.buffer-size",
                        "nats.ping.interval",
                        "nats.ping.max-outstanding");
    }

    private static Map<String, String> documentedDefaults() throws IOException {
        String file = "/META-INF/additional-spring-configuration-metadata.json";
        try (InputStream input = Objects.requireNonNull(NatsProperties.class.getResourceAsStream(file), file)) {
            Map<String, String> defaults = new TreeMap<>();
            for (JsonNode property : new ObjectMapper().readTree(input).get("properties")) {
                String name = property.get("name").textValue();
                JsonNode value = property.path("defaultValue");
                if (value.isValueNode() && name.matches("nats\\.((reconnect|ping|ssl)\\.)?[a-z-]+")) {
                    defaults.put(name, value.asText());
                }
            }
            return defaults;
        }
    }

    private static Options documented() {
        try {
            NatsProperties properties = new Binder(new MapConfigurationPropertySource(documentedDefaults()))
                    .bind("nats", NatsProperties.class)
                    .get();
            return options(properties, "shop");
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
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
