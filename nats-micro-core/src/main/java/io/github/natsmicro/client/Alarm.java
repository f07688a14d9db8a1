// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Does something later, on a thread that may be blocked, unless it is called off before. What was called off keeps nothing
 * alive: on Java 17 that takes a future that is completed, for a timer stays behind where one is cancelled.
 */
final class Alarm {

    private final CompletableFuture<Boolean> due = new CompletableFuture<>();

    @SuppressWarnings("FutureReturnValueIgnored") // both return what is kept, or what fails with it
    private Alarm(long nanos, Runnable action) {
        due.completeOnTimeout(true, nanos, TimeUnit.NANOSECONDS);
        due.whenComplete((rings, failure) -> {
            if (rings) {
                // The thread of the JDK's timers is one for all.
                due.defaultExecutor().execute(action);
            }
        });
    }

    static Alarm after(long nanos, Runnable action) {
        return new Alarm(nanos, action);
    }

    void callOff() {
        due.complete(false);
    }
}
