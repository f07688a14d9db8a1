// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.nats.client.Message;
import io.nats.client.Subscription;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What interceptors can do around handlers of every form: their order, and how they end a request. */
class InterceptorTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private final List<String> events = new CopyOnWriteArrayList<>();

    /** Notes that it is passed on the way in, and on the way back when the stage is complete. */
    private Interceptor noting(String name) {
        return (request, next) -> {
            events.add(name + " in");
            return next.handle(request).whenComplete((value, failure) -> events.add(name + " out"));
        };
    }

    private Endpoint start(Interceptor interceptor, Handler handler) {
        return bench.start(
                        bench.service("intercepted").addInterceptor(interceptor).addEndpoint("work", handler))
                .endpoints()
                .get(0);
    }

    private static void awaitCounted(Endpoint endpoint, long requests) {
        await().atMost(Bench.PATIENCE).until(() -> endpoint.stats().numRequests() == requests);
    }

    private MicroServiceBuilder layered() {
        return bench.service("layered").addInterceptor(noting("service1")).addInterceptor(noting("service2"));
    }

    private void addLayers(Group outer, Handler handler) {
        outer.addInterceptor(noting("outer1")).addInterceptor(noting("outer2"));
        outer.addGroup("inner")
                .addInterceptor(noting("inner"))
                .addEndpoint(
                        "work",
                        EndpointOptions.defaults()
                                .interceptor(noting("endpoint1"))
                                .interceptor(noting("endpoint2")),
                        handler);
    }

    private void assertAllPassed(String call) {
        await().atMost(Bench.PATIENCE).until(() -> events.contains("service1 out"));
        assertThat(events)
                .containsExactly(
                        "service1 in",
                        "service2 in",
                        "outer1 in",
                        "outer2 in",
                        "inner in",
                        "endpoint1 in",
                        "endpoint2 in",
                        call,
                        "endpoint2 out",
                        "endpoint1 out",
                        "inner out",
                        "outer2 out",
                        "outer1 out",
                        "service2 out",
                        "service1 out");
    }

    @Test
    void thoseOfTheServiceStandAroundThoseOfGroupsAndTheseAroundThoseOfTheEndpoint() {
        bench.start(layered()
                .addGroup(
                        "outer",
                        outer -> addLayers(outer, request -> {
                            events.add("handler");
                            request.respond("ok");
                        })));

        assertThat(Replies.text(bench.call("outer.inner.work"))).isEqualTo("ok");

        assertAllPassed("handler");
    }

    @Test
    void theyStandAroundEndpointsThatAreAddedLater() {
        MicroService service = bench.start(layered());
        addLayers(service.addGroup("outer"), request -> {
            events.add("handler");
            request.respond("ok");
        });

        assertThat(Replies.text(bench.call("outer.inner.work"))).isEqualTo("ok");

        assertAllPassed("handler");
    }

    @Test
    void theyStandAroundNothingElse() {
        bench.start(bench.service("beside")
                .addGroup(
                        "guarded",
                        group -> group.addInterceptor(noting("guarded"))
                                .addEndpoint("a", request -> request.respond("a")))
                .addGroup("open", group -> group.addEndpoint("b", request -> request.respond("b")))
                .addEndpoint("c", EndpointOptions.defaults().interceptor(noting("c")), r -> r.respond("c"))
                .addEndpoint("d", request -> request.respond("d")));

        bench.call("open.b");
        bench.call("d");
        bench.call("$SRV.PING.beside");
        assertThat(events).isEmpty();
        bench.call("guarded.a");
        bench.call("c");

        await().atMost(Bench.PATIENCE).until(() -> events.size() == 4);
        assertThat(events).containsExactlyInAnyOrder("guarded in", "guarded out", "c in", "c out");
    }

    @ParameterizedTest
    @EnumSource(Concurrency.class)
    void theyAreCalledOnTheThreadOfTheHandler(Concurrency concurrency) {
        AtomicReference<Thread> thread = new AtomicReference<>();
        bench.start(bench.service("threads")
                .addInterceptor((request, next) -> {
                    thread.set(Thread.currentThread());
                    return next.handle(request);
                })
                .addEndpoint(
                        "work",
                        EndpointOptions.defaults().concurrency(concurrency),
                        request -> request.respond(String.valueOf(Thread.currentThread() == thread.get()))));

        assertThat(Replies.text(bench.call("work"))).isEqualTo("true");
    }

    @ParameterizedTest
    @EnumSource(Concurrency.class)
    void theStageOfAnAsynchronousHandlerTellsThemTheEnd(Concurrency concurrency) {
        CompletableFuture<Request> asked = new CompletableFuture<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        bench.start(bench.service("intercepted")
                .addInterceptor(noting("around"))
                .addAsyncEndpoint("work", EndpointOptions.defaults().concurrency(concurrency), request -> {
                    asked.complete(request);
                    return done;
                }));
        Subscription replies = bench.send("work", "");
        asked.join().respond("ok");
        assertThat(Replies.text(Bench.next(replies))).isEqualTo("ok");
        assertThat(events).containsExactly("around in");

        done.complete(null);

        await().atMost(Bench.PATIENCE).until(() -> events.contains("around out"));
        assertThat(events).containsExactly("around in", "around out");
    }

    @Test
    void aRequestIsCountedWhenTheStageThatTheInterceptorMadeIsComplete() {
        CompletableFuture<Object> own = new CompletableFuture<>();
        Endpoint endpoint = start(
                (request, next) -> next.handle(request).thenCombine(own, (handled, end) -> end),
                request -> request.respond("ok"));

        bench.call("work");

        bench.settle();
        assertThat(endpoint.stats().numRequests()).isZero();
        assertThat(endpoint.inFlight()).isEqualTo(1);
        own.complete("done");
        awaitCounted(endpoint, 1);
        assertThat(endpoint.stats().numErrors()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Concurrency.class)
    void oneThatAnswersItselfKeepsTheRequestFromTheHandler(Concurrency concurrency) {
        bench.start(bench.service("cached")
                .addInterceptor((request, next) -> {
                    if (request.text().equals("known")) {
                        request.respond("cached");
                        return CompletableFuture.completedFuture(null);
                    }
                    return next.handle(request);
                })
                .addEndpoint("work", EndpointOptions.defaults().concurrency(concurrency), request -> {
                    events.add(request.text());
                    request.respond("fresh");
                }));

        assertThat(Replies.text(bench.call("work", "known"))).isEqualTo("cached");
        assertThat(Replies.text(bench.call("work", "unknown"))).isEqualTo("fresh");

        assertThat(events).containsExactly("unknown");
    }

    @ParameterizedTest
    @EnumSource(Concurrency.class)
    void oneThatThrowsAnswersWithTheErrorAndKeepsTheRequestFromTheHandler(Concurrency concurrency) {
        Endpoint endpoint = bench.start(bench.service("guarded")
                        .addInterceptor((request, next) -> {
                            throw new ServiceException(401, "The header Api-Key is missing");
                        })
                        .addEndpoint("work", EndpointOptions.defaults().concurrency(concurrency), request -> {
                            events.add("handler");
                            request.respond("not reached");
                        }))
                .endpoints()
                .get(0);

        Replies.assertError(bench.call("work"), 401, "The header Api-Key is missing");

        awaitCounted(endpoint, 1);
        assertThat(events).isEmpty();
        assertThat(endpoint.stats().numErrors()).isEqualTo(1);
        assertThat(endpoint.stats().lastError()).isEqualTo("401:The header Api-Key is missing");
    }

    @Test
    void oneThatFailsOtherwiseIsAnsweredWith500() {
        start(
                (request, next) -> {
                    throw new IllegalStateException("secret");
                },
                request -> request.respond("not reached"));

        Replies.assertError(bench.call("work"), 500, "Internal Server Error");
    }

    @Test
    void oneWhoseStageFailsIsAnsweredWithTheError() {
        start(
                (request, next) -> CompletableFuture.failedFuture(new ServiceException(429, "slow down")),
                request -> request.respond("not reached"));

        Replies.assertError(bench.call("work"), 429, "slow down");
    }

    @Test
    @SuppressWarnings("NullAway") // What an interceptor compiled without the check can do.
    void oneThatReturnsNoStageIsAnsweredWith500() {
        Endpoint endpoint = start((request, next) -> null, request -> request.respond("not reached"));

        Replies.assertError(bench.call("work"), 500, "Internal Server Error");
        awaitCounted(endpoint, 1);
        assertThat(endpoint.stats().numErrors()).isEqualTo(1);
        assertThat(endpoint.inFlight()).isZero();
    }

    @Test
    void whatTheHandlerThrowsCanBeTurnedIntoAnotherError() {
        Endpoint endpoint = start(
                (request, next) -> {
                    try {
                        return next.handle(request);
                    } catch (IllegalArgumentException ex) {
                        throw new ServiceException(422, "translated", ex);
                    }
                },
                request -> {
                    throw new IllegalArgumentException("bad");
                });

        Replies.assertError(bench.call("work"), 422, "translated");
        awaitCounted(endpoint, 1);
        assertThat(endpoint.stats().lastError()).isEqualTo("422:translated");
    }

    @Test
    void whatTheHandlerThrowsCanBeAnsweredWithoutAnError() {
        Endpoint endpoint = start(
                (request, next) -> {
                    try {
                        return next.handle(request);
                    } catch (IllegalArgumentException ex) {
                        request.respond("default");
                        return CompletableFuture.completedFuture(null);
                    }
                },
                request -> {
                    throw new IllegalArgumentException("bad");
                });

        Message reply = bench.call("work");

        Replies.assertNoError(reply);
        assertThat(Replies.text(reply)).isEqualTo("default");
        awaitCounted(endpoint, 1);
        assertThat(endpoint.stats().numErrors()).isZero();
    }

    @Test
    void aFailedStageOfTheHandlerCanBeTurnedIntoAnotherError() {
        bench.start(bench.service("translated")
                .addInterceptor((request, next) -> {
                    CompletionStage<?> handled = next.handle(request);
                    return handled.handle((value, failure) -> {
                        throw new ServiceException(422, "translated", Objects.requireNonNull(failure));
                    });
                })
                .addAsyncEndpoint(
                        "work", request -> CompletableFuture.failedFuture(new IllegalArgumentException("bad"))));

        Replies.assertError(bench.call("work"), 422, "translated");
    }

    @Test
    void oneThatIsAddedToAGroupTooLateIsRefused() {
        MicroService service = bench.start(bench.service("late"));
        Group withEndpoint = service.addGroup("a");
        withEndpoint.addEndpoint("work", request -> request.respond("ok"));
        Group withGroup = service.addGroup("b");
        withGroup.addGroup("c");

        assertThatIllegalStateException()
                .isThrownBy(() -> withEndpoint.addInterceptor(noting("late")))
                .withMessageMatching("[A-Z].*\\.");
        assertThatIllegalStateException().isThrownBy(() -> withGroup.addInterceptor(noting("late")));

        assertThat(Replies.text(bench.call("a.work"))).isEqualTo("ok");
        assertThat(events).isEmpty();
    }
}
