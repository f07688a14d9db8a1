// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.client.ServiceErrorException;
import io.nats.client.Message;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;

/** Thrown when a service answered with an error. The body of the error can be read as an object. */
public class ErrorReplyException extends ServiceErrorException {

    private static final long serialVersionUID = 1L;

    private final String subject;
    // Who is told of the error far away has the bytes.
    private final transient @Nullable ReplyReader reader;

    ErrorReplyException(String subject, int code, String description, Message reply, ReplyReader reader) {
        super(subject, code, description, reply);
        this.subject = subject;
        this.reader = reader;
    }

    /**
     * The body of the error, read by the codec of its content type.
     *
     * @param <T> the type
     * @param type the type
     * @return the object; {@code null} if there is no body and the type is neither bytes nor text
     * @throws UnreadableReplyException if it is no such object
     */
    @SuppressWarnings("unchecked") // the codec reads what it is asked for
    public <T> @Nullable T body(Class<T> type) {
        return (T) read(type);
    }

    /**
     * The body of the error, read by the codec of its content type.
     *
     * @param <T> the type
     * @param type the type
     * @return the object; {@code null} if there is no body
     * @throws UnreadableReplyException if it is no such object
     */
    @SuppressWarnings("unchecked") // the codec reads what it is asked for
    public <T> @Nullable T body(ParameterizedTypeReference<T> type) {
        return (T) read(type.getType());
    }

    private @Nullable Object read(Type type) {
        if (reader == null) {
            throw new IllegalStateException(
                    "The body of the error was read elsewhere. Here only its bytes are left: use body().");
        }
        return reader.read(subject, RawReplies.of(reply()), type);
    }
}
