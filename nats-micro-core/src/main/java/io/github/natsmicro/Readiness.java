// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Who waits until a stream can send, and is told once: when it can, or when it has ended. */
final class Readiness {

    private final Outflow outflow;
    private final BooleanSupplier open;
    private final EndpointLog log;

    // Guarded by this.
    private final Set<Waiter> waiters = new LinkedHashSet<>();

    // Guarded by itself.
    private final Queue<Runnable> actions = new ArrayDeque<>();
    private boolean acting;

    Readiness(Outflow outflow, BooleanSupplier open, EndpointLog log) {
        this.outflow = outflow;
        this.open = open;
        this.log = log;
    }

    private final class Waiter implements Runnable {

        private final Runnable action;
        private final AtomicBoolean called = new AtomicBoolean();

        Waiter(Runnable action) {
            this.action = action;
        }

        @Override
        public void run() {
            remove(this);
            if (called.compareAndSet(false, true)) {
                action.run();
            }
        }
    }

    boolean isReady() {
        return open.getAsBoolean() && !outflow.isCongested();
    }

    void onReady(Runnable action) {
        wait(() -> act(action));
    }

    boolean await() throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(1);
        Waiter waiter = wait(ready::countDown);
        try {
            ready.await();
        } catch (InterruptedException ex) {
            remove(waiter);
            if (open.getAsBoolean()) {
                throw ex;
            }
            // The end of its time interrupts a handler too.
            Thread.currentThread().interrupt();
        }
        return open.getAsBoolean();
    }

    private Waiter wait(Runnable action) {
        Waiter waiter = new Waiter(action);
        if (!open.getAsBoolean() || !outflow.isCongested()) {
            waiter.run();
            return waiter;
        }
        synchronized (this) {
            waiters.add(waiter);
        }
        outflow.await(waiter);
        // It may have ended before there was somebody to tell.
        tellIfOver();
        return waiter;
    }

    private void remove(Waiter waiter) {
        outflow.forget(waiter);
        synchronized (this) {
            waiters.remove(waiter);
        }
    }

    /** To be called without a lock whenever the stream may have ended. */
    void tellIfOver() {
        if (open.getAsBoolean()) {
            return;
        }
        List<Waiter> told;
        synchronized (this) {
            told = List.copyOf(waiters);
        }
        told.forEach(Waiter::run);
    }

    /** One after the other; an action that asks for the next one must not be called within itself again and again. */
    private void act(Runnable action) {
        synchronized (actions) {
            actions.add(action);
            if (acting) {
                return;
            }
            acting = true;
        }
        for (Runnable next = nextAction(); next != null; next = nextAction()) {
            log.guardReady(next);
        }
    }

    private @Nullable Runnable nextAction() {
        synchronized (actions) {
            Runnable next = actions.poll();
            acting = next != null;
            return next;
        }
    }
}
