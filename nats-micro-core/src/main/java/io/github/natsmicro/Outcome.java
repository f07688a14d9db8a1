// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

/**
 * How a request ended.
 *
 * @param kind which of the four endings it was
 * @param code the code of an error or a rejection, else 0
 * @param description the description of an error or a rejection as the caller got it, else empty
 */
public record Outcome(Kind kind, int code, String description) {

    /** The endings. */
    public enum Kind {
        /** It was answered. */
        REPLIED,
        /** It was answered with an error, its handler failed, or its reply could not be sent. */
        ERROR,
        /** It was refused, and its handler not called or not waited for any longer. */
        REJECTED,
        /** Nobody answered it, which is no error: its handler may have had nothing to say. */
        UNANSWERED
    }

    static final Outcome REPLIED = new Outcome(Kind.REPLIED, 0, "");
    static final Outcome UNANSWERED = new Outcome(Kind.UNANSWERED, 0, "");

    /**
     * Whether it counts as an error in the statistics.
     *
     * @return whether it was an error or a rejection
     */
    public boolean isError() {
        return kind == Kind.ERROR || kind == Kind.REJECTED;
    }

    /** As {@code last_error} shows it. */
    String text() {
        return code + ":" + description;
    }
}
