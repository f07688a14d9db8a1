// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** The page of {@code docs/} with all properties, as the metadata for editors knows them. */
final class PropertiesPage {

    /** By the last part of the package whose class has the properties, in the order of the page. */
    private static final Map<String, String> TITLES = new TreeMap<>(Map.of(
            "client", "Clients",
            "connection", "Connection",
            "endpoint", "Actuator endpoint",
            "health", "Health",
            "observation", "Observation",
            "service", "Services"));

    private PropertiesPage() {}

    static String of(JsonNode metadata) {
        Map<String, Map<String, String>> sections = new TreeMap<>();
        for (JsonNode property : metadata.get("properties")) {
            sections.computeIfAbsent(title(property), title -> new TreeMap<>())
                    .put(property.get("name").asText(), row(property));
        }
        return """
                # Properties

                All properties that Spring Boot reads for NATS. `bin/properties` writes this page from the descriptions in the code.
                """
                + sections.entrySet().stream()
                        .map(section -> """

                                ## %s

                                | property | values | default | what it says |
                                | --- | --- | --- | --- |
                                %s
                                """.formatted(
                                        section.getKey(),
                                        String.join("\n", section.getValue().values())))
                        .collect(Collectors.joining());
    }

    private static String title(JsonNode property) {
        String source = property.path("sourceType").asText();
        String room = StringUtils.unqualify(ClassUtils.getPackageName(source));
        return TITLES.getOrDefault(room, StringUtils.capitalize(room));
    }

    private static String row(JsonNode property) {
        return "| `%s` | %s | %s | %s |"
                .formatted(
                        property.get("name").asText(),
                        values(property.get("type").asText()),
                        defaultValue(property.path("defaultValue")),
                        property.path("description")
                                .asText()
                                .replaceAll("\\s+", " ")
                                .replace("|", "\\|"));
    }

    /** The values of an enumeration, else the type without its packages. */
    private static String values(String type) {
        if (ClassUtils.isPresent(type, null)) {
            Object[] constants = ClassUtils.resolveClassName(type, null).getEnumConstants();
            if (constants != null) {
                return Arrays.stream(constants)
                        .map(constant -> "`" + relaxed(((Enum<?>) constant).name()) + "`")
                        .collect(Collectors.joining(", "));
            }
        }
        return "`" + type.replaceAll("[a-z0-9]+\\.", "") + "`";
    }

    private static String defaultValue(JsonNode value) {
        String text = value.isArray()
                ? StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(", "))
                : value.asText("");
        return text.isEmpty() ? "" : "`" + (Objects.equals(text, "read_only") ? relaxed(text) : text) + "`";
    }

    private static String relaxed(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
