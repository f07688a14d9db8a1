// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request, and the way to answer it. It can be answered once; a second answer is refused with a {@link ReplyException}.
 * It can be answered from any thread, until its handler has finished.
 */
public interface Request {

    /**
     * The subject that the request was sent to; for an endpoint with wildcards it is the concrete one.
     *
     * @return the subject
     */
    String subject();

    /**
     * The bytes of the request. The array is not copied.
     *
     * @return the bytes, empty if there are none
     */
    byte[] data();

    /**
     * The bytes of the request as UTF-8 text.
     *
     * @return the text, empty if there is none
     */
    default String text() {
        return new String(data(), StandardCharsets.UTF_8);
    }

    /**
     * The headers of the request.
     *
     * @return the headers, read-only; empty if there are none
     */
    Headers headers();

    /**
     * A header of the request.
     *
     * @param name the header's name, in its case
     * @return the last of its values, or {@code null} if there is none
     */
    default @Nullable String header(String name) {
        return headers().getLast(name);
    }

    /**
     * Whether the caller waits for an answer. A message that was only published has no subject to reply to.
     *
     * @return whether there is somebody to answer
     */
    boolean expectsReply();

    /**
     * Whether the request has been answered, or is over without an answer.
     *
     * @return whether an answer would be refused
     */
    boolean answered();

    /**
     * Answers with bytes.
     *
     * @param data the bytes
     * @throws ReplyException if nobody expects a reply, there has been one, or it could not be sent
     */
    default void respond(byte[] data) {
        respond(data, null);
    }

    /**
     * Answers with text in UTF-8.
     *
     * @param text the text
     * @throws ReplyException if nobody expects a reply, there has been one, or it could not be sent
     */
    default void respond(String text) {
        respond(text.getBytes(StandardCharsets.UTF_8), null);
    }

    /**
     * Answers with bytes and headers.
     *
     * @param data the bytes
     * @param headers the headers, or {@code null} for none
     * @throws ReplyException if nobody expects a reply, there has been one, or it could not be sent
     */
    void respond(byte[] data, @Nullable Headers headers);

    /**
     * Answers with an error (ADR-32, "Error Handling") that has no body.
     *
     * @param code the code, as the service defines its codes; HTTP's are customary
     * @param description what went wrong, in one line
     * @throws IllegalArgumentException if the description is blank
     * @throws ReplyException if nobody expects a reply, there has been one, or it could not be sent
     */
    default void respondError(int code, String description) {
        respondError(new ServiceException(code, description));
    }

    /**
     * Answers with an error (ADR-32, "Error Handling") that has a body.
     *
     * @param code the code, as the service defines its codes; HTTP's are customary
     * @param description what went wrong, in one line
     * @param body what else there is to say, in a form that the caller understands
     * @throws IllegalArgumentException if the description is blank
     * @throws ReplyException if nobody expects a reply, there has been one, or it could not be sent
     */
    default void respondError(int code, String description, byte[] body) {
        respondError(new ServiceException(code, description).body(body));
    }

    /**
     * Answers with an error, as throwing it from the handler would.
     *
     * @param error the error with its code, description, body and headers
     * @throws ReplyException if nobody expects a reply, there has been one, or it could not be sent
     */
    void respondError(ServiceException error);
}
