// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport.inprocess;

/**
 * What an in-process transport takes at most.
 *
 * @param maxPayload the bytes of a message, its headers among them; 0 for no limit
 * @param maxPending the messages that wait for the delivering thread of a subscription set; more are dropped
 */
public record InProcessLimits(long maxPayload, int maxPending) {

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if one is less than it may be
     */
    public InProcessLimits {
        if (maxPayload < 0) {
            throw new IllegalArgumentException(
                    "The maximal payload must be 0 or more bytes, not %d.".formatted(maxPayload));
        }
        if (maxPending < 1) {
            throw new IllegalArgumentException(
                    "At least one message must be able to wait, not %d.".formatted(maxPending));
        }
    }

    /**
     * The defaults of the NATS server and of jnats: 1 MiB, and 524288 messages.
     *
     * @return the limits
     */
    public static InProcessLimits defaults() {
        return new InProcessLimits(1024 * 1024, 512 * 1024);
    }

    /**
     * Chooses how large a message may be.
     *
     * @param bytes its bytes, its headers among them; 0 for no limit
     * @return other limits
     */
    public InProcessLimits maxPayload(long bytes) {
        return new InProcessLimits(bytes, maxPending);
    }

    /**
     * Chooses how many messages may wait.
     *
     * @param messages the messages of one subscription set
     * @return other limits
     */
    public InProcessLimits maxPending(int messages) {
        return new InProcessLimits(maxPayload, messages);
    }
}
