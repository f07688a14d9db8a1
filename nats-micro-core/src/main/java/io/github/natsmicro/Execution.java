// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs handlers on the service's own threads, so that none can delay another endpoint or discovery. The pool needs no
 * bound of its own: {@link Admission} lets in at most as many requests as the endpoints allow. Threads are made when they
 * are needed and end when they have been idle for a while.
 */
final class Execution {

    private static final long IDLE_SECONDS = 30;

    private final @Nullable ClassLoader contextClassLoader =
            Thread.currentThread().getContextClassLoader();
    private final ThreadPoolExecutor executor;

    Execution(String serviceName) {
        AtomicInteger count = new AtomicInteger();
        this.executor = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new HandlerThread(this, task, serviceName + "-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    void run(Exchange exchange) {
        executor.execute(() -> handle(exchange));
    }

    private static void handle(Exchange exchange) {
        if (!exchange.start()) {
            return;
        }
        try {
            CompletionStage<?> stage = exchange.endpoint().handler().handle(exchange);
            if (stage == null) {
                throw new IllegalStateException(
                        "The handler of endpoint \"%s\" returned null where it must return a CompletionStage."
                                .formatted(exchange.endpoint().name()));
            }
            stage.whenComplete((ignored, failure) -> exchange.finish(failure));
        } catch (Throwable ex) {
            finishFailed(exchange, ex);
        }
    }

    private static void finishFailed(Exchange exchange, Throwable failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        exchange.finish(failure);
        if (failure instanceof VirtualMachineError fatal) {
            throw fatal;
        }
    }

    /** Whether the calling thread is one that handles a request of this service. */
    boolean isCurrentThread() {
        return Thread.currentThread() instanceof HandlerThread thread && thread.owner == this;
    }

    void shutdown() {
        executor.shutdown();
    }

    private static final class HandlerThread extends Thread {

        private final Execution owner;

        HandlerThread(Execution owner, Runnable task, String name) {
            // A thread is made by whichever request needs one, and must not inherit what that request holds.
            super(null, task, name, 0, false);
            setContextClassLoader(owner.contextClassLoader);
            this.owner = owner;
        }
    }
}
