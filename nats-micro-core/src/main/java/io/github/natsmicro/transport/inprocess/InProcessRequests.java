// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport.inprocess;

import io.nats.client.Message;
import io.nats.client.Options;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Requests as a connection of jnats makes them: the future is cancelled where nobody listens, and fails with a {@link
 * CancellationException} that has a message when time is up.
 *
 * @param caller makes them
 */
record InProcessRequests(InProcessCaller caller) {

    private static final Duration DEFAULT_TIMEOUT = Options.DEFAULT_REQUEST_CLEANUP_INTERVAL;

    @SuppressWarnings("FutureReturnValueIgnored") // the futures only tell each other
    CompletableFuture<Message> request(
            String subject, @Nullable Headers headers, byte @Nullable [] body, @Nullable Duration timeout) {
        CompletableFuture<Message> told = new CompletableFuture<>();
        CompletableFuture<Message> reply = InProcessConnection.asJnats(() -> caller.requestAsync(
                subject, headers, body == null ? new byte[0] : body, timeout == null ? DEFAULT_TIMEOUT : timeout));
        reply.whenComplete((message, failure) -> {
            if (failure == null) {
                told.complete(message);
            } else if (InProcessCaller.cause(failure) instanceof InProcessRequestException known
                    && known.reason() == InProcessRequestException.Reason.NO_RESPONDERS) {
                told.cancel(true);
            } else {
                told.completeExceptionally(
                        new CancellationException(InProcessCaller.cause(failure).getMessage()));
            }
        });
        told.whenComplete((message, failure) -> reply.cancel(true));
        return told;
    }

    @Nullable
    Message await(String subject, @Nullable Headers headers, byte @Nullable [] body, @Nullable Duration timeout)
            throws InterruptedException {
        CompletableFuture<Message> reply = request(subject, headers, body, timeout);
        try {
            // It ends by itself; the time is only a bound.
            return reply.get((timeout == null ? DEFAULT_TIMEOUT : timeout).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException | CancellationException ex) {
            return null;
        } finally {
            reply.cancel(true);
        }
    }
}
