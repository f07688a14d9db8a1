// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport.inprocess;

/** Thrown when a request to an in-process transport has no reply. */
public final class InProcessRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why there is no reply. */
    public enum Reason {
        /** Nobody listens on the subject. */
        NO_RESPONDERS,
        /** Somebody listens, but did not reply in time. */
        TIMED_OUT
    }

    private final Reason reason;

    InProcessRequestException(Reason reason, String message) {
        super(message);
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
