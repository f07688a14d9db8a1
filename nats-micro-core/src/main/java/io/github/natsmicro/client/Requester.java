// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import io.github.natsmicro.wire.RequestTimeout;
import io.nats.client.Connection;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls services, and turns what is no good reply into exceptions: {@link ServiceErrorException} for an error of the
 * service, {@link NoRespondersException} where nobody listens, {@link RequestTimeoutException} where the reply did not come
 * in time, and their parent {@link RequestException} for what else can happen, such as a connection that is closed. Start
 * from {@link #on}; each method that chooses something returns a new requester, which is safe for use by several threads.
 *
 * <p>Each request for one reply tells the service how long the caller waits, in the header {@code Request-Timeout} (whole
 * milliseconds, at least 1), unless the request has that header already, or {@link #sendTimeout} says no.
 */
public final class Requester {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    // jnats forgets a request after its own timeout; ours is the one that counts.
    private static final Duration LATER = Duration.ofSeconds(10);

    private final Connection connection;
    private final Duration timeout;
    private final @Nullable Duration firstTimeout;
    private final @Nullable Duration streamTimeout;
    private final boolean sendTimeout;

    private Requester(
            Connection connection,
            Duration timeout,
            @Nullable Duration firstTimeout,
            @Nullable Duration streamTimeout,
            boolean sendTimeout) {
        this.connection = connection;
        this.timeout = timeout;
        this.firstTimeout = firstTimeout;
        this.streamTimeout = streamTimeout;
        this.sendTimeout = sendTimeout;
    }

    /**
     * Calls services on a connection, waits 5 seconds for a reply, and tells the service so.
     *
     * @param connection the connection
     * @return the requester
     */
    public static Requester on(Connection connection) {
        return new Requester(connection, DEFAULT_TIMEOUT, null, null, true);
    }

    /**
     * Chooses how long to wait for a reply, or for the first and for each next element of a stream.
     *
     * @param timeout more than zero
     * @return a new requester
     * @throws IllegalArgumentException if the time is zero or negative
     */
    public Requester timeout(Duration timeout) {
        return new Requester(connection, Times.positive("timeout", timeout), firstTimeout, streamTimeout, sendTimeout);
    }

    /**
     * Chooses how long to wait for the first element of a stream. By default it is as long as for each next one.
     *
     * @param firstTimeout more than zero, or {@code null} for the timeout
     * @return a new requester
     * @throws IllegalArgumentException if the time is zero or negative
     */
    public Requester firstTimeout(@Nullable Duration firstTimeout) {
        return new Requester(
                connection,
                timeout,
                firstTimeout == null ? null : Times.positive("timeout of the first element", firstTimeout),
                streamTimeout,
                sendTimeout);
    }

    /**
     * Chooses how long a stream may take as a whole, which is told to the service. By default it may take as long as its
     * elements come in time.
     *
     * @param streamTimeout more than zero, or {@code null} for no bound
     * @return a new requester
     * @throws IllegalArgumentException if the time is zero or negative
     */
    public Requester streamTimeout(@Nullable Duration streamTimeout) {
        return new Requester(
                connection,
                timeout,
                firstTimeout,
                streamTimeout == null ? null : Times.positive("timeout of a stream", streamTimeout),
                sendTimeout);
    }

    /**
     * Chooses whether the service is told how long the caller waits.
     *
     * @param sendTimeout {@code false} to send no header {@code Request-Timeout} but the caller's own
     * @return a new requester
     */
    public Requester sendTimeout(boolean sendTimeout) {
        return new Requester(connection, timeout, firstTimeout, streamTimeout, sendTimeout);
    }

    /**
     * Makes a request and waits for the reply.
     *
     * @param subject the subject
     * @param data the bytes of the request
     * @return the reply
     * @throws RequestException if there is no good reply
     */
    public Message request(String subject, byte[] data) {
        return request(subject, null, data);
    }

    /**
     * Makes a request and waits for the reply.
     *
     * @param subject the subject
     * @param headers the headers of the request, or {@code null} for none
     * @param data the bytes of the request
     * @return the reply
     * @throws RequestException if there is no good reply, or the thread is interrupted, which keeps its interrupt flag
     */
    public Message request(String subject, @Nullable Headers headers, byte[] data) {
        CompletableFuture<Message> reply = send(subject, headers, data);
        try {
            return checked(subject, reply.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException ex) {
            throw new RequestTimeoutException(subject, timeout);
        } catch (ExecutionException | CancellationException ex) {
            // What is thrown here differs from one JDK to the next; what the future holds does not.
            throw reply.handle((message, failure) -> failed(subject, failure)).join();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw RequestException.interrupted(subject, ex);
        } finally {
            reply.cancel(true);
        }
    }

    /**
     * Makes a request.
     *
     * @param subject the subject
     * @param data the bytes of the request
     * @return completes with the reply, or exceptionally with a {@link RequestException}
     */
    public CompletableFuture<Message> requestAsync(String subject, byte[] data) {
        return requestAsync(subject, null, data);
    }

    /**
     * Makes a request.
     *
     * @param subject the subject
     * @param headers the headers of the request, or {@code null} for none
     * @param data the bytes of the request
     * @return completes with the reply, or exceptionally with a {@link RequestException}
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the two futures only tell each other
    public CompletableFuture<Message> requestAsync(String subject, @Nullable Headers headers, byte[] data) {
        CompletableFuture<Message> good = new CompletableFuture<>();
        try {
            CompletableFuture<Message> reply = send(subject, headers, data);
            Alarm alarm = Alarm.after(
                    timeout.toNanos(), () -> good.completeExceptionally(new RequestTimeoutException(subject, timeout)));
            good.whenComplete((result, failure) -> {
                alarm.callOff();
                reply.cancel(true);
            });
            reply.whenComplete((message, failure) -> complete(good, subject, message, failure));
        } catch (RequestException ex) {
            good.completeExceptionally(ex);
        }
        return good;
    }

    /**
     * Calls a streaming endpoint, which replies with any number of messages and an empty one at the end.
     *
     * @param subject the subject
     * @param data the bytes of the request
     * @return as {@link #stream(String, Headers, byte[])}
     * @throws RequestException if the request could not be sent
     */
    public Stream<Message> stream(String subject, byte[] data) {
        return stream(subject, null, data);
    }

    /**
     * Calls a streaming endpoint, which replies with any number of messages and an empty one at the end. The elements come
     * as the stream is read. The timeout bounds how long the reader waits for the first element, and then for each next
     * one; it does not bound the stream as a whole, so it is not told to the service. {@link #streamTimeout} does, and is.
     *
     * <p>Reading throws a {@link ServiceErrorException} when the service answers with an error, be it after other elements;
     * a {@link NoRespondersException} when nobody listens; a {@link RequestTimeoutException} when no next element came in
     * time, or the stream took longer than it may; a {@link RequestException} when the connection is closed before the end, when elements were dropped because
     * they were read too slowly, or when the thread is interrupted, which keeps its interrupt flag.
     *
     * @param subject the subject
     * @param headers the headers of the request, or {@code null} for none
     * @param data the bytes of the request
     * @return the elements without the empty message; the stream must be closed, which ends the subscription
     * @throws RequestException if the request could not be sent
     */
    public Stream<Message> stream(String subject, @Nullable Headers headers, byte[] data) {
        Inbox inbox = new Inbox(connection);
        Elements elements =
                new Elements(inbox, subject, firstTimeout == null ? timeout : firstTimeout, timeout, streamTimeout);
        inbox.request(subject, streamTimeout == null ? headers : withTimeout(headers, streamTimeout), data);
        return elements.stream();
    }

    private CompletableFuture<Message> send(String subject, @Nullable Headers headers, byte[] data) {
        try {
            return Uninterrupted.get(() ->
                    connection.requestWithTimeout(subject, withTimeout(headers, timeout), data, timeout.plus(LATER)));
        } catch (IllegalStateException | IllegalArgumentException ex) {
            throw RequestException.notSent(subject, ex);
        }
    }

    private @Nullable Headers withTimeout(@Nullable Headers headers, Duration told) {
        boolean own = headers != null && headers.containsKeyIgnoreCase(RequestTimeout.HEADER);
        if (!sendTimeout || own || !connection.getServerInfo().isHeadersSupported()) {
            return headers;
        }
        return new Headers(headers).put(RequestTimeout.HEADER, Long.toString(Math.max(1, told.toMillis())));
    }

    private static void complete(
            CompletableFuture<Message> good, String subject, @Nullable Message message, @Nullable Throwable failure) {
        if (message == null) {
            good.completeExceptionally(failed(subject, failure));
            return;
        }
        ServiceErrorException error = ServiceErrorException.in(subject, message);
        if (error == null) {
            good.complete(message);
        } else {
            good.completeExceptionally(error);
        }
    }

    private static Message checked(String subject, Message reply) {
        ServiceErrorException error = ServiceErrorException.in(subject, reply);
        if (error != null) {
            throw error;
        }
        return reply;
    }

    private static RequestException failed(String subject, @Nullable Throwable failure) {
        // jnats tells of the absence of responders by cancelling, or by a status where its options say so. When the
        // connection is closed it cancels too, but with a message.
        boolean nobody = failure instanceof JetStreamStatusException
                || (failure instanceof CancellationException && failure.getMessage() == null);
        return nobody
                ? new NoRespondersException(subject)
                : new RequestException("The request to \"%s\" failed.".formatted(subject), failure);
    }
}
