// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.wire;

import java.util.regex.Pattern;

/**
 * The grammar of service and endpoint names, versions, subjects, group names and queue groups. Every method returns the
 * value that it was given, or throws an {@link IllegalArgumentException} whose message is a full sentence.
 */
public final class Grammar {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

    // The pattern that semver.org recommends, applied to the whole string.
    private static final Pattern VERSION = Pattern.compile("(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)"
            + "(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
            + "(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?");

    private Grammar() {}

    /**
     * Requires the name of a service (ADR-32, "Service Configuration"): letters, digits, {@code -} and {@code _}.
     *
     * @param name the name
     * @return the name
     * @throws IllegalArgumentException if the name is empty or has any other character
     */
    public static String serviceName(String name) {
        return requireName("service name", name);
    }

    /**
     * Requires the name of an endpoint (ADR-32, "Endpoints"), which follows the rule of service names.
     *
     * @param name the name
     * @return the name
     * @throws IllegalArgumentException if the name is empty or has any other character
     */
    public static String endpointName(String name) {
        return requireName("endpoint name", name);
    }

    /**
     * Requires the id of a service instance: one token of a subject.
     *
     * @param id the id
     * @return the id
     * @throws IllegalArgumentException if the id is not one token without wildcards
     */
    public static String serviceId(String id) {
        if (!isToken(id) || id.contains(".") || id.equals("*") || id.equals(">")) {
            throw invalid("service id", id, "be one subject token without wildcards");
        }
        return id;
    }

    /**
     * Requires a version by the rules of Semantic Versioning 2.0.0 (ADR-32, "Service Configuration").
     *
     * @param version the version, for example {@code 1.2.0} or {@code 2.0.0-rc.1+build.5}
     * @return the version
     * @throws IllegalArgumentException if the whole string is not a semantic version
     */
    public static String version(String version) {
        if (!VERSION.matcher(version).matches()) {
            throw invalid("service version", version, "follow Semantic Versioning, for example 1.0.0");
        }
        return version;
    }

    /**
     * Requires a subject to subscribe to: tokens separated by dots, {@code *} standing for a token, {@code >} as the
     * last one standing for the rest.
     *
     * @param subject the subject
     * @return the subject
     * @throws IllegalArgumentException if the subject is not one that can be subscribed to
     */
    public static String subject(String subject) {
        String[] tokens = subject.split("\\.", -1);
        for (int i = 0; i < tokens.length; i++) {
            if (!isToken(tokens[i]) || (tokens[i].equals(">") && i < tokens.length - 1)) {
                throw invalid(
                        "subject",
                        subject,
                        "be tokens separated by dots, without white space or empty tokens, with '*' alone for a token and"
                                + " '>' alone at the end");
            }
        }
        return subject;
    }

    /**
     * Requires a subject to send to: tokens separated by dots, without wildcards.
     *
     * @param subject the subject
     * @return the subject
     * @throws IllegalArgumentException if the subject has white space, empty tokens or wildcards
     */
    public static String plainSubject(String subject) {
        return requirePlainSubject("subject", subject);
    }

    /**
     * Requires the name of a group, the prefix of subjects (ADR-32, "Groups"): empty, or a subject without {@code >}.
     *
     * @param name the name
     * @return the name
     * @throws IllegalArgumentException if the name can not be the beginning of a subject
     */
    public static String groupName(String name) {
        if (name.isEmpty()) {
            return name;
        }
        for (String token : name.split("\\.", -1)) {
            if (!isToken(token) || token.equals(">")) {
                throw invalid(
                        "group name",
                        name,
                        "be empty or tokens separated by dots, without white space, empty tokens or '>'");
            }
        }
        return name;
    }

    /**
     * Requires the name of a queue group: a subject without wildcards, as servers and clients of all languages take it.
     *
     * @param name the name
     * @return the name
     * @throws IllegalArgumentException if the name has white space, empty tokens or wildcards
     */
    public static String queueGroup(String name) {
        return requirePlainSubject("queue group", name);
    }

    /**
     * Requires the prefix of the control subjects, {@code $SRV} by default: a subject without wildcards.
     *
     * @param prefix the prefix
     * @return the prefix
     * @throws IllegalArgumentException if the prefix has white space, empty tokens or wildcards
     */
    public static String apiPrefix(String prefix) {
        return requirePlainSubject("API prefix", prefix);
    }

    private static String requirePlainSubject(String what, String subject) {
        for (String token : subject.split("\\.", -1)) {
            if (!isToken(token) || token.equals("*") || token.equals(">")) {
                throw invalid(what, subject, "be tokens separated by dots, without white space or wildcards");
            }
        }
        return subject;
    }

    private static String requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw invalid(what, name, "be made of letters (A-Z, a-z), digits, '-' and '_'");
        }
        return name;
    }

    private static boolean isToken(String token) {
        if (token.isEmpty()) {
            return false;
        }
        boolean wildcard = false;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c <= ' ' || c == 0x7f || Character.isWhitespace(c) || Character.isISOControl(c)) {
                return false;
            }
            wildcard |= c == '*' || c == '>';
        }
        return !wildcard || token.length() == 1;
    }

    private static IllegalArgumentException invalid(String what, String value, String rule) {
        return new IllegalArgumentException("The %s \"%s\" must %s.".formatted(what, printable(value), rule));
    }

    private static String printable(String value) {
        StringBuilder text = new StringBuilder(value.length());
        value.chars().forEach(c -> {
            if (Character.isISOControl(c)) {
                text.append("\\u%04x".formatted(c));
            } else {
                text.append((char) c);
            }
        });
        return text.toString();
    }
}
