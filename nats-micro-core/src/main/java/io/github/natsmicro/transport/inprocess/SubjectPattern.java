// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport.inprocess;

/** A subject with wildcards, as a subscription has it: {@code *} stands for one token, {@code >} at the end for the rest. */
final class SubjectPattern {

    private final String[] tokens;

    SubjectPattern(String subject) {
        this.tokens = split(subject);
    }

    private static String[] split(String subject) {
        return subject.split("\\.", -1);
    }

    boolean matches(String subject) {
        String[] others = split(subject);
        for (int i = 0; i < tokens.length; i++) {
            if (i == others.length) {
                return false;
            }
            if (tokens[i].equals(">")) {
                return true;
            }
            if (!tokens[i].equals("*") && !tokens[i].equals(others[i])) {
                return false;
            }
        }
        return tokens.length == others.length;
    }
}
