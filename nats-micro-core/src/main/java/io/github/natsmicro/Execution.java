// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import java.util.concurrent.CompletionStage;

/**
 * Calls handlers: on the threads that are for them, so that none can delay another endpoint or discovery, or at once on
 * the delivering thread where a handler is declared not to block.
 */
final class Execution {

    private final HandlerThreads threads;

    Execution(HandlerThreads threads) {
        this.threads = threads;
    }

    /**
     * Has a request handled.
     *
     * @throws java.util.concurrent.RejectedExecutionException if there is no thread, and will be none
     * @throws OutOfMemoryError if the machine has no more threads
     */
    void run(Exchange exchange) {
        Endpoint endpoint = exchange.endpoint();
        if (endpoint.concurrency() == Concurrency.NON_BLOCKING) {
            endpoint.delivering(exchange);
            try {
                handle(exchange);
            } finally {
                endpoint.delivering(null);
            }
        } else {
            threads.execute(endpoint.lane(), () -> handle(exchange));
        }
    }

    /** Does what a handler leaves for later, on the same threads. */
    void run(Endpoint endpoint, Runnable task) {
        if (endpoint.concurrency() == Concurrency.NON_BLOCKING) {
            task.run();
        } else {
            threads.execute(endpoint.lane(), task);
        }
    }

    private static void handle(Exchange exchange) {
        if (!exchange.enter()) {
            exchange.leave();
            return;
        }
        try {
            CompletionStage<?> stage = exchange.endpoint().handler().handle(exchange);
            if (stage == null) {
                throw new IllegalStateException(
                        "A handler or interceptor of the endpoint \"%s\" returned null where it must return a CompletionStage."
                                .formatted(exchange.endpoint().name()));
            }
            stage.whenComplete((ignored, failure) -> exchange.finish(failure));
        } catch (Throwable ex) {
            finishFailed(exchange, ex);
        } finally {
            exchange.leave();
            // What interrupted one request must not interrupt the next, and would end a dispatcher of jnats for good.
            boolean unused = Thread.interrupted();
        }
    }

    private static void finishFailed(Exchange exchange, Throwable failure) {
        exchange.finish(failure);
        if (failure instanceof VirtualMachineError fatal) {
            throw fatal;
        }
    }
}
