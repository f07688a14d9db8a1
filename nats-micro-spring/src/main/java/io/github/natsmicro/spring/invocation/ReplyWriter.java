// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.ReplyStream;
import io.github.natsmicro.Request;
import io.github.natsmicro.ServiceException;
import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.codec.PayloadCodecException;
import io.github.natsmicro.spring.codec.EncodedPayload;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.spring.contract.Reply;
import io.nats.client.impl.Headers;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;

/** Writes what an endpoint answers: the body by the codec that the caller wants, its content type where it is wanted. */
final class ReplyWriter {

    private static final Logger logger = LoggerFactory.getLogger(ReplyWriter.class);

    static final String CONTENT_TYPE = "Content-Type";
    static final String ACCEPT = "Accept";

    private final PayloadCodecs codecs;
    private final PayloadCodec preferred;
    private final @Nullable String produces;
    private final @Nullable Reply<?> whenEmpty;

    /**
     * Creates a writer.
     *
     * @param codecs the codecs to choose from
     * @param preferred the codec where the caller says nothing
     * @param produces the content type to declare in any case, or {@code null}
     * @param whenEmpty what to answer where there is no value, or {@code null} for an empty reply
     */
    ReplyWriter(PayloadCodecs codecs, PayloadCodec preferred, @Nullable String produces, @Nullable Reply<?> whenEmpty) {
        this.codecs = codecs;
        this.preferred = preferred;
        this.produces = produces;
        this.whenEmpty = whenEmpty;
    }

    /** Answers a request with what its method returned, unless it has answered itself. */
    void reply(Request request, @Nullable Object result) {
        // Who only publishes does not wait for what the method returns, and a method that has replied is done.
        if (!request.expectsReply() || (result == null && request.answered())) {
            return;
        }
        Reply<?> reply = asReply(result);
        if (reply == null) {
            reply = whenEmpty == null ? Reply.of(null) : whenEmpty;
        }
        if (reply.isError()) {
            // It is an answer, and not one that exception handlers are to see.
            request.respondError(error(request, reply, null));
            return;
        }
        EncodedPayload payload = encode(request, reply.body());
        request.respond(payload.data(), headers(request, reply, payload));
    }

    /** Sends an element of a stream; one that is an error ends it. */
    void send(Request request, ReplyStream stream, @Nullable Object element) {
        Reply<?> reply = asReply(element);
        if (reply == null) {
            // An empty message would end the stream.
            reply = Reply.of(preferred.encode(null));
        }
        if (reply.isError()) {
            request.respondError(error(request, reply, null));
            return;
        }
        EncodedPayload payload = encode(request, reply.body());
        stream.send(payload.data(), headers(request, reply, payload));
    }

    /** An error as the engine sends it. */
    ServiceException error(Request request, Reply<?> reply, @Nullable Throwable cause) {
        EncodedPayload payload = encodeError(request, reply.body());
        Headers headers = headers(request, reply, payload);
        ServiceException error =
                new ServiceException(reply.code(), reply.description(), cause).withBody(payload.data());
        return headers == null ? error : error.withHeaders(headers);
    }

    /** An error is told in any case: in the form that the caller wants, else by the default codec, else without its body. */
    private EncodedPayload encodeError(Request request, @Nullable Object body) {
        PayloadCodec codec = body == null || preferred.supports(body.getClass()) ? preferred : codecs.defaultCodec();
        try {
            return codecs.encode(body, header(request, ACCEPT), header(request, CONTENT_TYPE), codec);
        } catch (PayloadCodecException notAsWanted) {
            try {
                return codecs.encode(body, null, null, codecs.defaultCodec());
            } catch (PayloadCodecException ex) {
                logger.warn(
                        "The body of an error on \"{}\" can not be written and is left out.", request.subject(), ex);
                return codecs.encode(null, null, null, codecs.defaultCodec());
            }
        }
    }

    private EncodedPayload encode(Request request, @Nullable Object body) {
        String accept = header(request, ACCEPT);
        // What is declared is what is sent, whatever the caller sent.
        String contentType = accept == null && produces != null ? produces : header(request, CONTENT_TYPE);
        return codecs.encode(body, accept, contentType, preferred);
    }

    private @Nullable Headers headers(Request request, Reply<?> reply, EncodedPayload payload) {
        Headers headers = new Headers(reply.headers());
        if (payload.data().length > 0 && !headers.containsKeyIgnoreCase(CONTENT_TYPE)) {
            if (header(request, ACCEPT) != null) {
                headers.put(CONTENT_TYPE, payload.contentType());
            } else if (produces != null) {
                headers.put(CONTENT_TYPE, reply.isError() ? payload.contentType() : produces);
            }
        }
        return headers.isEmpty() ? null : headers;
    }

    static @Nullable String header(Request request, String name) {
        String found = request.header(name);
        if (found == null) {
            List<String> inAnyCase = request.headers().getIgnoreCase(name);
            found = inAnyCase == null || inAnyCase.isEmpty() ? null : inAnyCase.get(0);
        }
        // An empty one says nothing.
        return found == null || found.isBlank() ? null : found;
    }

    /** A result as a reply; {@code null} where there is no value. */
    static @Nullable Reply<?> asReply(@Nullable Object result) {
        if (result instanceof Reply<?> reply) {
            return reply.body() instanceof Optional<?> body ? reply.body(body.orElse(null)) : reply;
        }
        if (result instanceof Optional<?> optional) {
            return asReply(optional.orElse(null));
        }
        if (result instanceof Message<?> message) {
            return MessageResult.of(message);
        }
        return result == null ? null : Reply.of(result);
    }
}
