// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.nats.client.Message;
import io.nats.client.Subscription;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Case 46 for every form of handler and of reply: the caller sees one, and whoever sends another is told. */
class SecondReplyTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private final List<@Nullable Throwable> refused = new CopyOnWriteArrayList<>();

    private void refuse(Runnable reply) {
        refused.add(catchThrowable(reply::run));
    }

    private static void reply(Request request, String form) {
        switch (form) {
            case "text" -> request.respond("first");
            case "json" -> request.respondJson("first");
            case "error" -> request.respondError(400, "first");
            case "stream" -> request.openStream().end();
            default -> throw new IllegalArgumentException(form);
        }
    }

    private void replyAgain(Request request) {
        for (String form : List.of("text", "json", "error", "stream")) {
            refuse(() -> reply(request, form));
        }
    }

    private void assertOneReply(MicroService service, Subscription replies, int errors) throws InterruptedException {
        Message reply = Bench.next(replies);
        assertThat(reply.isStatusMessage()).isFalse();
        Endpoint endpoint = service.endpoints().get(0);
        await().atMost(Bench.PATIENCE).until(() -> endpoint.stats().numRequests() == 1);
        bench.settle();
        Replies.assertNoMore(replies);
        assertThat(refused)
                .hasSize(4)
                .allSatisfy(each -> assertThat(each)
                        .isInstanceOfSatisfying(
                                ReplyException.class,
                                exception -> assertThat(exception.reason())
                                        .isEqualTo(ReplyException.Reason.ALREADY_ANSWERED))
                        .hasMessageMatching("[A-Z].*\\."));
        assertThat(endpoint.stats().numErrors()).isEqualTo(errors);
    }

    @ParameterizedTest
    @CsvSource({"text,0", "json,0", "error,1", "stream,0"})
    void afterAReplyOfAnyFormAnyOtherIsRefused(String form, int errors) throws InterruptedException {
        MicroService service = bench.start(bench.service("twice").addEndpoint("work", request -> {
            reply(request, form);
            assertThat(request.answered()).isTrue();
            replyAgain(request);
        }));

        assertOneReply(service, bench.send("work", ""), errors);
    }

    @ParameterizedTest
    @EnumSource(Concurrency.class)
    void anAsynchronousHandlerIsRefusedAsWell(Concurrency concurrency) throws InterruptedException {
        MicroService service = bench.start(bench.service("twice")
                .addAsyncEndpoint(
                        "work",
                        EndpointOptions.defaults().concurrency(concurrency),
                        request -> CompletableFuture.runAsync(() -> {
                            request.respond("first");
                            replyAgain(request);
                        })));

        assertOneReply(service, bench.send("work", ""), 0);
    }

    @ParameterizedTest
    @EnumSource(Concurrency.class)
    void aHandlerThatRepliesAfterItsInterceptorDidIsRefused(Concurrency concurrency) throws InterruptedException {
        MicroService service = bench.start(bench.service("twice")
                .addInterceptor((request, next) -> {
                    request.respond("first");
                    return next.handle(request);
                })
                .addEndpoint("work", EndpointOptions.defaults().concurrency(concurrency), this::replyAgain));

        assertOneReply(service, bench.send("work", ""), 0);
    }

    @Test
    void anInterceptorThatRepliesAfterItsHandlerDidIsRefused() throws InterruptedException {
        MicroService service = bench.start(bench.service("twice")
                .addInterceptor((request, next) -> next.handle(request).thenRun(() -> replyAgain(request)))
                .addEndpoint("work", request -> request.respond("first")));

        assertOneReply(service, bench.send("work", ""), 0);
    }

    @ParameterizedTest
    @EnumSource(Concurrency.class)
    void afterAHandlerHasFailedItsReplyIsRefused(Concurrency concurrency) throws InterruptedException {
        CompletableFuture<Request> kept = new CompletableFuture<>();
        MicroService service = bench.start(bench.service("twice")
                .addEndpoint("work", EndpointOptions.defaults().concurrency(concurrency), request -> {
                    kept.complete(request);
                    throw new ServiceException(400, "bad");
                }));
        Subscription replies = bench.send("work", "");
        Endpoint endpoint = service.endpoints().get(0);
        await().atMost(Bench.PATIENCE).until(() -> endpoint.stats().numRequests() == 1);

        replyAgain(kept.join());

        assertOneReply(service, replies, 1);
    }

    @ParameterizedTest
    @EnumSource(Concurrency.class)
    @SuppressWarnings("NullAway") // What a handler compiled without the check can do.
    void anAsynchronousHandlerWithoutAStageThatHasAnsweredIsAnError(Concurrency concurrency)
            throws InterruptedException {
        CompletableFuture<Request> kept = new CompletableFuture<>();
        MicroService service = bench.start(bench.service("twice")
                .addAsyncEndpoint("work", EndpointOptions.defaults().concurrency(concurrency), request -> {
                    request.respond("first");
                    kept.complete(request);
                    return null;
                }));
        Subscription replies = bench.send("work", "");
        await().atMost(Bench.PATIENCE)
                .until(() -> service.endpoints().get(0).stats().numRequests() == 1);

        replyAgain(kept.join());

        assertOneReply(service, replies, 1);
    }
}
