// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One request with many replies (ADR-47). The replies end when the total time is over, when none has come for the stall
 * time, when there are as many as wanted, at the sentinel, or when the server says that nobody listens. Start from {@link
 * #on}; each method returns a new object, which is safe for use by several threads.
 */
public final class RequestMany {

    private static final Duration DEFAULT_TOTAL = Duration.ofSeconds(5);
    private static final Duration DEFAULT_STALL = Duration.ofMillis(300);

    private final Connection connection;
    private final Duration total;
    private final @Nullable Duration stall;
    private final int maxMessages;
    private final Predicate<Message> sentinel;

    private RequestMany(
            Connection connection,
            Duration total,
            @Nullable Duration stall,
            int maxMessages,
            Predicate<Message> sentinel) {
        this.connection = connection;
        this.total = total;
        this.stall = stall;
        this.maxMessages = maxMessages;
        this.sentinel = sentinel;
    }

    /**
     * Makes requests on a connection: 5 seconds in all, 300 milliseconds from one reply to the next, any number of
     * replies, no sentinel.
     *
     * @param connection the connection
     * @return the requests
     */
    public static RequestMany on(Connection connection) {
        return new RequestMany(connection, DEFAULT_TOTAL, DEFAULT_STALL, Integer.MAX_VALUE, message -> false);
    }

    /**
     * Chooses how long to wait in all, which is also how long to wait for the first reply.
     *
     * @param total more than zero
     * @return new requests
     * @throws IllegalArgumentException if the time is zero or negative
     */
    public RequestMany total(Duration total) {
        return new RequestMany(connection, positive("total time", total), stall, maxMessages, sentinel);
    }

    /**
     * Chooses how long to wait from one reply to the next.
     *
     * @param stall more than zero, or {@code null} to wait for the total time in any case
     * @return new requests
     * @throws IllegalArgumentException if the time is zero or negative
     */
    public RequestMany stall(@Nullable Duration stall) {
        return new RequestMany(
                connection, total, stall == null ? null : positive("stall time", stall), maxMessages, sentinel);
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
        return new RequestMany(connection, total, stall, maxMessages, sentinel);
    }

    /**
     * Chooses the message that ends the replies and is none itself, such as the empty one.
     *
     * @param sentinel tells whether a message is it
     * @return new requests
     */
    public RequestMany sentinel(Predicate<Message> sentinel) {
        return new RequestMany(connection, total, stall, maxMessages, sentinel);
    }

    private static Duration positive(String what, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("The %s is %s. It must be more than zero.".formatted(what, time));
        }
        return time;
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
     * Makes a request; the replies come as the stream is read.
     *
     * @param subject the subject
     * @param headers the headers of the request, or {@code null} for none
     * @param data the bytes of the request
     * @return the replies; the stream must be closed, which ends the subscription
     * @throws RequestException if the request could not be sent
     */
    public Stream<Message> stream(String subject, @Nullable Headers headers, byte[] data) {
        Replies replies = new Replies(connection, total, stall, maxMessages, sentinel);
        replies.send(subject, headers, data);
        return replies.stream();
    }
}
