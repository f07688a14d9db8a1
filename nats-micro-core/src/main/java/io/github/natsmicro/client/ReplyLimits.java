// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import io.nats.client.Message;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * When the replies to one request end (ADR-47).
 *
 * @param total how long to wait in all
 * @param stall how long to wait from one reply to the next, {@code null} for as long as the total time allows
 * @param maxMessages how many replies are enough
 * @param sentinel tells the message that ends the replies and is none
 */
record ReplyLimits(Duration total, @Nullable Duration stall, int maxMessages, Predicate<Message> sentinel) {

    /** Whether a message ends the replies and is none itself. */
    boolean end(Message message) {
        // A status is no reply: the server says with it that nobody listens.
        return message.isStatusMessage() || sentinel.test(message);
    }

    /**
     * How long to wait for the next reply.
     *
     * @param received how many there were
     * @param left the nanoseconds that are left of the total time
     * @return nanoseconds
     */
    long wait(int received, long left) {
        // The first reply may take the total time; a service that is slow is not one that has ended.
        return received == 0 || stall == null ? left : Math.min(left, stall.toNanos());
    }
}
