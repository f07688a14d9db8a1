// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import org.jspecify.annotations.Nullable;

/** Thrown when a request has no good reply; the subclasses say why. */
public class RequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message a sentence: what is wrong with which request
     * @param cause why, or {@code null}
     */
    public RequestException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static RequestException notSent(String subject, RuntimeException cause) {
        return new RequestException(
                "The request to \"%s\" could not be sent: %s.".formatted(subject, cause.getMessage()), cause);
    }

    static RequestException interrupted(String subject, InterruptedException cause) {
        return new RequestException("The wait for a reply from \"%s\" was interrupted.".formatted(subject), cause);
    }
}
