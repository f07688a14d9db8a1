// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import org.jspecify.annotations.Nullable;

/** Thrown when the connection could not do what was asked of it. */
public class TransportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why it could not be done. */
    public enum Reason {
        /** The connection is closed, for good. */
        CLOSED,
        /** The message is larger than the server takes. */
        TOO_LARGE,
        /** Anything else. */
        FAILED
    }

    private final Reason reason;

    /**
     * Creates an exception for the reason {@link Reason#FAILED}.
     *
     * @param message a sentence saying what could not be done
     * @param cause why, or {@code null}
     */
    public TransportException(String message, @Nullable Throwable cause) {
        this(Reason.FAILED, message, cause);
    }

    /**
     * Creates an exception.
     *
     * @param reason why
     * @param message a sentence saying what could not be done
     * @param cause what led to it, or {@code null}
     */
    public TransportException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * Why it could not be done.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * The message as the second half of another sentence.
     *
     * @return the message with a small first letter
     */
    public String clause() {
        String sentence = String.valueOf(getMessage());
        return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
