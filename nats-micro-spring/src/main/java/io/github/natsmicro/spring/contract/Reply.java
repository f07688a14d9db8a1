// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import io.github.natsmicro.wire.ErrorHeaders;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A reply with more than its body: headers, or a code and a description that make it an error. An endpoint method may
 * return one, and a declared client's method too. Each method that adds something returns a new reply.
 *
 * @param <T> the type of the body
 */
public final class Reply<T> {

    private final @Nullable T body;
    private final Headers headers;
    private final int code;
    private final String description;

    private Reply(@Nullable T body, Headers headers, int code, String description) {
        this.body = body;
        this.headers = new Headers(headers, true);
        this.code = code;
        this.description = description;
    }

    /**
     * A good reply.
     *
     * @param <T> the type of the body
     * @param body the body, or {@code null} for an empty one
     * @return the reply
     */
    public static <T> Reply<T> of(@Nullable T body) {
        return new Reply<>(body, new Headers(), 0, "");
    }

    /**
     * An error (ADR-32, "Error Handling").
     *
     * @param <T> the type of the body
     * @param code the code, as the service defines its codes; HTTP's are customary
     * @param description what went wrong, in one line
     * @return the reply, without body
     * @throws IllegalArgumentException if the description is blank
     */
    public static <T> Reply<T> error(int code, String description) {
        if (description.isBlank()) {
            throw new IllegalArgumentException("The error " + code + " has no description. Say what went wrong.");
        }
        return new Reply<>(null, new Headers(), code, description);
    }

    /**
     * Puts another body into the reply.
     *
     * @param <B> the type of the body
     * @param other the body, or {@code null} for an empty one
     * @return a new reply
     */
    public <B> Reply<B> body(@Nullable B other) {
        return new Reply<>(other, headers, code, description);
    }

    /**
     * Adds a header.
     *
     * @param name the header's name
     * @param values its values
     * @return a new reply
     * @throws IllegalArgumentException if it is a header that only {@link #error} sets, or none that NATS can carry
     */
    public Reply<T> header(String name, String... values) {
        if (ErrorHeaders.includes(name)) {
            throw new IllegalArgumentException(
                    "The header \"%s\" would make the reply an error that is counted as none. Use Reply.error(code, description)."
                            .formatted(name));
        }
        Headers more = new Headers(headers);
        more.add(name, values);
        return new Reply<>(body, more, code, description);
    }

    /**
     * Adds the headers of another message, but for those that make it an error.
     *
     * @param others the headers
     * @return a new reply
     */
    public Reply<T> headers(Headers others) {
        Headers more = new Headers(headers);
        others.forEach((name, values) -> {
            if (!ErrorHeaders.includes(name)) {
                more.add(name, values);
            }
        });
        return new Reply<>(body, more, code, description);
    }

    /**
     * The body.
     *
     * @return the body, or {@code null} if it is empty
     */
    public @Nullable T body() {
        return body;
    }

    /**
     * The headers.
     *
     * @return the headers, read-only; empty if there are none
     */
    public Headers headers() {
        return headers;
    }

    /**
     * Whether the reply is an error.
     *
     * @return whether it has a code and a description
     */
    public boolean isError() {
        return !description.isEmpty();
    }

    /**
     * The code of an error.
     *
     * @return the code, 0 if it is none
     */
    public int code() {
        return code;
    }

    /**
     * The description of an error.
     *
     * @return one line, empty if it is none
     */
    public String description() {
        return description;
    }
}
