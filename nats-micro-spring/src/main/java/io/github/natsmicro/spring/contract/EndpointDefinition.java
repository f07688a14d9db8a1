// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import io.github.natsmicro.EndpointOptions;
import io.github.natsmicro.wire.Grammar;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeTypeUtils;

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
 * @param whenEmpty the error to answer with where there is no value to reply, {@code null} for an empty reply
 */
public record EndpointDefinition(
        String name,
        String subject,
        String group,
        EndpointOptions options,
        boolean streaming,
        @Nullable String codec,
        @Nullable String produces,
        @Nullable Reply<?> whenEmpty) {

    /**
     * Checks the name, the subject and the content type.
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
        if (produces != null && !isContentType(produces)) {
            throw new IllegalArgumentException(
                    "The content type \"%s\" that the replies are to declare must be one without wildcards, as in application/json."
                            .formatted(produces));
        }
    }

    private static boolean isContentType(String text) {
        try {
            return MimeTypeUtils.parseMimeType(text).isConcrete();
        } catch (InvalidMimeTypeException ex) {
            return false;
        }
    }

    /**
     * The same with other options.
     *
     * @param change changes the options; a subject that it sets is not looked at
     * @return a new definition
     * @throws IllegalArgumentException if the options do not go with the subject
     */
    public EndpointDefinition withOptions(UnaryOperator<EndpointOptions> change) {
        return new EndpointDefinition(
                name, subject, group, change.apply(options), streaming, codec, produces, whenEmpty);
    }

    /**
     * The same with another name. The subject stays.
     *
     * @param other the endpoint's name
     * @return a new definition
     * @throws IllegalArgumentException if the name is not valid
     */
    public EndpointDefinition withName(String other) {
        return new EndpointDefinition(other, subject, group, options, streaming, codec, produces, whenEmpty);
    }

    /**
     * The same with another subject below that of its groups.
     *
     * @param other the subject, with variables as in {@code get.{id}}
     * @return a new definition
     * @throws IllegalArgumentException if the subject is not valid
     */
    public EndpointDefinition withSubject(String other) {
        return new EndpointDefinition(name, other, group, options, streaming, codec, produces, whenEmpty);
    }

    /**
     * The same in another group.
     *
     * @param other the prefix of its groups, empty for none
     * @return a new definition
     * @throws IllegalArgumentException if the prefix is not valid
     */
    public EndpointDefinition withGroup(String other) {
        return new EndpointDefinition(name, subject, other, options, streaming, codec, produces, whenEmpty);
    }

    /**
     * The same with another codec.
     *
     * @param other the name of a codec bean, or the content type of a codec; {@code null} for the default
     * @return a new definition
     */
    public EndpointDefinition withCodec(@Nullable String other) {
        return new EndpointDefinition(name, subject, group, options, streaming, other, produces, whenEmpty);
    }

    /**
     * The same with another content type that each reply declares.
     *
     * @param other the content type, {@code null} for none
     * @return a new definition
     * @throws IllegalArgumentException if it is no content type, or has wildcards
     */
    public EndpointDefinition withProduces(@Nullable String other) {
        return new EndpointDefinition(name, subject, group, options, streaming, codec, other, whenEmpty);
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

    /**
     * The same with another answer where there is no value to reply.
     *
     * @param other the error, {@code null} for an empty reply
     * @return a new definition
     */
    public EndpointDefinition withWhenEmpty(@Nullable Reply<?> other) {
        return new EndpointDefinition(name, subject, group, options, streaming, codec, produces, other);
    }
}
