// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

/** Thrown when nobody listens on the subject of a request. */
public class NoRespondersException extends RequestException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param subject the subject of the request
     */
    public NoRespondersException(String subject) {
        super("Nobody listens on \"%s\".".formatted(subject), null);
    }
}
