// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.spring.contract.Reply;
import io.github.natsmicro.wire.ErrorHeaders;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import org.jspecify.annotations.Nullable;

/** Replies whose bodies are bytes: made of messages, and made messages of. */
final class RawReplies {

    static final String CONTENT_TYPE = "Content-Type";
    static final String ACCEPT = "Accept";

    private static final byte[] NO_BYTES = new byte[0];

    private RawReplies() {}

    static Reply<byte[]> empty() {
        return Reply.of(NO_BYTES);
    }

    static Reply<byte[]> of(Message message) {
        return withHeaders(Reply.of(message.getData()), message.getHeaders());
    }

    static <T> Reply<T> withHeaders(Reply<T> reply, @Nullable Headers headers) {
        return headers == null ? reply : reply.headers(headers);
    }

    static byte[] bytes(Reply<byte[]> reply) {
        byte[] body = reply.body();
        return body == null ? NO_BYTES : body;
    }

    static @Nullable String header(Headers headers, String name) {
        var values = headers.getIgnoreCase(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    /** An error that an interceptor answered with, as the service would have sent it. */
    static Message errorMessage(String subject, Reply<byte[]> error) {
        return NatsMessage.builder()
                .subject(subject)
                .headers(ErrorHeaders.of(error.code(), error.description(), error.headers()))
                .data(bytes(error))
                .build();
    }
}
