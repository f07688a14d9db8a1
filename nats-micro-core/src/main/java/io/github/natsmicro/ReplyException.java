// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import org.jspecify.annotations.Nullable;

/** Thrown to a handler whose reply was refused or could not be sent; {@link #reason()} says why. */
public class ReplyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why there is no reply. */
    public enum Reason {
        /** The request came without a subject to reply to. */
        NOT_EXPECTED,
        /** The request has been answered, by the handler or because its time was over. */
        ALREADY_ANSWERED,
        /** The connection is closed. */
        CLOSED,
        /** The reply is larger than the server takes. */
        TOO_LARGE,
        /** The connection did not take the reply. */
        NOT_SENT
    }

    private final Reason reason;

    ReplyException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * Why there is no reply.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
