// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.natsmicro.client.RequestTimeoutException;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.support.MessageBuilder;

/** What becomes of the arguments of a declared client. */
class NatsClientArgumentTests {

    @RegisterExtension
    static final ClientBench bench = new ClientBench();

    private String prefix = "";
    private @Nullable Arguments arguments;

    @NatsGroup("${prefix}")
    interface Arguments {

        @NatsEndpoint(subject = "x")
        String object(Order order);

        @NatsEndpoint(subject = "x")
        String annotated(@Payload Order order, @Header("A") String a);

        @NatsEndpoint(subject = "x")
        String notRequired(@Payload(required = false) @Nullable Order order);

        @NatsEndpoint(subject = "x")
        String optional(Optional<Order> order);

        @NatsEndpoint(subject = "x")
        String durationPayload(@Payload Duration duration);

        @NatsEndpoint(subject = "x")
        String header(@Header(name = "X-Number") int number, @Header String named, @Header("List") List<Integer> list);

        @NatsEndpoint(subject = "x")
        String optionalHeaders(
                @Header(name = "A", required = false) @Nullable String a,
                @Header("B") Optional<String> b,
                @Header(name = "C", defaultValue = "c") @Nullable String c);

        @NatsEndpoint(subject = "x")
        String allHeaders(@org.springframework.messaging.handler.annotation.Headers Map<String, Object> headers);

        @NatsEndpoint(subject = "x")
        String natsHeaders(Headers headers);

        @NatsEndpoint(subject = "x")
        String message(Message<Order> message);

        @NatsEndpoint(subject = "x")
        String patient(String payload, @Nullable Duration timeout);

        @NatsEndpoint(subject = "x.{id}.{kind}")
        String variables(@DestinationVariable("id") UUID first, @DestinationVariable TimeUnit kind);

        @NatsEndpoint(subject = "y.{id}")
        String id(@DestinationVariable String id);

        @NatsEndpoint(subject = "z.{*rest}")
        String rest(@DestinationVariable String rest);
    }

    @BeforeEach
    void choose() {
        prefix = bench.subject();
        bench.service().when(prefix + ".>").answer(NatsServiceStub.Received::subject);
        arguments = NatsClientProxyFactory.builder(bench.template())
                .embeddedValueResolver(text -> text.replace("${prefix}", prefix))
                .build()
                .createClient(Arguments.class);
    }

    private Arguments client() {
        return Objects.requireNonNull(arguments);
    }

    private NatsServiceStub.Received received() {
        return bench.onlyRequest(prefix + ".>");
    }

    private int sent() {
        return bench.service().requests(prefix + ".>").size();
    }

    @Test
    void theOneWithoutAnnotationIsThePayload() {
        client().object(Order.TEA);
        assertThat(received().body(Order.class)).isEqualTo(Order.TEA);
    }

    @Test
    void theAnnotatedOneIsThePayload() {
        client().annotated(Order.TEA, "1");
        assertThat(received().body(Order.class)).isEqualTo(Order.TEA);
        assertThat(received().header("A")).isEqualTo("1");
    }

    @Test
    void aTimeMayBeThePayload() {
        client().durationPayload(Duration.ofSeconds(5));
        assertThat(received().body(Duration.class)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void nothingIsSentForWhatIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client().object(missing()))
                .withMessage("The payload of %s.object(Order) is null.".formatted(Arguments.class.getName()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client().annotated(Order.TEA, missing()))
                .withMessageStartingWith("The header \"A\" of ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client().id(missing()))
                .withMessageStartingWith("The variable {id} of ");
        assertThat(sent()).isZero();
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // as careless callers do
    private static <T> T missing() {
        return null;
    }

    @Test
    void whatIsOptionalMayBeMissing() {
        client().notRequired(null);
        assertThat(received().body()).isEmpty();
        client().optional(Optional.empty());
        client().optional(Optional.of(Order.TEA));
        assertThat(bench.service().requests(prefix + ".>"))
                .extracting(request -> request.body(String.class))
                .containsExactly("", "", "{\"item\":\"tea\",\"quantity\":3}");
    }

    @Test
    void headers() {
        client().header(7, "n", List.of(1, 2));
        assertThat(received().header("X-Number")).isEqualTo("7");
        assertThat(received().header("named")).isEqualTo("n");
        assertThat(received().headers().get("List")).containsExactly("1", "2");
    }

    @Test
    void headersThatAreMissingAreNotSent() {
        client().optionalHeaders(null, Optional.empty(), null);
        assertThat(received().headers().keySet()).containsExactly("Request-Timeout");
        client().optionalHeaders("1", Optional.of("2"), "3");
        assertThat(bench.service().requests(prefix + ".>").get(1).headers().keySet())
                .contains("A", "B", "C");
    }

    @Test
    void headersInAMap() {
        client().allHeaders(Map.of("A", "1", "B", List.of("2", "3"), "C", 4));
        assertThat(received().header("A")).isEqualTo("1");
        assertThat(received().headers().get("B")).containsExactly("2", "3");
        assertThat(received().header("C")).isEqualTo("4");
    }

    @Test
    void headersOfJnats() {
        client().natsHeaders(new Headers().add("A", "1", "2"));
        assertThat(received().headers().get("A")).containsExactly("1", "2");
        assertThat(received().body()).isEmpty();
    }

    @Test
    void aMessageIsPayloadAndHeaders() {
        client().message(MessageBuilder.withPayload(Order.TEA)
                .setHeader("A", "1")
                .build());
        assertThat(received().body(Order.class)).isEqualTo(Order.TEA);
        assertThat(received().headers().keySet()).containsExactlyInAnyOrder("A", "Request-Timeout");
    }

    @Test
    void aTimeIsHowLongToWait() {
        bench.service().when(prefix + ".>").nothing();
        assertThatExceptionOfType(RequestTimeoutException.class)
                .isThrownBy(() -> client().patient("payload", Duration.ofMillis(50)));
        assertThat(Integer.parseInt(String.valueOf(received().header("Request-Timeout"))))
                .isBetween(1, 50);
        assertThat(received().body(String.class)).isEqualTo("payload");
        bench.service().when(prefix + ".>").reply("");
        assertThat(client().patient("payload", null)).isEmpty();
    }

    @Test
    void variablesAreConverted() {
        UUID id = UUID.randomUUID();
        assertThat(client().variables(id, TimeUnit.DAYS)).isEqualTo(prefix + ".x." + id + ".DAYS");
    }

    @Test
    void theRestMayHaveSeveralTokens() {
        assertThat(client().rest("a.b.c")).isEqualTo(prefix + ".z.a.b.c");
        assertThat(client().rest("a")).isEqualTo(prefix + ".z.a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a.b", "*", ">", "a>", "a\r\nPUB x 0", "\u0000"})
    void aValueThatIsNotOneTokenIsNotSent(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client().id(value))
                .withMessageContaining(" of the variable {id} ");
        assertThat(sent()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a..b", ".a", "a.", "a.*", "a.>", "a b"})
    void aRestThatIsNoSubjectIsNotSent(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client().rest(value))
                .withMessageContaining(" of the variable {*rest} must be tokens of a subject separated by dots");
        assertThat(sent()).isZero();
    }

    @Test
    void aConversionServiceOfTheUser() {
        DefaultConversionService conversion = new DefaultConversionService();
        conversion.addConverter(
                TimeUnit.class, String.class, unit -> "unit-" + unit.name().length());
        Arguments converting = NatsClientProxyFactory.builder(bench.template())
                .embeddedValueResolver(text -> text.replace("${prefix}", prefix))
                .conversionService(conversion)
                .build()
                .createClient(Arguments.class);

        assertThat(converting.variables(new UUID(0, 0), TimeUnit.NANOSECONDS)).endsWith(".unit-11");
    }
}
