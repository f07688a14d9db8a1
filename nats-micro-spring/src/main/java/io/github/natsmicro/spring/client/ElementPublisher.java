// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.spring.contract.Reply;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream for subscribers. Each makes a request of its own when it first asks for elements, and gets as many as it asks
 * for; the others wait in the connection, within its limits. A thread of the executor belongs to it until the end.
 *
 * @param <T> the type of the elements
 * @param open makes the request
 * @param decode reads an element
 * @param executor runs the readers
 */
record ElementPublisher<T>(Supplier<ElementReader> open, Function<Reply<byte[]>, T> decode, Executor executor)
        implements Flow.Publisher<T> {

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Reading reading = new Reading(Objects.requireNonNull(subscriber, "A publisher needs a subscriber."));
        subscriber.onSubscribe(reading);
        try {
            executor.execute(reading);
        } catch (RuntimeException ex) {
            reading.cancel();
            subscriber.onError(ex);
        }
    }

    private final class Reading implements Flow.Subscription, Runnable {

        private final Flow.Subscriber<? super T> subscriber;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        // The following are guarded by the lock.
        private long demand;
        private boolean cancelled;
        private @Nullable IllegalArgumentException mistake;
        private @Nullable ElementReader reader;

        Reading(Flow.Subscriber<? super T> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            lock.lock();
            try {
                if (n <= 0) {
                    mistake = new IllegalArgumentException(
                            "A subscriber asked for %d elements. It must ask for one at least.".formatted(n));
                } else {
                    demand = Long.MAX_VALUE - demand < n ? Long.MAX_VALUE : demand + n;
                }
                changed.signal();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void cancel() {
            ElementReader known;
            lock.lock();
            try {
                cancelled = true;
                known = reader;
                changed.signal();
            } finally {
                lock.unlock();
            }
            if (known != null) {
                known.close();
            }
        }

        @Override
        public void run() {
            try {
                // The next element is read before it is asked for, or the end would not be seen without being asked
                // for.
                if (awaitDemand(0) && begin()) {
                    T element = next();
                    while (element != null && awaitDemand(1)) {
                        subscriber.onNext(element);
                        element = next();
                    }
                    end(null);
                }
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
                end(new IllegalStateException("The thread that reads a stream was interrupted.", ex));
            } catch (Throwable ex) {
                // Nobody else would tell the subscriber.
                end(ex);
            } finally {
                cancel();
            }
        }

        /** Waits until the subscriber wants something, and takes some of that; {@code false} if it has left. */
        private boolean awaitDemand(int taken) throws InterruptedException {
            lock.lock();
            try {
                while (demand == 0 && !cancelled && mistake == null) {
                    changed.await();
                }
                if (mistake != null) {
                    throw mistake;
                }
                demand -= demand == Long.MAX_VALUE ? 0 : taken;
                return !cancelled;
            } finally {
                lock.unlock();
            }
        }

        private boolean begin() {
            ElementReader opened = open.get();
            boolean late;
            lock.lock();
            try {
                reader = opened;
                late = cancelled;
            } finally {
                lock.unlock();
            }
            if (late) {
                opened.close();
            }
            return !late;
        }

        private @Nullable T next() {
            ElementReader known = Objects.requireNonNull(reader);
            Reply<byte[]> element = known.next();
            return element == null ? null : decode.apply(element);
        }

        private void end(@Nullable Throwable failure) {
            lock.lock();
            try {
                if (cancelled) {
                    return;
                }
                cancelled = true;
            } finally {
                lock.unlock();
            }
            if (failure == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(failure);
            }
        }
    }
}
