// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.spring.contract.HeaderTranslation;
import io.github.natsmicro.spring.contract.Reply;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/**
 * What a caller gets for one reply.
 *
 * @param <T> its type
 */
interface ReplyMapping<T> {

    /** Says, as in HTTP, that what was asked for is not there. */
    int NOT_FOUND = 404;

    /** What the caller gets for a good reply. */
    @Nullable
    T good(ReplyReader reader, String subject, Reply<byte[]> reply);

    /** What the caller gets for an error, or it is thrown. */
    default @Nullable T error(ErrorReplyException error) {
        throw error;
    }

    /** The body; {@code null} for an empty reply. */
    @SuppressWarnings("unchecked") // the codec reads what it is asked for
    static <T> ReplyMapping<T> body(Type type) {
        return (reader, subject, reply) -> (T) reader.read(subject, reply, type);
    }

    /** The body, which there must be. */
    static <T> ReplyMapping<T> required(Type type) {
        ReplyMapping<T> body = body(type);
        return (reader, subject, reply) -> {
            T read = body.good(reader, subject, reply);
            if (read == null) {
                throw new UnreadableReplyException(subject, reply, type, "It is empty.", null);
            }
            return read;
        };
    }

    /** Nothing but that there was a good reply. */
    static <T> ReplyMapping<T> nothing() {
        return (reader, subject, reply) -> null;
    }

    /** The whole reply. An error is one too, with a body if that can be had without knowing its type. */
    static <T> ReplyMapping<Reply<T>> reply(Type type) {
        ReplyMapping<T> body = body(type);
        return new ReplyMapping<>() {
            @Override
            public Reply<T> good(ReplyReader reader, String subject, Reply<byte[]> reply) {
                return reply.body(body.good(reader, subject, reply));
            }

            @Override
            @SuppressWarnings("unchecked") // the codec reads what it is asked for
            public Reply<T> error(ErrorReplyException error) {
                String description = error.description().isBlank() ? "Error " + error.code() : error.description();
                Object bytesOrText = ReplyReader.takesNothing(type) ? error.body((Class<?>) type) : null;
                return RawReplies.withHeaders(
                        Reply.<T>error(error.code(), description).body((T) bytesOrText),
                        error.reply().getHeaders());
            }
        };
    }

    /** The body, if there is one; none is there either where the service says 404. */
    static <T> ReplyMapping<Optional<T>> optional(Type type) {
        ReplyMapping<T> body = body(type);
        return new ReplyMapping<>() {
            @Override
            public Optional<T> good(ReplyReader reader, String subject, Reply<byte[]> reply) {
                return RawReplies.bytes(reply).length == 0
                        ? Optional.empty()
                        : Optional.ofNullable(body.good(reader, subject, reply));
            }

            @Override
            public Optional<T> error(ErrorReplyException error) {
                if (error.code() == NOT_FOUND) {
                    return Optional.empty();
                }
                throw error;
            }
        };
    }

    /** Body and headers as spring-messaging has them. */
    static <T> ReplyMapping<Message<T>> message(Type type) {
        ReplyMapping<T> body = required(type);
        return (reader, subject, reply) -> MessageBuilder.withPayload(
                        Objects.requireNonNull(body.good(reader, subject, reply)))
                .copyHeaders(HeaderTranslation.toSpring(reply.headers()))
                .build();
    }
}
