// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.EndpointOptions;
import io.github.natsmicro.ForwardingRequest;
import io.github.natsmicro.Handler;
import io.github.natsmicro.Interceptor;
import io.github.natsmicro.MicroService;
import io.github.natsmicro.Request;
import io.github.natsmicro.ServiceException;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is observed of a request, whichever way it ends. */
class ServerObservationTests {

    @RegisterExtension
    static final Observed observed = new Observed();

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    private MicroService start(EndpointOptions options, Handler handler) {
        return observed.start(observed.observedService("shop").addEndpoint("get", options.subject("get.*"), handler));
    }

    private MicroService start(Handler handler) {
        return start(EndpointOptions.defaults(), handler);
    }

    private static @Nullable Message call(@Nullable Headers headers) throws InterruptedException {
        return observed.caller().request("get.42", headers, new byte[0], Duration.ofSeconds(10));
    }

    private static @Nullable Message call() throws InterruptedException {
        return call(null);
    }

    private static String errorTag(Observation.Context context) {
        Throwable error = context.getError();
        return error == null ? "none" : error.getClass().getSimpleName();
    }

    private void block(Request request) throws InterruptedException {
        entered.countDown();
        if (release.await(10, TimeUnit.SECONDS)) {
            request.respond("late");
        }
    }

    @Test
    void aReplyIsObservedWithTheNamesAndNotWithTheSubjectAmongThoseOfFewValues() throws InterruptedException {
        MicroService service = start(request -> request.respond("ok"));

        call();

        Observation.Context context = observed.awaitOnly();
        assertThat(context.getName()).isEqualTo("nats.micro.server.requests");
        assertThat(context.getContextualName()).isEqualTo("shop/get");
        assertThat(Observed.low(context)).isEqualTo("code=none endpoint=get outcome=replied service=shop");
        assertThat(Observed.high(context)).isEqualTo("service.id=" + service.id() + " subject=get.42");
        assertThat(context)
                .isInstanceOfSatisfying(
                        NatsServerObservationContext.class,
                        server -> assertThat(server.getKind()).isEqualTo(Kind.SERVER));
    }

    @Test
    void anErrorIsObservedWithTheCodeThatTheCallerGot() throws InterruptedException {
        start(request -> {
            throw new ServiceException(404, "No such thing", new IOException("not there"));
        });

        call();

        Observation.Context context = observed.awaitOnly();
        assertThat(Observed.low(context)).isEqualTo("code=404 endpoint=get outcome=error service=shop");
        assertThat(errorTag(context)).isEqualTo("IOException");
    }

    @Test
    void anErrorThatTheHandlerAnswersWithIsObservedWithoutException() throws InterruptedException {
        start(request -> request.respondError(409, "Not now"));

        call();

        Observation.Context context = observed.awaitOnly();
        assertThat(Observed.low(context)).isEqualTo("code=409 endpoint=get outcome=error service=shop");
        assertThat(errorTag(context)).isEqualTo("none");
    }

    @Test
    void anExceptionIsObservedWithTheCodeThatTheEngineAnswers() throws InterruptedException {
        start(request -> {
            throw new IOException("broken");
        });

        call();

        Observation.Context context = observed.awaitOnly();
        assertThat(Observed.low(context)).isEqualTo("code=500 endpoint=get outcome=error service=shop");
        assertThat(errorTag(context)).isEqualTo("IOException");
    }

    @Test
    void aMessageThatNobodyWaitsForIsUnanswered() {
        start(request -> {});

        observed.caller().publish("get.42", new byte[0]);

        Observation.Context context = observed.awaitOnly();
        assertThat(Observed.low(context)).isEqualTo("code=none endpoint=get outcome=unanswered service=shop");
        assertThat(context)
                .isInstanceOfSatisfying(
                        NatsServerObservationContext.class,
                        server -> assertThat(server.getKind()).isEqualTo(Kind.CONSUMER));
    }

    @Test
    void whatIsRefusedAtTheDoorIsObservedToo() throws InterruptedException {
        start(EndpointOptions.defaults().maxInFlight(1).maxWaiting(0), this::block);
        observed.caller().publish("get.1", new byte[0]);
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

        call();

        assertThat(Observed.low(observed.awaitOnly())).isEqualTo("code=503 endpoint=get outcome=rejected service=shop");
        release.countDown();
        assertThat(observed.awaitStopped(2)).hasSize(2);
    }

    @Test
    void whatAnOuterInterceptorRefusesIsObservedToo() throws InterruptedException {
        NatsServerObserver observer = new NatsServerObserver(observed.registry(), null);
        observed.start(observed.service("shop")
                .addInterceptor((request, next) -> {
                    throw new ServiceException(401, "Who are you?");
                })
                .addInterceptor(observer)
                .addListener(observer)
                .addEndpoint("get", EndpointOptions.defaults().subject("get.*"), request -> request.respond("ok")));

        call();

        assertThat(Observed.low(observed.awaitOnly())).isEqualTo("code=401 endpoint=get outcome=error service=shop");
    }

    @Test
    void aRequestThatAnInterceptorReplacedIsObservedOnce() throws InterruptedException {
        NatsServerObserver observer = new NatsServerObserver(observed.registry(), null);
        Interceptor replacing = (request, next) -> next.handle(new ForwardingRequest(request) {});
        observed.start(observed.service("shop")
                .addInterceptor(replacing)
                .addInterceptor(observer)
                .addListener(observer)
                .addEndpoint("get", EndpointOptions.defaults().subject("get.*"), request -> request.respond("ok")));

        call();
        call();

        assertThat(observed.awaitStopped(2)).hasSize(2);
        assertThat(observed.started()).hasSize(2);
    }

    @Test
    void aTimeoutEndsTheObservationThoughTheHandlerGoesOn() throws InterruptedException {
        // Time enough for a thread to take the request: one that nobody took in time counts as rejected.
        start(EndpointOptions.defaults().timeout(Duration.ofMillis(300)), request -> {
            try {
                block(request);
            } catch (InterruptedException ex) {
                throw new IOException("late", ex);
            }
        });

        call();

        Observation.Context context = observed.awaitOnly();
        assertThat(Observed.low(context)).isEqualTo("code=504 endpoint=get outcome=error service=shop");
        release.countDown();
        assertThat(observed.started()).hasSize(1);
    }

    @Test
    void theObservationIsTheCurrentOneWhileTheHandlerIsCalledAndNotAfterwards() throws InterruptedException {
        AtomicReference<@Nullable Observation> inside = new AtomicReference<>();
        AtomicReference<@Nullable Observation> outside = new AtomicReference<>();
        NatsServerObserver observer = new NatsServerObserver(observed.registry(), null);
        observed.start(observed.service("shop")
                .addInterceptor((request, next) -> {
                    try {
                        return next.handle(request);
                    } finally {
                        outside.set(observed.registry().getCurrentObservation());
                        entered.countDown();
                    }
                })
                .addInterceptor(observer)
                .addListener(observer)
                .addEndpoint("get", EndpointOptions.defaults().subject("get.*"), request -> {
                    inside.set(observed.registry().getCurrentObservation());
                    request.respond("ok");
                }));

        call();

        Observation.Context context = observed.awaitOnly();
        assertThat(inside.get()).isNotNull();
        assertThat(inside.get().getContext()).isSameAs(context);
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(outside.get()).isNull();
    }

    @Test
    void anAsynchronousHandlerIsObservedUntilItsStageIsComplete() throws Exception {
        CompletableFuture<String> later = new CompletableFuture<>();
        observed.start(observed.observedService("shop")
                .addAsyncEndpoint("get", EndpointOptions.defaults().subject("get.*"), request -> {
                    entered.countDown();
                    return later;
                }));
        CompletableFuture<Message> reply = observed.caller().request("get.42", new byte[0]);
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(observed.meters()
                        .get("nats.micro.server.requests.active")
                        .longTaskTimer()
                        .activeTasks())
                .isEqualTo(1);

        later.completeExceptionally(new IOException("broken"));

        assertThat(reply.get(10, TimeUnit.SECONDS)).isNotNull();
        Observation.Context context = observed.awaitOnly();
        assertThat(Observed.low(context)).isEqualTo("code=500 endpoint=get outcome=error service=shop");
        assertThat(errorTag(context)).isEqualTo("IOException");
        assertThat(observed.meters()
                        .get("nats.micro.server.requests.active")
                        .longTaskTimer()
                        .activeTasks())
                .isZero();
    }

    @Test
    void aStreamIsObservedUntilItsEnd() throws InterruptedException {
        start(request -> {
            var stream = request.openStream();
            stream.send("one".getBytes(StandardCharsets.UTF_8), null);
            stream.end();
        });

        call();

        assertThat(Observed.low(observed.awaitOnly())).isEqualTo("code=none endpoint=get outcome=replied service=shop");
        assertThat(observed.started()).hasSize(1);
    }

    @Test
    void headersOfATraceAreReadInAnyCase() throws InterruptedException {
        start(request -> request.respond("ok"));

        call(new Headers().put("Traceparent", "00-1").put("baggage", "a=1").add("baggage", "b=2"));

        assertThat(observed.awaitOnly()).isInstanceOfSatisfying(NatsServerObservationContext.class, context -> {
            Headers carrier = Objects.requireNonNull(context.getCarrier());
            assertThat(context.getGetter().get(carrier, "traceparent")).isEqualTo("00-1");
            assertThat(context.getGetter().getAll(carrier, "baggage")).containsExactly("a=1", "b=2");
            assertThat(context.getGetter().get(carrier, "tracestate")).isNull();
        });
    }

    @Test
    void anotherConventionIsUsed() throws InterruptedException {
        NatsServerObserver observer =
                new NatsServerObserver(observed.registry(), new DefaultNatsServerObservationConvention() {
                    @Override
                    public String getName() {
                        return "calls";
                    }
                });
        observed.start(observed.service("shop")
                .addInterceptor(observer)
                .addListener(observer)
                .addEndpoint("get", EndpointOptions.defaults().subject("get.*"), request -> request.respond("ok")));

        call();

        assertThat(observed.awaitOnly().getName()).isEqualTo("calls");
    }

    @Test
    void aGlobalConventionIsUsed() throws InterruptedException {
        observed.registry().observationConfig().observationConvention(new GlobalConvention());
        start(request -> request.respond("ok"));

        call();

        Observation.Context context = observed.awaitOnly();
        assertThat(context.getName()).isEqualTo("global");
        assertThat(Observed.low(context)).isEqualTo("who=everybody");
    }

    private static final class GlobalConvention
            implements NatsServerObservationConvention, GlobalObservationConvention<NatsServerObservationContext> {

        @Override
        public String getName() {
            return "global";
        }

        @Override
        public KeyValues getLowCardinalityKeyValues(NatsServerObservationContext context) {
            return KeyValues.of("who", "everybody");
        }
    }

    @Test
    void aRegistryThatListensToNothingCostsNothing() throws InterruptedException {
        AtomicReference<Map<Object, Object>> attributes = new AtomicReference<>(Map.of("not", "asked"));
        NatsServerObserver observer = new NatsServerObserver(ObservationRegistry.NOOP, null);
        observed.start(observed.service("shop")
                .addInterceptor(observer)
                .addListener(observer)
                .addEndpoint("get", EndpointOptions.defaults().subject("get.*"), request -> {
                    attributes.set(request.attributes());
                    request.respond("ok");
                }));

        assertThat(call()).isNotNull();

        assertThat(attributes.get()).isEmpty();
        assertThat(observed.started()).isEqualTo(List.of());
    }
}
