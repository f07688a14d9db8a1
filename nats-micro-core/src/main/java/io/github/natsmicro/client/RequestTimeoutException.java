// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import java.time.Duration;

/** Thrown when there was no reply in time. */
public class RequestTimeoutException extends RequestException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param subject the subject of the request
     * @param timeout how long the reply was waited for
     */
    public RequestTimeoutException(String subject, Duration timeout) {
        this("There was no reply from \"%s\" within %d ms.".formatted(subject, timeout.toMillis()));
    }

    private RequestTimeoutException(String message) {
        super(message, null);
    }

    /** An endpoint that streams nothing answers once, with what seems to be an element. */
    static RequestTimeoutException within(String subject, Duration timeout, long received) {
        return new RequestTimeoutException("The stream from \"%s\" neither went on nor ended within %d ms after %s."
                .formatted(
                        subject,
                        timeout.toMillis(),
                        received == 1
                                ? "its first element. Is the endpoint one that streams? Others never end a stream"
                                : "%d elements".formatted(received)));
    }

    static RequestTimeoutException ofStream(String subject, Duration timeout) {
        return new RequestTimeoutException(
                "The stream from \"%s\" had not ended within %d ms.".formatted(subject, timeout.toMillis()));
    }
}
