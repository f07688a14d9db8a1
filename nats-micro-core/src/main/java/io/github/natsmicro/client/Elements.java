// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import io.nats.client.Message;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a streaming endpoint replies, up to the empty message at its end. Whatever else ends it is an exception. */
final class Elements {

    private final Inbox inbox;
    private final String subject;
    private final Duration timeout;
    private final @Nullable Duration total;
    private final Duration first;
    private final long end;
    private long received;

    /** The total time, if there is one, counts from here. */
    Elements(Inbox inbox, String subject, Duration first, Duration timeout, @Nullable Duration total) {
        this.inbox = inbox;
        this.subject = subject;
        this.first = first;
        this.timeout = timeout;
        this.total = total;
        this.end = total == null ? 0 : System.nanoTime() + total.toNanos();
    }

    Stream<Message> stream() {
        return inbox.stream(this::next);
    }

    private @Nullable Message next() {
        Message message = await();
        if (message == null) {
            return null;
        }
        if (message.isStatusMessage()) {
            throw new NoRespondersException(subject);
        }
        ServiceErrorException error = ServiceErrorException.in(subject, message);
        if (error != null) {
            throw error;
        }
        received++;
        return message.getData().length == 0 ? null : message;
    }

    /** The next message, {@code null} if the reader has closed the stream. */
    private @Nullable Message await() {
        if (inbox.dropped() > 0) {
            throw new RequestException(
                    "The stream from \"%s\" was read too slowly: %d of its elements were dropped."
                            .formatted(subject, inbox.dropped()),
                    null);
        }
        long now = System.nanoTime();
        long left = total == null ? Long.MAX_VALUE : end - now;
        if (left <= 0) {
            throw timedOut();
        }
        long wait = Math.min((received == 0 ? first : timeout).toNanos(), left);
        try {
            Message message = inbox.next(wait);
            if (message != null) {
                return message;
            }
            // A connection that is drained does not wait.
            throw System.nanoTime() - now < wait ? broken(null) : timedOut();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw RequestException.interrupted(subject, ex);
        } catch (IllegalStateException ex) {
            if (inbox.isClosed()) {
                return null;
            }
            throw broken(ex);
        }
    }

    private RequestTimeoutException timedOut() {
        if (total != null && System.nanoTime() - end >= 0) {
            return RequestTimeoutException.ofStream(subject, total);
        }
        return received == 0
                ? new RequestTimeoutException(subject, first)
                : RequestTimeoutException.within(subject, timeout, received);
    }

    private RequestException broken(@Nullable Throwable cause) {
        return new RequestException(
                "The connection was closed before the stream from \"%s\" had ended.".formatted(subject), cause);
    }
}
