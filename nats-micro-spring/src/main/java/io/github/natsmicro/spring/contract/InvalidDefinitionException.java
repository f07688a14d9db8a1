// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import org.jspecify.annotations.Nullable;

/** Thrown when a service or an endpoint is defined in a way that can not work. It stops the start of the application. */
public class InvalidDefinitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String description;
    private final String action;

    /**
     * Creates an exception.
     *
     * @param description a sentence: what is wrong, and where
     * @param action a sentence: what to do
     * @param cause why, or {@code null}
     */
    public InvalidDefinitionException(String description, String action, @Nullable Throwable cause) {
        super(description + " " + action, cause);
        this.description = description;
        this.action = action;
    }

    /**
     * Says of a value that the engine refused where it was found.
     *
     * @param where the place, as it is read after "The"
     * @param refusal the engine's sentence
     * @param action a sentence: what to do
     * @return the exception
     */
    public static InvalidDefinitionException at(String where, IllegalArgumentException refusal, String action) {
        String sentence = String.valueOf(refusal.getMessage());
        String clause = sentence.startsWith("The ") ? "the " + sentence.substring(4) : sentence;
        return new InvalidDefinitionException("The %s can not be used: %s".formatted(where, clause), action, refusal);
    }

    /**
     * What is wrong, and where.
     *
     * @return a sentence
     */
    public String description() {
        return description;
    }

    /**
     * What to do.
     *
     * @return a sentence
     */
    public String action() {
        return action;
    }
}
