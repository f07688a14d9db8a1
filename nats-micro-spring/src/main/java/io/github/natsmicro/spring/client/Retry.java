// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.client.NoRespondersException;
import io.github.natsmicro.client.ServiceErrorException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Tries a request again where the service has done nothing for it: nobody listened, or it answered 503. After a timeout it
 * may have, so there is no second try.
 *
 * @param policy how often and when, and whether at all; {@code null} for never
 */
record Retry(@Nullable RetryPolicy policy) {

    private static final int UNAVAILABLE = 503;

    /** How long an attempt may take, of what is left for all. */
    record Attempt(long deadline) {

        static Attempt within(Duration timeout) {
            return new Attempt(System.nanoTime() + timeout.toNanos());
        }

        Duration left() {
            return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
        }
    }

    /** Tries while the thread waits. */
    <T> T call(Duration timeout, Function<Attempt, T> request) {
        Attempt attempt = Attempt.within(timeout);
        return policy == null
                ? request.apply(attempt)
                : new RetryTemplate(new Bounded(policy, timeout)).<T>invoke(() -> request.apply(attempt));
    }

    /** Tries without a thread. The framework's template sleeps, so here its policy is asked. */
    <T> CompletableFuture<T> start(Duration timeout, Function<Attempt, CompletableFuture<T>> request) {
        Attempt attempt = Attempt.within(timeout);
        return policy == null
                ? request.apply(attempt)
                : new Unattended<>(new Bounded(policy, timeout), () -> request.apply(attempt)).begin();
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** The policy of the user for what may be tried again, within the time of the caller. */
    private record Bounded(RetryPolicy policy, Duration timeout) implements RetryPolicy {

        @Override
        public boolean shouldRetry(Throwable failure) {
            boolean nothingDone = failure instanceof NoRespondersException
                    || (failure instanceof ServiceErrorException error && error.code() == UNAVAILABLE);
            return nothingDone && policy.shouldRetry(failure);
        }

        @Override
        public Duration getTimeout() {
            Duration own = policy.getTimeout();
            return own.isZero() || own.compareTo(timeout) > 0 ? timeout : own;
        }

        @Override
        public BackOff getBackOff() {
            return policy.getBackOff();
        }
    }

    private static final class Unattended<T> {

        private final RetryPolicy policy;
        private final BackOffExecution backOff;
        private final long deadline;
        private final Supplier<CompletableFuture<T>> request;
        private final CompletableFuture<T> result = new CompletableFuture<>();

        Unattended(RetryPolicy policy, Supplier<CompletableFuture<T>> request) {
            this.policy = policy;
            this.backOff = policy.getBackOff().start();
            this.deadline = Attempt.within(policy.getTimeout()).deadline();
            this.request = request;
        }

        CompletableFuture<T> begin() {
            attempt();
            return result;
        }

        @SuppressWarnings("FutureReturnValueIgnored") // the futures only tell each other
        private void attempt() {
            if (result.isDone()) {
                return;
            }
            CompletableFuture<T> sent = request.get();
            sent.whenComplete((reply, failure) -> {
                if (failure == null) {
                    result.complete(reply);
                } else {
                    failed(cause(failure));
                }
            });
            // Who cancels the result is not interested in what is on its way.
            result.whenComplete((reply, failure) -> sent.cancel(false));
        }

        private void failed(Throwable failure) {
            long delay;
            try {
                delay = policy.shouldRetry(failure) ? backOff.nextBackOff() : BackOffExecution.STOP;
            } catch (RuntimeException ex) {
                result.completeExceptionally(ex);
                return;
            }
            long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(0, delay));
            if (delay == BackOffExecution.STOP || due - deadline >= 0) {
                result.completeExceptionally(failure);
            } else {
                CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS).execute(this::attempt);
            }
        }
    }
}
