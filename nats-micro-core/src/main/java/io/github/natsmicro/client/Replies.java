// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The replies to one request, as they arrive at an inbox of their own. */
final class Replies {

    private final Connection connection;
    private final @Nullable Duration stall;
    private final int maxMessages;
    private final Predicate<Message> sentinel;
    private final long deadlineNanos;
    private final String inbox;
    private final Subscription subscription;
    private int count;

    Replies(
            Connection connection,
            Duration total,
            @Nullable Duration stall,
            int maxMessages,
            Predicate<Message> sentinel) {
        this.connection = connection;
        this.stall = stall;
        this.maxMessages = maxMessages;
        this.sentinel = sentinel;
        this.deadlineNanos = System.nanoTime() + total.toNanos();
        this.inbox = connection.createInbox();
        try {
            this.subscription = connection.subscribe(inbox);
        } catch (IllegalStateException ex) {
            throw new RequestException("No reply can be waited for: %s.".formatted(ex.getMessage()), ex);
        }
    }

    void send(String subject, @Nullable Headers headers, byte[] data) {
        try {
            connection.publish(subject, inbox, headers, data);
        } catch (IllegalStateException | IllegalArgumentException ex) {
            close();
            throw new RequestException(
                    "The request to \"%s\" could not be sent: %s.".formatted(subject, ex.getMessage()), ex);
        }
    }

    Stream<Message> stream() {
        Spliterator<Message> spliterator =
                new Spliterators.AbstractSpliterator<>(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL) {
                    @Override
                    public boolean tryAdvance(Consumer<? super Message> action) {
                        Message next = next();
                        if (next == null) {
                            close();
                            return false;
                        }
                        action.accept(next);
                        return true;
                    }
                };
        return StreamSupport.stream(spliterator, false).onClose(this::close);
    }

    private @Nullable Message next() {
        if (count >= maxMessages || !subscription.isActive()) {
            return null;
        }
        Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
        // The first reply may take the total time; a service that is slow is not one that has ended.
        Duration wait = count == 0 || stall == null || stall.compareTo(left) > 0 ? left : stall;
        if (wait.isNegative() || wait.isZero()) {
            return null;
        }
        try {
            Message message = subscription.nextMessage(wait);
            // A status is no reply: the server says with it that nobody listens.
            if (message == null || message.isStatusMessage() || sentinel.test(message)) {
                return null;
            }
            count++;
            return message;
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return null;
        } catch (IllegalStateException ex) {
            // The connection was closed while we waited.
            return null;
        }
    }

    private void close() {
        if (subscription.isActive()) {
            subscription.unsubscribe();
        }
    }
}
