// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.natsmicro.boot.autoconfigure.client.NatsClientProperties;
import io.github.natsmicro.boot.autoconfigure.connection.NatsProperties;
import io.github.natsmicro.boot.autoconfigure.service.NatsMicroProperties;
import io.nats.client.Options;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.retry.RetryPolicySettings;
import org.springframework.util.ClassUtils;

/** What editors know of the properties. */
class ConfigurationMetadataTests {

    private static final Map<String, JsonNode> PROPERTIES = new TreeMap<>();
    private static final Map<String, JsonNode> HINTS = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        String file = "/META-INF/spring-configuration-metadata.json";
        try (InputStream input = Objects.requireNonNull(NatsProperties.class.getResourceAsStream(file), file)) {
            JsonNode metadata = new ObjectMapper().readTree(input);
            metadata.get("properties")
                    .forEach(property -> PROPERTIES.put(property.get("name").textValue(), property));
            metadata.get("hints").forEach(hint -> HINTS.put(hint.get("name").textValue(), hint.get("values")));
        }
    }

    static Stream<String> names() {
        return PROPERTIES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aPropertyHasATypeAndIsDescribedByASentence(String name) {
        JsonNode property = property(name);
        assertThat(property.path("type").asText()).isNotEmpty();
        assertThat(property.path("description").asText()).matches("(?s)[A-Z].*\\.");
    }

    @Test
    void aTimeIsADuration() {
        assertThat(PROPERTIES.keySet())
                .filteredOn(name -> name.matches(".*[.-](timeout|delay|wait|interval|jitter|time)"))
                .isNotEmpty()
                .allSatisfy(
                        name -> assertThat(property(name).path("type").asText()).isEqualTo("java.time.Duration"));
    }

    @Test
    void eachValueOfAnEnumerationOfOursIsExplained() {
        assertThat(PROPERTIES.keySet())
                .filteredOn(name -> enumeration(name) != null)
                .isNotEmpty()
                .allSatisfy(name -> {
                    JsonNode values = Objects.requireNonNull(HINTS.get(name), "hints of " + name);
                    assertThat(values.findValuesAsText("value"))
                            .containsExactlyElementsOf(Arrays.stream(Objects.requireNonNull(enumeration(name)))
                                    .map(constant -> ((Enum<?>) constant).name())
                                    .map(constant ->
                                            constant.toLowerCase(Locale.ROOT).replace('_', '-'))
                                    .toList());
                    assertThat(values.findValuesAsText("description"))
                            .hasSize(values.size())
                            .allMatch(description -> description.endsWith("."));
                });
    }

    private static Object @Nullable [] enumeration(String name) {
        String type = property(name).path("type").asText();
        return type.startsWith("io.github.natsmicro.")
                ? ClassUtils.resolveClassName(type, null).getEnumConstants()
                : null;
    }

    @Test
    void eachPropertyOfTheClassesIsKnown() {
        assertThat(PROPERTIES.keySet()).containsAll(properties().toList());
    }

    @Test
    void defaultsThatStandElsewhereAreWrittenDownRight() {
        assertThat(defaultValue("nats.client.retry.delay")).isEqualTo(RetryPolicySettings.DEFAULT_DELAY);
        assertThat(defaultValue("nats.connection-timeout")).isEqualTo(Options.DEFAULT_CONNECTION_TIMEOUT);
        assertThat(property("nats.client.retry.max-retries")
                        .path("defaultValue")
                        .asLong())
                .isEqualTo(RetryPolicySettings.DEFAULT_MAX_RETRIES);
        assertThat(property("nats.client.retry.multiplier").path("defaultValue").asDouble())
                .isEqualTo(RetryPolicySettings.DEFAULT_MULTIPLIER);
    }

    private static JsonNode property(String name) {
        return Objects.requireNonNull(PROPERTIES.get(name), name);
    }

    private static Duration defaultValue(String name) {
        return DurationStyle.detectAndParse(property(name).path("defaultValue").asText());
    }

    static Stream<String> properties() {
        return Stream.of(
                        properties("nats.", NatsProperties.class),
                        properties("nats.ssl.", NatsProperties.Ssl.class),
                        properties("nats.reconnect.", NatsProperties.Reconnect.class),
                        properties("nats.ping.", NatsProperties.Ping.class),
                        properties("nats.micro.", NatsMicroProperties.class),
                        properties("nats.micro.executor.", NatsMicroProperties.Executor.class),
                        properties("nats.micro.shutdown.", NatsMicroProperties.Shutdown.class),
                        properties("nats.client.", NatsClientProperties.class),
                        properties("nats.client.retry.", NatsClientProperties.Retry.class))
                .flatMap(Function.identity());
    }

    private static Stream<String> properties(String prefix, Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().startsWith("set"))
                .map(method -> method.getName().substring("set".length()))
                .map(name -> name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT))
                .map(prefix::concat);
    }

    @Test
    void thereAreTheKnownProperties() {
        assertThat(PROPERTIES)
                .containsKeys(
                        "nats.servers",
                        "nats.connection-name",
                        "nats.username",
                        "nats.password",
                        "nats.token",
                        "nats.nkey",
                        "nats.credentials",
                        "nats.credentials-content",
                        "nats.ssl.enabled",
                        "nats.ssl.bundle",
                        "nats.connection-timeout",
                        "nats.startup",
                        "nats.drain-timeout",
                        "nats.request-cleanup-interval",
                        "nats.inbox-prefix",
                        "nats.no-echo",
                        "nats.no-randomize",
                        "nats.ignore-discovered-servers",
                        "nats.executor",
                        "nats.ssl.tls-first",
                        "nats.reconnect.max-attempts",
                        "nats.reconnect.wait",
                        "nats.reconnect.jitter",
                        "nats.reconnect.jitter-tls",
                        "nats.reconnect.buffer-size",
                        "nats.ping.interval",
                        "nats.ping.max-outstanding",
                        "nats.micro.enabled",
                        "nats.micro.name",
                        "nats.micro.version",
                        "nats.micro.description",
                        "nats.micro.metadata",
                        "nats.micro.queue-group",
                        "nats.micro.api-prefix",
                        "nats.micro.drain-timeout",
                        "nats.micro.connection",
                        "nats.micro.executor.max-threads",
                        "nats.micro.executor.keep-alive",
                        "nats.micro.executor.thread-name-prefix",
                        "nats.micro.shutdown.delay",
                        "nats.micro.json-mapper",
                        "nats.client.enabled",
                        "nats.client.timeout",
                        "nats.client.retry.enabled",
                        "nats.client.retry.max-retries",
                        "nats.client.retry.delay",
                        "nats.client.retry.jitter",
                        "nats.client.retry.multiplier",
                        "nats.client.retry.max-delay",
                        "nats.client.observations.enabled",
                        "nats.client.observations.max-endpoints",
                        "nats.metrics.enabled",
                        "nats.micro.observations.enabled",
                        "nats.micro.logging-context.enabled",
                        "management.endpoint.natsmicro.access");
    }

    @Test
    void noPropertyIsOneThatKubernetesPutsIntoTheEnvironment() {
        assertThat(PROPERTIES.keySet())
                .doesNotContain("nats.port", "nats.host")
                .noneMatch(name -> name.startsWith("nats.service."));
    }

    @Test
    void theEndpointIsReadOnlyByDefault() {
        JsonNode access = Objects.requireNonNull(PROPERTIES.get("management.endpoint.natsmicro.access"));
        assertThat(access.path("defaultValue").asText()).matches("read[-_]only");
    }
}
