// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import io.nats.client.Message;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The replies to one request, as far as the limits allow, for the thread that reads them. */
final class Replies {

    private final Inbox inbox;
    private final ReplyLimits limits;
    private final long deadline;
    private int received;

    Replies(Inbox inbox, ReplyLimits limits) {
        this.inbox = inbox;
        this.limits = limits;
        this.deadline = System.nanoTime() + limits.total().toNanos();
    }

    Stream<Message> stream() {
        return inbox.stream(this::next);
    }

    private @Nullable Message next() {
        long left = deadline - System.nanoTime();
        if (received >= limits.maxMessages() || left <= 0) {
            return null;
        }
        try {
            Message message = inbox.next(limits.wait(received, left));
            if (message == null || limits.end(message)) {
                return null;
            }
            received++;
            return message;
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return null;
        } catch (IllegalStateException ex) {
            // The connection was closed.
            return null;
        }
    }
}
