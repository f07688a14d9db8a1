// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A subject with named variables: {@code {name}} stands for a token, {@code {*name}} at the end for the rest.
 *
 * @param pattern the subject to subscribe to, with wildcards for the variables
 * @param variables the names of the variables by the position of their token
 */
public record SubjectTemplate(String pattern, Map<Integer, String> variables) {

    /**
     * Reads a subject.
     *
     * @param template the subject with its variables
     * @return the template
     * @throws IllegalArgumentException if a variable is not a token of its own, has no name or that of another, or one for
     *     the rest is not at the end
     */
    public static SubjectTemplate parse(String template) {
        List<String> tokens = new ArrayList<>();
        Map<Integer, String> variables = new LinkedHashMap<>();
        for (String token : template.split("\\.", -1)) {
            if (tokens.size() > 0
                    && variables.containsKey(tokens.size() - 1)
                    && tokens.get(tokens.size() - 1).equals(">")) {
                throw new IllegalArgumentException(
                        "The subject \"%s\" must have its variable for the rest as the last token."
                                .formatted(template));
            }
            if (token.startsWith("{") && token.endsWith("}") && token.length() > 2) {
                boolean rest = token.startsWith("{*");
                String name = token.substring(rest ? 2 : 1, token.length() - 1);
                if (name.isEmpty() || variables.containsValue(name)) {
                    throw new IllegalArgumentException(
                            "The subject \"%s\" must give each of its variables a name of its own."
                                    .formatted(template));
                }
                variables.put(tokens.size(), name);
                tokens.add(rest ? ">" : "*");
            } else if (token.indexOf('{') >= 0 || token.indexOf('}') >= 0) {
                throw new IllegalArgumentException(
                        "The subject \"%s\" must have variables that stand for whole tokens, as in get.{id}."
                                .formatted(template));
            } else {
                tokens.add(token);
            }
        }
        return new SubjectTemplate(String.join(".", tokens), Map.copyOf(variables));
    }

    /**
     * Reads the variables.
     *
     * @param subject a concrete subject that matches the pattern, or begins with what does
     * @return the values by the names of the variables
     */
    public Map<String, String> match(String subject) {
        if (variables.isEmpty()) {
            return Map.of();
        }
        String[] pattern = this.pattern.split("\\.", -1);
        boolean open = pattern[pattern.length - 1].equals(">");
        String[] tokens = subject.split("\\.", open ? pattern.length : -1);
        Map<String, String> values = new LinkedHashMap<>();
        variables.forEach((position, name) -> values.put(name, tokens[position]));
        return values;
    }

    /**
     * Whether there are subjects that match both.
     *
     * @param other another template
     * @return whether they overlap
     */
    public boolean overlaps(SubjectTemplate other) {
        String[] own = pattern.split("\\.", -1);
        String[] others = other.pattern.split("\\.", -1);
        for (int i = 0; i < Math.min(own.length, others.length); i++) {
            if (own[i].equals(">") || others[i].equals(">")) {
                return true;
            }
            if (!own[i].equals(others[i]) && !own[i].equals("*") && !others[i].equals("*")) {
                return false;
            }
        }
        return own.length == others.length;
    }

    /**
     * The subject as it was written.
     *
     * @return the subject with its variables
     */
    @Override
    public String toString() {
        String[] tokens = pattern.split("\\.", -1);
        variables.forEach(
                (position, name) -> tokens[position] = (tokens[position].equals(">") ? "{*" : "{") + name + "}");
        return String.join(".", tokens);
    }
}
