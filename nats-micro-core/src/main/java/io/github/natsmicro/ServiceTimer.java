// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What a service does later. Its one thread is there only while something is due. */
final class ServiceTimer {

    private static final long IDLE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor executor;

    /** Something that may not be needed any more. */
    @FunctionalInterface
    interface Due {

        void cancel();
    }

    ServiceTimer(String threadName) {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(null, task, threadName, 0, false);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
    }

    Due after(long nanos, Runnable action) {
        try {
            var due = executor.schedule(action, nanos, TimeUnit.NANOSECONDS);
            return () -> due.cancel(false);
        } catch (RejectedExecutionException ex) {
            // The service has stopped, and everything that was open has been closed.
            return () -> {};
        }
    }

    Due every(Duration period, Runnable action) {
        try {
            var due = executor.scheduleWithFixedDelay(action, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
            return () -> due.cancel(false);
        } catch (RejectedExecutionException ex) {
            return () -> {};
        }
    }

    void close() {
        // What it is just doing may be a reply, which jnats would discard on an interrupted thread.
        executor.shutdown();
    }
}
