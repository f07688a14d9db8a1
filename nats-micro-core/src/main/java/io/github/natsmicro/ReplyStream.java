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
     * Whether the stream is open, and the connection gets rid of what it is given: not while some hundred messages or a
     * mebibyte are waiting to be sent to the server, and not while there is no connection. A source that can wait is asked for
     * more only then. Sending is possible all the same.
     *
     * <p>All replies of the services on a connection count together. Does not block.
     *
     * @return whether the next message should be sent now
     */
    boolean isReady();

    /**
     * Calls back once, as soon as the stream is {@linkplain #isReady() ready} or is no longer open: at once on the calling
     * thread if that is so already, else later on a thread that others need too and that must not be blocked. That always
     * comes, with the end of the request at the latest.
     *
     * <pre>{@code
     * void pump() {
     *     while (stream.isReady() && elements.hasNext()) {
     *         stream.send(elements.next());
     *     }
     *     if (stream.isOpen()) {
     *         if (elements.hasNext()) {
     *             stream.onReady(this::pump);
     *         } else {
     *             done.complete(null);
     *         }
     *     }
     * }
     * }</pre>
     *
     * <p>The actions of a stream are called one after the other, on whichever thread; one that is added by another is called
     * when that has returned. What they throw is logged.
     *
     * @param action what to do; it finds out with {@link #isOpen()} whether there is still something to do
     */
    void onReady(Runnable action);

    /**
     * Waits until the stream is {@linkplain #isReady() ready} or is no longer open, for a handler that has a thread to itself.
     * The wait ends with the request at the latest.
     *
     * <pre>{@code
     * while (elements.hasNext() && stream.awaitReady()) {
     *     stream.send(elements.next());
     * }
     * }</pre>
     *
     * @return whether the stream is open; if it is not the thread may be interrupted, as is done to a handler whose time is up
     * @throws InterruptedException if the thread is interrupted though the stream is open, which it stays
     */
    boolean awaitReady() throws InterruptedException;

    /**
     * Ends the stream with an empty message, for a handler that goes on afterwards. Does nothing if it has ended, or a
     * message could not be sent.
     *
     * @throws ReplyException if the message could not be sent
     */
    void end();
}
