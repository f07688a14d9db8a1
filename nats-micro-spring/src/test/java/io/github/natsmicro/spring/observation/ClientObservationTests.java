// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.natsmicro.EndpointOptions;
import io.github.natsmicro.ReplyStream;
import io.github.natsmicro.client.NoRespondersException;
import io.github.natsmicro.client.RequestTimeoutException;
import io.github.natsmicro.client.ServiceErrorException;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.spring.client.NatsClientProxyFactory;
import io.github.natsmicro.spring.client.NatsTemplate;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.messaging.handler.annotation.DestinationVariable;

/** What is observed of the requests of a template and of a declared client. */
class ClientObservationTests {

    @RegisterExtension
    static final Observed observed = new Observed();

    @NatsService(name = "catalogue", version = "1.0.0")
    @NatsGroup("books")
    interface Known {

        @NatsEndpoint(name = "find", subject = "find.{id}")
        String find(@DestinationVariable String id);
    }

    @NatsGroup("books")
    interface Unknown {

        @NatsEndpoint(name = "find", subject = "find.{id}")
        String find(@DestinationVariable String id);
    }

    @BeforeEach
    void start() {
        observed.start(observed.service("catalogue")
                .addEndpoint(
                        "find",
                        EndpointOptions.defaults().subject("books.find.*"),
                        request -> request.respond(Objects.requireNonNullElse(request.header("traceparent"), "none")))
                .addEndpoint("all", EndpointOptions.defaults().subject("books.all"), request -> {
                    ReplyStream stream = request.openStream();
                    stream.send("1".getBytes(StandardCharsets.UTF_8), null);
                    stream.send("2".getBytes(StandardCharsets.UTF_8), null);
                })
                .addEndpoint("fail", EndpointOptions.defaults().subject("books.fail"), request -> {
                    request.respondError(409, "Not now");
                })
                .addEndpoint("silent", EndpointOptions.defaults().subject("books.silent"), request -> {}));
    }

    private static String keys() {
        return Observed.low(observed.awaitOnly());
    }

    @Test
    void aTemplatesRequestIsObservedWithTheSubjectBeforeItsVariablesAreFilled() {
        observed.template().request("books.find.{id}").variable("id", 42).retrieve(String.class);

        Observation.Context context = observed.awaitOnly();
        assertThat(context.getName()).isEqualTo("nats.micro.client.requests");
        assertThat(context.getContextualName()).isEqualTo("books.find.{id}");
        assertThat(Observed.low(context)).isEqualTo("code=none endpoint=books.find.{id} outcome=replied service=none");
        assertThat(Observed.high(context)).isEqualTo("subject=books.find.42");
    }

    @Test
    void aDeclaredClientsRequestIsObservedWithTheNamesThatItDeclares() {
        NatsClientProxyFactory.builder(observed.template())
                .build()
                .createClient(Known.class)
                .find("42");

        Observation.Context context = observed.awaitOnly();
        assertThat(context.getContextualName()).isEqualTo("catalogue/find");
        assertThat(Observed.low(context)).isEqualTo("code=none endpoint=find outcome=replied service=catalogue");
        assertThat(context).isInstanceOfSatisfying(NatsClientObservationContext.class, client -> {
            assertThat(client.getRemoteServiceName()).isEqualTo("catalogue");
            assertThat(client.getKind()).isEqualTo(Kind.CLIENT);
        });
    }

    @Test
    void aDeclaredClientThatDoesNotNameItsServiceIsObservedWithTheSubjectBeforeItsVariablesAreFilled() {
        NatsClientProxyFactory.builder(observed.template())
                .build()
                .createClient(Unknown.class)
                .find("42");

        assertThat(keys()).isEqualTo("code=none endpoint=books.find.{id} outcome=replied service=none");
    }

    @Test
    void anErrorReplyIsObservedWithItsCode() {
        assertThatExceptionOfType(ServiceErrorException.class)
                .isThrownBy(() -> observed.template().request("books.fail", null, String.class));

        assertThat(keys()).isEqualTo("code=409 endpoint=books.fail outcome=error service=none");
        assertThat(observed.awaitOnly().getError()).isInstanceOf(ServiceErrorException.class);
    }

    @Test
    void whoIsNotAnsweredInTimeIsUnanswered() {
        assertThatExceptionOfType(RequestTimeoutException.class)
                .isThrownBy(() -> observed.template()
                        .request("books.silent")
                        .timeout(Duration.ofMillis(30))
                        .retrieve(String.class));

        assertThat(keys()).isEqualTo("code=none endpoint=books.silent outcome=unanswered service=none");
    }

    @Test
    void whereNobodyListensNobodyAnswers() {
        assertThatExceptionOfType(NoRespondersException.class)
                .isThrownBy(() -> observed.template().request("books.nowhere", null, String.class));

        assertThat(keys()).isEqualTo("code=none endpoint=books.nowhere outcome=unanswered service=none");
    }

    @Test
    void aMessageWithoutReplyIsUnanswered() {
        observed.template().send("books.silent", "news");

        assertThat(keys()).isEqualTo("code=none endpoint=books.silent outcome=unanswered service=none");
        assertThat(observed.awaitOnly())
                .isInstanceOfSatisfying(
                        NatsClientObservationContext.class,
                        client -> assertThat(client.getKind()).isEqualTo(Kind.PRODUCER));
    }

    @Test
    void aRequestThatIsNotWaitedForIsObservedUntilItsReply() throws Exception {
        CompletableFuture<@Nullable String> reply =
                observed.template().requestAsync("books.find.1", null, String.class);

        assertThat(reply.get(10, TimeUnit.SECONDS)).isEqualTo("none");
        assertThat(keys()).isEqualTo("code=none endpoint=books.find.1 outcome=replied service=none");
    }

    @Test
    void aRequestThatIsGivenUpIsCancelled() {
        CompletableFuture<@Nullable String> reply =
                observed.template().requestAsync("books.silent", null, String.class);

        assertThat(reply.cancel(false)).isTrue();

        assertThat(keys()).isEqualTo("code=none endpoint=books.silent outcome=cancelled service=none");
        assertThat(observed.awaitOnly().getError()).isNull();
    }

    @Test
    void aStreamIsObservedOnceAndUntilItsEnd() {
        try (Stream<String> elements = observed.template().stream("books.all", null, String.class)) {
            assertThat(observed.started()).hasSize(1);
            assertThat(elements.toList()).containsExactly("1", "2");
        }

        assertThat(keys()).isEqualTo("code=none endpoint=books.all outcome=replied service=none");
        assertThat(observed.started()).hasSize(1);
    }

    @Test
    void aStreamThatIsLeftIsCancelled() {
        try (Stream<String> elements = observed.template().stream("books.all", null, String.class)) {
            assertThat(elements.limit(1).toList()).containsExactly("1");
        }

        assertThat(keys()).isEqualTo("code=none endpoint=books.all outcome=cancelled service=none");
    }

    @Test
    void theObservationBelongsToTheCurrentOneAndIsTheCurrentOneForInterceptors() {
        AtomicReference<@Nullable Observation> seen = new AtomicReference<>();
        NatsTemplate template = observed.template()
                .mutate()
                .interceptor((request, next) -> {
                    seen.set(observed.registry().getCurrentObservation());
                    return next.proceed(request);
                })
                .build();
        Observation around = Observation.start("around", observed.registry());
        try (Observation.Scope scope = around.openScope()) {
            template.request("books.find.1", null, String.class);
        }

        Observation.Context context = observed.awaitOnly();
        assertThat(context.getParentObservation()).isSameAs(around);
        assertThat(seen.get()).isNotNull();
        assertThat(seen.get().getContext()).isSameAs(context);
        assertThat(observed.registry().getCurrentObservation()).isNull();
    }

    @Test
    void whatATracerSetsGoesAsHeaders() {
        observed.registry().observationConfig().observationHandler(new Tracing());

        assertThat(observed.template().request("books.find.1", null, String.class))
                .isEqualTo("00-trace-span-01");
    }

    private static final class Tracing implements ObservationHandler<NatsClientObservationContext> {

        @Override
        public void onStart(NatsClientObservationContext context) {
            context.getSetter().set(context.getCarrier(), "traceparent", "00-trace-span-01");
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof NatsClientObservationContext;
        }
    }

    @Test
    void anotherConventionIsUsed() {
        NatsTemplate template = NatsTemplate.builder(observed.caller(), Observed.CODECS)
                .interceptor(new NatsClientObserver(observed.registry(), new DefaultNatsClientObservationConvention() {
                    @Override
                    public String getName() {
                        return "calls";
                    }
                }))
                .build();

        template.request("books.find.1", null, String.class);

        assertThat(observed.awaitOnly().getName()).isEqualTo("calls");
    }

    @Test
    void aRegistryThatListensToNothingIsToldNothing() {
        NatsTemplate template = NatsTemplate.builder(observed.caller(), Observed.CODECS)
                .interceptor(new NatsClientObserver(ObservationRegistry.NOOP, null))
                .build();

        assertThat(template.request("books.find.1", null, String.class)).isEqualTo("none");
        assertThat(observed.started()).isEqualTo(List.of());
    }
}
