// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import java.util.function.Supplier;

/**
 * Puts a thread's interrupt flag aside for a moment: jnats silently discards what an interrupted thread sends, be it a
 * request or the end of a subscription.
 */
final class Uninterrupted {

    private Uninterrupted() {}

    static void run(Runnable action) {
        boolean interrupted = Thread.interrupted();
        try {
            action.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static <T> T get(Supplier<T> action) {
        boolean interrupted = Thread.interrupted();
        try {
            return action.get();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
