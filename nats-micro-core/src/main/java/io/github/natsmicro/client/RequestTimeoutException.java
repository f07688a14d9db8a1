// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import java.time.Duration;

/** Thrown when there was no reply in time. */
public class RequestTimeoutException extends RequestException {

    private static final long serialVersionUID = 1L;

    RequestTimeoutException(String subject, Duration timeout) {
        super("There was no reply from \"%s\" within %d ms.".formatted(subject, timeout.toMillis()), null);
    }
}
