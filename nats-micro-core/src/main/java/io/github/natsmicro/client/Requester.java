// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import io.github.natsmicro.wire.ErrorHeaders;
import io.nats.client.Connection;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls services, and turns what is no good reply into exceptions: {@link ServiceErrorException} for an error of the
 * service, {@link NoRespondersException} where nobody listens, {@link RequestTimeoutException} where the reply did not come
 * in time. Start from {@link #on}; each method that chooses something returns a new requester, which is safe for use by
 * several threads.
 */
public final class Requester {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    // jnats forgets a request after its own timeout; ours is the one that counts.
    private static final Duration LATER = Duration.ofSeconds(10);

    private final Connection connection;
    private final Duration timeout;

    private Requester(Connection connection, Duration timeout) {
        this.connection = connection;
        this.timeout = timeout;
    }

    /**
     * Calls services on a connection, and waits 5 seconds for a reply.
     *
     * @param connection the connection
     * @return the requester
     */
    public static Requester on(Connection connection) {
        return new Requester(connection, DEFAULT_TIMEOUT);
    }

    /**
     * Chooses how long to wait for a reply.
     *
     * @param timeout more than zero
     * @return a new requester
     * @throws IllegalArgumentException if the time is zero or negative
     */
    public Requester timeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("The timeout is %s. It must be more than zero.".formatted(timeout));
        }
        return new Requester(connection, timeout);
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
     * @throws RequestException if there is no good reply
     */
    public Message request(String subject, @Nullable Headers headers, byte[] data) {
        try {
            return requestAsync(subject, headers, data).join();
        } catch (CompletionException ex) {
            throw ex.getCause() instanceof RequestException known
                    ? known
                    : new RequestException("The request to \"%s\" failed.".formatted(subject), ex.getCause());
        }
    }

    /**
     * Makes a request.
     *
     * @param subject the subject
     * @param headers the headers of the request, or {@code null} for none
     * @param data the bytes of the request
     * @return completes with the reply, or exceptionally with a {@link RequestException}
     */
    public CompletableFuture<Message> requestAsync(String subject, @Nullable Headers headers, byte[] data) {
        CompletableFuture<Message> reply;
        try {
            reply = connection.requestWithTimeout(subject, headers, data, timeout.plus(LATER));
        } catch (IllegalStateException | IllegalArgumentException ex) {
            return CompletableFuture.failedFuture(new RequestException(
                    "The request to \"%s\" could not be sent: %s.".formatted(subject, ex.getMessage()), ex));
        }
        return reply.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS).handle((message, failure) -> {
            if (failure != null) {
                throw typed(subject, failure);
            }
            return checked(subject, message);
        });
    }

    private RequestException typed(String subject, Throwable failure) {
        if (failure instanceof TimeoutException) {
            return new RequestTimeoutException(subject, timeout);
        }
        // jnats tells of the absence of responders by cancelling, or by a status where its options say so.
        if (failure instanceof CancellationException || failure instanceof JetStreamStatusException) {
            return new NoRespondersException(subject);
        }
        return new RequestException("The request to \"%s\" failed.".formatted(subject), failure);
    }

    private static Message checked(String subject, Message reply) {
        if (!reply.hasHeaders()) {
            return reply;
        }
        String description = reply.getHeaders().getLast(ErrorHeaders.DESCRIPTION);
        String code = reply.getHeaders().getLast(ErrorHeaders.CODE);
        if (description == null && code == null) {
            return reply;
        }
        throw new ServiceErrorException(subject, number(code), description == null ? "" : description, reply);
    }

    private static int number(@Nullable String code) {
        try {
            return code == null ? 0 : Integer.parseInt(code.strip());
        } catch (NumberFormatException ex) {
            return 0;
        }
    }
}
