// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.spring.contract.SubjectTemplate;
import io.github.natsmicro.wire.Grammar;
import java.util.Map;
import java.util.regex.Pattern;

/** Fills the variables of a subject. What would make another subject of it is refused. */
final class SubjectVariables {

    private static final int MAX_SHOWN = 64;
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private SubjectVariables() {}

    static String fill(SubjectTemplate template, Map<String, String> values) {
        String[] tokens = template.pattern().split("\\.", -1);
        template.variables().forEach((position, name) -> {
            String value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException(
                        "The variable {%s} of the subject \"%s\" has no value.".formatted(name, template));
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
                            .formatted(printable(value), what));
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
            // Its message has the whole value.
            throw new IllegalArgumentException(
                    "The value \"%s\" of the %s must be %s, without white space or wildcards."
                            .formatted(printable(value), what, must));
        }
    }

    /** On one line, and no longer than it takes to recognise it. */
    private static String printable(String value) {
        String start = value.length() > MAX_SHOWN ? value.substring(0, MAX_SHOWN) + "..." : value;
        return INVISIBLE.matcher(start).replaceAll("?");
    }
}
