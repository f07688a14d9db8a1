// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

/**
 * How an exchange ended.
 *
 * @param kind which of the four endings it was
 * @param error {@code code:description} for an error or a rejection, else empty
 */
record Outcome(Kind kind, String error) {

    enum Kind {
        REPLIED,
        ERROR,
        REJECTED,
        UNANSWERED
    }

    static final Outcome REPLIED = new Outcome(Kind.REPLIED, "");
    static final Outcome UNANSWERED = new Outcome(Kind.UNANSWERED, "");

    static Outcome error(String error) {
        return new Outcome(Kind.ERROR, error);
    }

    static Outcome rejected(String error) {
        return new Outcome(Kind.REJECTED, error);
    }

    boolean isError() {
        return kind == Kind.ERROR || kind == Kind.REJECTED;
    }
}
