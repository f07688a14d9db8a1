// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import io.github.natsmicro.EndpointOptions;
import io.github.natsmicro.wire.Grammar;
import org.jspecify.annotations.Nullable;

/**
 * What annotations or code say of an endpoint, resolved and checked.
 *
 * @param name the endpoint's name
 * @param subject its subject below that of its groups, with variables as in {@code get.{id}}
 * @param group the prefix of its groups, empty for none
 * @param options what the engine is to know of it; the subject is not set there
 * @param streaming whether it answers with any number of messages and an empty one at the end
 * @param codec the name of a codec bean, or the content type of a codec, that reads and writes payloads where the caller
 *     says nothing else; {@code null} for the default
 * @param produces the content type that each reply declares, {@code null} for none
 */
public record EndpointDefinition(
        String name,
        String subject,
        String group,
        EndpointOptions options,
        boolean streaming,
        @Nullable String codec,
        @Nullable String produces) {

    /**
     * Checks the name and the subject.
     *
     * @throws IllegalArgumentException if one of them is not valid
     */
    public EndpointDefinition {
        Grammar.endpointName(name);
        SubjectTemplate template = template(group, subject);
        Grammar.subject(template.pattern());
        if (options.instanceOnly() && template.pattern().endsWith(">")) {
            throw new IllegalArgumentException(
                    "The subject \"%s\" of an endpoint for one instance must not end with the rest of a subject, behind which the id of the instance could not follow."
                            .formatted(template));
        }
    }

    /**
     * The whole subject with its variables.
     *
     * @return the subject
     */
    public SubjectTemplate template() {
        return template(group, subject);
    }

    private static SubjectTemplate template(String group, String subject) {
        return SubjectTemplate.parse(group.isEmpty() ? subject : group + "." + subject);
    }
}
