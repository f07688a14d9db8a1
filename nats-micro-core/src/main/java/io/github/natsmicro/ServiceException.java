// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The error that a handler wants its caller to see (ADR-32, "Error Handling"). Any text is safe as a description: what a
 * header cannot carry is replaced when it is sent.
 */
public class ServiceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;
    private final String description;
    private final byte[] body;
    // Headers are not serializable, and an exception that is serialized does not answer a request any more.
    private final transient @Nullable Headers headers;

    /**
     * Creates an error without body.
     *
     * @param code the code, as the service defines its codes; HTTP's are customary
     * @param description what went wrong, in one line
     * @throws IllegalArgumentException if the description is blank
     */
    public ServiceException(int code, String description) {
        this(code, description, new byte[0], null, null);
    }

    /**
     * Creates an error without body.
     *
     * @param code the code, as the service defines its codes; HTTP's are customary
     * @param description what went wrong, in one line
     * @param cause why; it is not sent
     * @throws IllegalArgumentException if the description is blank
     */
    public ServiceException(int code, String description, @Nullable Throwable cause) {
        this(code, description, new byte[0], null, cause);
    }

    private ServiceException(
            int code, String description, byte[] body, @Nullable Headers headers, @Nullable Throwable cause) {
        super(code + ":" + description, cause);
        if (description.isBlank()) {
            throw new IllegalArgumentException("The error " + code + " has no description. Say what went wrong.");
        }
        this.code = code;
        this.description = description;
        this.body = body;
        this.headers = headers;
    }

    /**
     * The same error with a body. What a subclass adds is not kept.
     *
     * @param body what else there is to say, in a form that the caller understands
     * @return a new error
     */
    public ServiceException withBody(byte[] body) {
        return new ServiceException(code, description, body.clone(), headers, getCause());
    }

    /**
     * The same error with further headers. What a subclass adds is not kept. The two headers that make it an error win over others of their name.
     *
     * @param headers the headers
     * @return a new error
     */
    public ServiceException withHeaders(Headers headers) {
        return new ServiceException(code, description, body, new Headers(headers, true), getCause());
    }

    /**
     * The code.
     *
     * @return the code
     */
    public int code() {
        return code;
    }

    /**
     * What went wrong.
     *
     * @return the description
     */
    public String description() {
        return description;
    }

    /**
     * The body.
     *
     * @return a copy of the bytes, empty if there is none
     */
    public byte[] body() {
        return body.clone();
    }

    /**
     * The further headers.
     *
     * @return the headers, read-only, or {@code null} if there are none
     */
    public @Nullable Headers headers() {
        return headers;
    }
}
