// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A reply of many messages. An empty message ends it, as callers by ADR-47 expect; it is sent by {@link #end()}, or when the
 * handler has ended without an error. An error that the handler throws or answers with, a timeout or the end of the service
 * ends the stream with an error reply instead; so does a message that could not be sent. It may be used by several threads;
 * the messages go out one after the other.
 *
 * <p>It is no {@link AutoCloseable}: try-with-resources would end it as though all was well before the error that ended the
 * handler could be told.
 */
public interface ReplyStream {

    /**
     * Sends a message.
     *
     * @param data the bytes, of which there must be one at least: an empty message would end the stream
     * @throws IllegalArgumentException if there are none
     * @throws ReplyException if the stream has ended, or the message could not be sent; what could not be sent ends the
     *     stream with an error
     */
    default void send(byte[] data) {
        send(data, null);
    }

    /**
     * Sends a text in UTF-8.
     *
     * @param text the text, which must not be empty
     * @throws IllegalArgumentException if it is empty
     * @throws ReplyException if the stream has ended, or the message could not be sent
     */
    default void send(String text) {
        send(text.getBytes(StandardCharsets.UTF_8), null);
    }

    /**
     * Sends an object as the codec of the service writes it.
     *
     * @param value the object, or {@code null}
     * @throws io.github.natsmicro.codec.PayloadCodecException if it can not be written; the stream goes on
     * @throws ReplyException if the stream has ended, or the message could not be sent
     */
    void sendJson(@Nullable Object value);

    /**
     * Sends a message with headers.
     *
     * @param data the bytes, of which there must be one at least
     * @param headers the headers, or {@code null} for none
     * @throws IllegalArgumentException if there are no bytes
     * @throws ReplyException if the stream has ended, or the message could not be sent
     */
    void send(byte[] data, @Nullable Headers headers);

    /**
     * Whether messages can be sent; not after the end, by whatever cause it came.
     *
     * @return whether the stream is open
     */
    boolean isOpen();

    /**
     * Ends the stream with an empty message, for a handler that goes on afterwards. Does nothing if it has ended, or a
     * message could not be sent.
     *
     * @throws ReplyException if the message could not be sent
     */
    void end();
}
