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
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** An inbox for the replies to one request, for the thread that reads them. */
final class Inbox {

    private final Connection connection;
    private final String subject;
    private final Subscription subscription;
    private volatile boolean closed;

    Inbox(Connection connection) {
        this.connection = connection;
        this.subject = connection.createInbox();
        try {
            this.subscription = Uninterrupted.get(() -> connection.subscribe(subject));
        } catch (IllegalStateException ex) {
            throw new RequestException("No reply can be waited for: %s.".formatted(ex.getMessage()), ex);
        }
    }

    void request(String to, @Nullable Headers headers, byte[] data) {
        try {
            Uninterrupted.run(() -> connection.publish(to, subject, headers, data));
        } catch (IllegalStateException | IllegalArgumentException ex) {
            close();
            throw RequestException.notSent(to, ex);
        }
    }

    /**
     * Waits for the next message.
     *
     * @param nanos how long, more than zero
     * @return the message, {@code null} if there was none in time
     * @throws IllegalStateException if there is no subscription any more
     * @throws InterruptedException if the thread is interrupted
     */
    @Nullable
    Message next(long nanos) throws InterruptedException {
        return subscription.nextMessage(Duration.ofNanos(nanos));
    }

    /** Whether there is still a subscription. */
    boolean isActive() {
        return subscription.isActive();
    }

    /** Whether {@link #close} was called. */
    boolean isClosed() {
        return closed;
    }

    /** How many messages jnats dropped because too many waited to be read. */
    long dropped() {
        return subscription.getDroppedCount();
    }

    /**
     * Reads on while somebody reads the stream.
     *
     * @param next waits for the next element; with {@code null}, or an exception, the stream ends and the inbox closes
     * @return the stream, which closes the inbox when it is closed
     */
    Stream<Message> stream(Supplier<@Nullable Message> next) {
        Spliterator<Message> spliterator =
                new Spliterators.AbstractSpliterator<>(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL) {
                    @Override
                    public boolean tryAdvance(Consumer<? super Message> action) {
                        Message element = null;
                        try {
                            element = closed ? null : next.get();
                        } finally {
                            if (element == null) {
                                close();
                            }
                        }
                        if (element == null) {
                            return false;
                        }
                        action.accept(element);
                        return true;
                    }
                };
        return StreamSupport.stream(spliterator, false).onClose(this::close);
    }

    void close() {
        closed = true;
        try {
            if (subscription.isActive()) {
                Uninterrupted.run(subscription::unsubscribe);
            }
        } catch (IllegalStateException ex) {
            // The connection is being closed, and takes the subscription with it.
        }
    }
}
