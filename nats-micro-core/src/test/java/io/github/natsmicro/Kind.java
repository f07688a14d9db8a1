// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import java.util.concurrent.CompletableFuture;

/** The kinds of endpoints, which may be subscribed in different ways. */
enum Kind {
    QUEUED,
    WITHOUT_QUEUE,
    ORDERED,
    ORDERED_WITHOUT_QUEUE,
    NON_BLOCKING,
    NON_BLOCKING_WITHOUT_QUEUE,
    ASYNC;

    EndpointOptions options() {
        EndpointOptions options = EndpointOptions.defaults();
        return switch (this) {
            case QUEUED, ASYNC -> options;
            case WITHOUT_QUEUE -> options.queueGroup(QueueGroup.none());
            case ORDERED -> options.concurrency(Concurrency.ORDERED);
            case ORDERED_WITHOUT_QUEUE ->
                options.concurrency(Concurrency.ORDERED).queueGroup(QueueGroup.none());
            case NON_BLOCKING -> options.concurrency(Concurrency.NON_BLOCKING);
            case NON_BLOCKING_WITHOUT_QUEUE ->
                options.concurrency(Concurrency.NON_BLOCKING).queueGroup(QueueGroup.none());
        };
    }

    boolean ordered() {
        return this == ORDERED || this == ORDERED_WITHOUT_QUEUE;
    }

    /** Whether a second subscription beside the first would be seen: it would get what the first one gets. */
    boolean alone() {
        return ordered() || options().queueGroup().equals(QueueGroup.none());
    }

    MicroServiceBuilder addTo(MicroServiceBuilder builder, String name, Handler handler) {
        return this == ASYNC
                ? builder.addAsyncEndpoint(name, options(), async(handler))
                : builder.addEndpoint(name, options(), handler);
    }

    Endpoint addTo(MicroService service, String name, Handler handler) {
        return this == ASYNC
                ? service.addAsyncEndpoint(name, options(), async(handler))
                : service.addEndpoint(name, options(), handler);
    }

    private static AsyncHandler async(Handler handler) {
        return request -> CompletableFuture.runAsync(() -> {
            try {
                handler.handle(request);
            } catch (Exception ex) {
                throw new IllegalStateException(ex);
            }
        });
    }
}
