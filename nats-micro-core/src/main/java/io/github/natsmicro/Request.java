// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.codec.PayloadCodecException;
import io.github.natsmicro.codec.UnsupportedTypeException;
import io.nats.client.impl.Headers;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A request, and the way to answer it. It can be answered once; a second answer is refused with a {@link ReplyException}.
 * It can be answered from any thread, until its handler has finished.
 */
public interface Request {

    /**
     * The endpoint that got the request.
     *
     * @return the endpoint
     */
    Endpoint endpoint();

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
     * The codec of the service, which {@link #json} and {@link #respondJson} use.
     *
     * @return the codec
     */
    PayloadCodec codec();

    /**
     * The payload as an object.
     *
     * @param <T> the type
     * @param type the type to read
     * @return the object; {@code null} if that is what the payload says
     * @throws ServiceException with the code 400 if the payload is no such object; its cause says why
     */
    @SuppressWarnings("unchecked") // the codec reads what it was asked for
    default <T> @Nullable T json(Class<T> type) {
        return (T) json((Type) type);
    }

    /**
     * The payload as an object of a generic type.
     *
     * @param type the type to read
     * @return the object; {@code null} if that is what the payload says
     * @throws ServiceException with the code 400 if the payload is no such object; its cause says why
     * @throws UnsupportedTypeException if no payload is ever read as such an object
     */
    default @Nullable Object json(Type type) {
        try {
            return codec().decode(data(), type);
        } catch (UnsupportedTypeException ex) {
            // No mistake of the caller.
            throw ex;
        } catch (PayloadCodecException ex) {
            throw new ServiceException(400, "The payload could not be read", ex);
        }
    }

    /**
     * The subject that the caller listens on for the answer. What is published there by other means than this request is
     * not counted as its answer.
     *
     * @return the subject, or {@code null} if nobody waits for an answer
     */
    @Nullable
    String replyTo();

    /**
     * Whether the caller waits for an answer. A message that was only published has no subject to reply to.
     *
     * @return whether there is somebody to answer
     */
    boolean expectsReply();

    /**
     * Whether the request has been answered, or is over without an answer.
     *
     * @return whether an answer comes too late
     */
    boolean answered();

    /**
     * How long the caller or the endpoint gives this request, whichever gives less: what is left of the endpoint's timeout
     * and of the caller's {@code Request-Timeout}. After it the request is answered {@code 504}.
     *
     * @return the time, zero if it is over; empty if there is no limit
     */
    Optional<Duration> remainingTime();

    /**
     * What interceptors, the handler and listeners want to remember of this request, each under a key of its own. It ends
     * with the request.
     *
     * @return a map for several threads at once, empty at first
     */
    Map<Object, Object> attributes();

    /**
     * Calls back when the request is over, for whatever reason: its handler has ended, its time was up, the service stopped.
     * An asynchronous handler learns by it that it can give up.
     *
     * @param action what to do, on whatever thread it ends; it must not block. It is done at once if the request is over
     */
    void onClose(Runnable action);

    /**
     * The threads that call the endpoint's handler, for one that goes on later and may block then. A non-blocking endpoint
     * has none of its own: there a task is done at once, on the thread that hands it over.
     *
     * @return does tasks; it rejects them when the service has no threads any more
     */
    Executor executor();

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
     * Answers with an object, written by the codec of the service.
     *
     * @param value the object, or {@code null}
     * @throws io.github.natsmicro.codec.PayloadCodecException if it can not be written; nothing has been sent then
     * @throws ReplyException if nobody expects a reply, there has been one, or it could not be sent
     */
    default void respondJson(@Nullable Object value) {
        respond(codec().encode(value), null);
    }

    /**
     * Begins to answer with many messages.
     *
     * @return the stream, which ends at the latest with the handler
     * @throws ReplyException if nobody expects a reply, or there has been one
     */
    ReplyStream openStream();

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
        respondError(new ServiceException(code, description).withBody(body));
    }

    /**
     * Answers with an error, as throwing it from the handler would.
     *
     * @param error the error with its code, description, body and headers
     * @throws ReplyException if nobody expects a reply, there has been one, or it could not be sent
     */
    void respondError(ServiceException error);
}
