// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.spring.contract.SubjectTemplate;
import io.github.natsmicro.wire.Grammar;
import java.util.Map;

/** Fills the variables of a subject. What would make another subject of it is refused. */
final class SubjectVariables {

    private SubjectVariables() {}

    static String fill(SubjectTemplate template, Map<String, String> values) {
        String[] tokens = template.pattern().split("\\.", -1);
        template.variables().forEach((position, name) -> {
            String value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException(
                        "The variable {%s} of the subject \"%s\" has no value.".formatted(name, describe(template)));
            }
            tokens[position] =
                    tokens[position].equals(">") ? rest(name, value) : token("variable {" + name + "}", value);
        });
        return Grammar.plainSubject(String.join(".", tokens));
    }

    /** One token, as a value for it that came from outside must be. */
    static String token(String what, String value) {
        if (value.indexOf('.') >= 0) {
            throw new IllegalArgumentException(
                    "The value \"%s\" of the %s has a dot in it, and must be one token of a subject."
                            .formatted(value, what));
        }
        return checked(what, value, "one token of a subject");
    }

    private static String rest(String name, String value) {
        return checked("variable {*" + name + "}", value, "tokens of a subject separated by dots");
    }

    private static String checked(String what, String value, String must) {
        try {
            return Grammar.plainSubject(value);
        } catch (IllegalArgumentException ex) {
            throw new IllegalArgumentException(
                    "The value \"%s\" of the %s must be %s, without white space or wildcards."
                            .formatted(printable(value), what, must),
                    ex);
        }
    }

    private static String printable(String value) {
        return value.replaceAll("\\p{Cntrl}", "?");
    }

    /** The subject with the names of its variables. */
    static String describe(SubjectTemplate template) {
        String[] tokens = template.pattern().split("\\.", -1);
        template.variables()
                .forEach((position, name) ->
                        tokens[position] = tokens[position].equals(">") ? "{*" + name + "}" : "{" + name + "}");
        return String.join(".", tokens);
    }
}
