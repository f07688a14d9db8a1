// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One request with many replies (ADR-47). The replies end when the total time is over, when none has come for the stall
 * time, when there are as many as wanted, at the sentinel, or when the server says that nobody listens. They also end when
 * the connection is closed, or the thread that waits is interrupted, which keeps its interrupt flag. Start from {@link #on};
 * each method that chooses something returns a new object, which is safe for use by several threads.
 */
public final class RequestMany {

    private static final Duration DEFAULT_TOTAL = Duration.ofSeconds(5);
    private static final Duration DEFAULT_STALL = Duration.ofMillis(300);

    private final Connection connection;
    private final ReplyLimits limits;

    private RequestMany(Connection connection, ReplyLimits limits) {
        this.connection = connection;
        this.limits = limits;
    }

    /**
     * Makes requests on a connection: 5 seconds in all, 300 milliseconds from one reply to the next, any number of
     * replies, no sentinel.
     *
     * @param connection the connection
     * @return the requests
     */
    public static RequestMany on(Connection connection) {
        return new RequestMany(
                connection, new ReplyLimits(DEFAULT_TOTAL, DEFAULT_STALL, Integer.MAX_VALUE, message -> false));
    }

    /**
     * Chooses how long to wait in all, which is also how long to wait for the first reply.
     *
     * @param total more than zero
     * @return new requests
     * @throws IllegalArgumentException if the time is zero or negative
     */
    public RequestMany total(Duration total) {
        return with(new ReplyLimits(
                Times.positive("total time", total), limits.stall(), limits.maxMessages(), limits.sentinel()));
    }

    /**
     * Chooses how long to wait from one reply to the next.
     *
     * @param stall more than zero, or {@code null} to wait for the total time in any case
     * @return new requests
     * @throws IllegalArgumentException if the time is zero or negative
     */
    public RequestMany stall(@Nullable Duration stall) {
        return with(new ReplyLimits(
                limits.total(),
                stall == null ? null : Times.positive("stall time", stall),
                limits.maxMessages(),
                limits.sentinel()));
    }

    /**
     * Chooses how many replies are enough.
     *
     * @param maxMessages 1 or more
     * @return new requests
     * @throws IllegalArgumentException if the number is less than 1
     */
    public RequestMany maxMessages(int maxMessages) {
        if (maxMessages < 1) {
            throw new IllegalArgumentException(
                    "The number of replies is %d. Ask for one at least.".formatted(maxMessages));
        }
        return with(new ReplyLimits(limits.total(), limits.stall(), maxMessages, limits.sentinel()));
    }

    /**
     * Chooses the message that ends the replies and is none itself, such as the empty one.
     *
     * @param sentinel tells whether a message is it
     * @return new requests
     */
    public RequestMany sentinel(Predicate<Message> sentinel) {
        return with(new ReplyLimits(limits.total(), limits.stall(), limits.maxMessages(), sentinel));
    }

    private RequestMany with(ReplyLimits chosen) {
        return new RequestMany(connection, chosen);
    }

    /**
     * Makes a request and waits for all replies.
     *
     * @param subject the subject
     * @param data the bytes of the request
     * @return the replies in the order of their arrival; none if nobody listens
     * @throws RequestException if the request could not be sent
     */
    public List<Message> request(String subject, byte[] data) {
        return request(subject, null, data);
    }

    /**
     * Makes a request and waits for all replies.
     *
     * @param subject the subject
     * @param headers the headers of the request, or {@code null} for none
     * @param data the bytes of the request
     * @return the replies in the order of their arrival; none if nobody listens
     * @throws RequestException if the request could not be sent
     */
    public List<Message> request(String subject, @Nullable Headers headers, byte[] data) {
        try (Stream<Message> replies = stream(subject, headers, data)) {
            return replies.toList();
        }
    }

    /**
     * Makes a request; the replies come as the stream is read, while others still arrive.
     *
     * @param subject the subject
     * @param headers the headers of the request, or {@code null} for none
     * @param data the bytes of the request
     * @return the replies; the stream must be closed, which ends the subscription
     * @throws RequestException if the request could not be sent
     */
    public Stream<Message> stream(String subject, @Nullable Headers headers, byte[] data) {
        Inbox inbox = new Inbox(connection);
        Replies replies = new Replies(inbox, limits);
        inbox.request(subject, headers, data);
        return replies.stream();
    }

    /**
     * Makes a request, and waits for the replies without a thread.
     *
     * @param subject the subject
     * @param data the bytes of the request
     * @return as {@link #requestAsync(String, Headers, byte[])}
     */
    public CompletableFuture<List<Message>> requestAsync(String subject, byte[] data) {
        return requestAsync(subject, null, data);
    }

    /**
     * Makes a request, and waits for the replies without a thread.
     *
     * @param subject the subject
     * @param headers the headers of the request, or {@code null} for none
     * @param data the bytes of the request
     * @return completes with the replies in the order of their arrival, none if nobody listens; or exceptionally with a
     *     {@link RequestException} if the request could not be sent. Cancelling it ends the subscription.
     */
    public CompletableFuture<List<Message>> requestAsync(String subject, @Nullable Headers headers, byte[] data) {
        CompletableFuture<List<Message>> all = new CompletableFuture<>();
        // One message comes after the other, and all before the end.
        List<Message> replies = new ArrayList<>();
        new AsyncReplies(connection, limits, replies::add, all, () -> all.complete(List.copyOf(replies)))
                .request(subject, headers, data);
        return all;
    }

    /**
     * Makes a request, and hands over each reply when it arrives. The action is called for one reply after the other, on a
     * thread that it may block: the times count only while no reply is there, but for the total time, after which no
     * further reply is handed over.
     *
     * @param subject the subject
     * @param headers the headers of the request, or {@code null} for none
     * @param data the bytes of the request
     * @param action what to do with each reply; an exception ends the replies
     * @return completes when the replies have ended; or exceptionally with what the action threw, or with a {@link
     *     RequestException} if the request could not be sent. Cancelling it ends the subscription; an action at work is not
     *     interrupted.
     */
    public CompletableFuture<Void> forEachAsync(
            String subject, @Nullable Headers headers, byte[] data, Consumer<Message> action) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        new AsyncReplies(connection, limits, action, end, () -> end.complete(null)).request(subject, headers, data);
        return end;
    }
}
