// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where a handler goes on later, and where its answer goes. */
class RequestExecutorTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private static AsyncHandler laterOnItsThreads() {
        return request -> CompletableFuture.runAsync(
                () -> request.respond(Thread.currentThread().getName()), request.executor());
    }

    @Test
    void theExecutorOfARequestHasTheThreadsOfTheHandlers() {
        try (HandlerThreads threads = HandlerThreads.pool("own", 4)) {
            bench.start(bench.service("later").handlerThreads(threads).addAsyncEndpoint("work", laterOnItsThreads()));

            assertThat(Replies.text(bench.call("work"))).startsWith("own");
        }
    }

    @Test
    void aForwardingRequestHasTheSame() {
        try (HandlerThreads threads = HandlerThreads.pool("own", 4)) {
            bench.start(bench.service("later")
                    .handlerThreads(threads)
                    .addInterceptor((request, next) -> next.handle(new ForwardingRequest(request) {}))
                    .addAsyncEndpoint("work", laterOnItsThreads()));

            assertThat(Replies.text(bench.call("work"))).startsWith("own");
        }
    }

    @Test
    void aNonBlockingEndpointHasNoThreadsAndGoesOnWhereItIs() {
        bench.start(bench.service("direct")
                .addAsyncEndpoint("work", EndpointOptions.defaults().concurrency(Concurrency.NON_BLOCKING), request -> {
                    Thread here = Thread.currentThread();
                    return CompletableFuture.runAsync(
                            () -> request.respond(String.valueOf(Thread.currentThread() == here)), request.executor());
                }));

        assertThat(Replies.text(bench.call("work"))).isEqualTo("true");
    }

    @Test
    void theReplySubjectIsTheOneThatTheCallerListensOn() {
        bench.start(bench.service("told")
                .addEndpoint("work", request -> request.respond(String.valueOf(request.replyTo()))));

        io.nats.client.Message reply = bench.call("work");

        assertThat(Replies.text(reply)).isEqualTo(reply.getSubject());
    }

    @Test
    void whoOnlyPublishesHasNone() {
        CompletableFuture<String> told = new CompletableFuture<>();
        bench.start(bench.service("told")
                .addInterceptor((request, next) -> next.handle(new ForwardingRequest(request) {}))
                .addEndpoint("work", request -> told.complete(String.valueOf(request.replyTo()))));

        bench.client().publish("work", new byte[0]);

        assertThat(told).succeedsWithin(Bench.PATIENCE).isEqualTo("null");
    }
}
