// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.health;

import io.nats.client.Connection;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Measures how long the server of a connection takes to answer. jnats waits as long as its own timeout says, so a thread is
 * sent to ask. All who want to know meanwhile wait for the same answer: jnats takes more than two pings that are under way
 * for a dead server.
 */
final class RoundTrip {

    private final Connection connection;

    // Guarded by this.
    private CompletableFuture<Duration> underWay = CompletableFuture.completedFuture(Duration.ZERO);

    RoundTrip(Connection connection) {
        this.connection = connection;
    }

    /**
     * Measures it.
     *
     * @param limit how long to wait at most
     * @throws TimeoutException if there was no answer in time
     * @throws ExecutionException if it could not be asked
     */
    Duration measure(Duration limit) throws TimeoutException, ExecutionException, InterruptedException {
        try {
            return ask().get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException ex) {
            if (ex.getCause() != null && ex.getCause().getCause() instanceof TimeoutException timeout) {
                // jnats itself has given up before.
                throw timeout;
            }
            throw ex;
        } catch (CancellationException ex) {
            // So jnats ends what was under way when it loses its connection.
            throw new ExecutionException(ex);
        }
    }

    private synchronized CompletableFuture<Duration> ask() {
        if (underWay.isDone()) {
            CompletableFuture<Duration> answer = new CompletableFuture<>();
            Thread thread = new Thread(() -> answer(answer), "nats-health");
            thread.setDaemon(true);
            thread.start();
            underWay = answer;
        }
        return underWay;
    }

    private void answer(CompletableFuture<Duration> answer) {
        try {
            answer.complete(connection.RTT());
        } catch (Throwable ex) {
            // Those who wait must hear of it, whatever it is.
            answer.completeExceptionally(ex);
        }
    }
}
