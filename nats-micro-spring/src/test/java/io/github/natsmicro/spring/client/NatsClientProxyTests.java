// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.client.RequestTimeoutException;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.contract.Reply;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What the methods of a declared client return. */
class NatsClientProxyTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    @RegisterExtension
    static final ClientBench bench = new ClientBench();

    private String prefix = "";
    private @Nullable Results results;

    /** One subject for all: what is answered is what a test says. */
    @NatsGroup("${prefix}")
    interface Results {

        @NatsEndpoint(subject = "one")
        @Nullable
        Order object();

        @NatsEndpoint(subject = "one")
        List<Order> list();

        @NatsEndpoint(subject = "one")
        int number();

        @NatsEndpoint(subject = "one")
        String text();

        @NatsEndpoint(subject = "one")
        byte[] bytes();

        @NatsEndpoint(subject = "one")
        void nothing();

        @NatsEndpoint(subject = "one")
        Optional<Order> optional();

        @NatsEndpoint(subject = "one")
        Reply<Order> reply();

        @NatsEndpoint(subject = "one")
        Message<Order> message();

        @NatsEndpoint(subject = "one")
        CompletionStage<Order> stage();

        @NatsEndpoint(subject = "one")
        CompletableFuture<Optional<Order>> futureOptional();

        @NatsEndpoint(subject = "one")
        Future<Void> futureNothing();

        @NatsEndpoint(subject = "one")
        Mono<Order> mono();

        @NatsEndpoint(subject = "one")
        Mono<Void> monoNothing();

        @NatsEndpoint(subject = "one")
        Mono<Reply<List<Order>>> monoReply();

        @NatsEndpoint(subject = "many", streaming = "true")
        Stream<Order> stream();

        @NatsEndpoint(subject = "many", streaming = "true")
        Flux<Order> flux();

        @NatsEndpoint(subject = "many", streaming = "true")
        Flow.Publisher<Order> publisher();

        @NatsEndpoint(subject = "many", streaming = "true")
        List<Order> all();

        @NatsEndpoint(subject = "many", streaming = "true")
        Iterable<Order> iterable();

        @NatsEndpoint(subject = "many", streaming = "true")
        Iterator<Order> iterator();

        default String described() {
            return "the order " + object();
        }
    }

    interface Crud<T, K> {

        @NatsEndpoint(subject = "get.{id}")
        T get(@DestinationVariable K id);

        @NatsEndpoint(subject = "put")
        void put(T value);

        @NatsEndpoint(subject = "all")
        List<T> all();

        @NatsEndpoint(subject = "each", streaming = "true")
        Stream<List<T>> each();
    }

    @NatsGroup("${prefix}.crud")
    interface OrderCrud extends Crud<Order, Integer> {

        @Override
        @NatsEndpoint(subject = "get.{id}.order")
        Order get(@DestinationVariable Integer id);
    }

    @BeforeEach
    void choose() {
        prefix = bench.subject();
        results = client(Results.class);
    }

    private <T> T client(Class<T> type) {
        return NatsClientProxyFactory.builder(bench.template())
                .embeddedValueResolver(text -> text.replace("${prefix}", prefix))
                .build()
                .createClient(type);
    }

    private Results results() {
        return Objects.requireNonNull(results);
    }

    private StubAnswers one() {
        return bench.service().when(prefix + ".one");
    }

    private StubAnswers many() {
        return bench.service().when(prefix + ".many");
    }

    @Test
    void anObject() {
        one().reply(Order.TEA);
        assertThat(results().object()).isEqualTo(Order.TEA);
    }

    @Test
    void nullForAnEmptyReply() {
        one().reply(null);
        assertThat(results().object()).isNull();
    }

    @Test
    void aListOfObjects() {
        one().reply(List.of(Order.TEA, Order.RICE));
        assertThat(results().list()).containsExactly(Order.TEA, Order.RICE);
    }

    @Test
    void aPrimitive() {
        one().reply(42).reply(null);
        assertThat(results().number()).isEqualTo(42);
        assertThatExceptionOfType(UnreadableReplyException.class)
                .isThrownBy(() -> results().number())
                .withMessage("The reply from \"%s.one\" can not be read as int: It is empty.".formatted(prefix));
    }

    @Test
    void textAndBytes() {
        one().reply("text");
        assertThat(results().text()).isEqualTo("text");
        assertThat(results().bytes()).asString().isEqualTo("text");
    }

    @Test
    void voidWaitsForTheReply() {
        one().after(Duration.ofMillis(50)).reply("ignored").error(409, "Already there");
        long start = System.nanoTime();
        results().nothing();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() -> results().nothing());
    }

    @Test
    void anOptionalIsEmptyForAnEmptyReplyAndFor404() {
        one().reply(Order.TEA).reply(null).error(404, "Not there").reply("null").error(500, "Broken");

        assertThat(results().optional()).contains(Order.TEA);
        assertThat(results().optional()).isEmpty();
        assertThat(results().optional()).isEmpty();
        assertThat(results().optional()).isEmpty();
        assertThatExceptionOfType(ErrorReplyException.class)
                .isThrownBy(() -> results().optional());
    }

    @Test
    void aReplyHasHeadersAndMayBeAnError() {
        one().reply(Reply.of(Order.TEA).header("Version", "7")).error(409, "Already there");

        Reply<Order> reply = results().reply();
        assertThat(reply.body()).isEqualTo(Order.TEA);
        assertThat(reply.headers().getFirst("Version")).isEqualTo("7");
        assertThat(results().reply().code()).isEqualTo(409);
    }

    @Test
    void aMessageHasHeaders() {
        one().reply(Reply.of(Order.TEA).header("Version", "7").header("Tags", "a", "b"))
                .reply(null);

        Message<Order> message = results().message();
        assertThat(message.getPayload()).isEqualTo(Order.TEA);
        assertThat(message.getHeaders()).containsEntry("Version", "7").containsEntry("Tags", List.of("a", "b"));
        assertThatExceptionOfType(UnreadableReplyException.class)
                .isThrownBy(() -> results().message());
    }

    @Test
    void stagesAndFutures() {
        one().reply(Order.TEA).error(404, "Not there").reply(null).error(409, "Already there");

        assertThat(results().stage()).succeedsWithin(SOON).isEqualTo(Order.TEA);
        assertThat(results().futureOptional()).succeedsWithin(SOON).isEqualTo(Optional.empty());
        assertThat(results().futureNothing()).succeedsWithin(SOON).isNull();
        assertThat(results().stage())
                .failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(ErrorReplyException.class);
    }

    @Test
    void monos() {
        one().reply(Order.TEA).reply("ignored").reply(List.of(Order.RICE)).error(409, "Already there");

        StepVerifier.create(results().mono())
                .expectNext(Order.TEA)
                .expectComplete()
                .verify(SOON);
        StepVerifier.create(results().monoNothing()).expectComplete().verify(SOON);
        StepVerifier.create(results().monoReply().mapNotNull(Reply::body))
                .expectNext(List.of(Order.RICE))
                .expectComplete()
                .verify(SOON);
        StepVerifier.create(results().mono())
                .expectError(ErrorReplyException.class)
                .verify(SOON);
    }

    @Test
    void streams() {
        many().stream(Order.TEA, Order.RICE);

        try (Stream<Order> orders = results().stream()) {
            assertThat(orders).containsExactly(Order.TEA, Order.RICE);
        }
        assertThat(results().all()).containsExactly(Order.TEA, Order.RICE);
        assertThat(results().iterator()).toIterable().containsExactly(Order.TEA, Order.RICE);
        Iterable<Order> iterable = results().iterable();
        assertThat(iterable).containsExactly(Order.TEA, Order.RICE);
        assertThat(iterable).containsExactly(Order.TEA, Order.RICE);
    }

    @Test
    void publishers() {
        many().stream(Order.TEA, Order.RICE);

        StepVerifier.create(results().flux())
                .expectNext(Order.TEA, Order.RICE)
                .expectComplete()
                .verify(SOON);
        StepVerifier.create(JdkFlowAdapter.flowPublisherToFlux(results().publisher()))
                .expectNext(Order.TEA, Order.RICE)
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void aFluxThatIsCancelledEndsTheSubscription() {
        many().answer(request -> Order.TEA);

        StepVerifier.create(results().flux()).expectNext(Order.TEA).thenCancel().verify(SOON);
        bench.awaitUnsubscribed(bench.onlyRequest(prefix + ".many"));
    }

    @Test
    void anIteratorThatIsLeftCanBeClosed() throws Exception {
        many().answer(request -> Order.TEA);
        Iterator<Order> orders = results().iterator();
        assertThat(orders.next()).isEqualTo(Order.TEA);

        assertThat(orders).isInstanceOf(AutoCloseable.class);
        ((AutoCloseable) orders).close();
        bench.awaitUnsubscribed(bench.onlyRequest(prefix + ".many"));
    }

    @Test
    void aLoopThatIsLeftEndsTheSubscriptionInTheEnd() {
        many().answer(request -> Order.TEA);
        assertThat(firstOf(results().iterable())).isEqualTo(Order.TEA);
        String replyTo = String.valueOf(bench.onlyRequest(prefix + ".many").replyTo());

        await().pollInterval(Duration.ofMillis(5)).untilAsserted(() -> {
            System.gc();
            assertThat(bench.called().request(replyTo, new byte[0]))
                    .failsWithin(Duration.ofMillis(100))
                    .withThrowableOfType(CancellationException.class);
        });
    }

    private static @Nullable Order firstOf(Iterable<Order> orders) {
        for (Order order : orders) {
            return order;
        }
        return null;
    }

    @Test
    void aDefaultMethodIsCalledAsItIs() {
        one().reply(Order.TEA);
        assertThat(results().described()).isEqualTo("the order " + Order.TEA);
    }

    @Test
    void aClientIsEqualToItselfAndSaysWhatItIs() {
        Results client = results();
        Results other = client(Results.class);

        assertThat(client).isNotEqualTo(other).hasToString("NATS client of " + Results.class.getName());
        assertThat(new HashSet<>(List.of(client, other, client))).hasSize(2).contains(client, other);
        assertThat(bench.service().requests(prefix + ".one")).isEmpty();
    }

    @Test
    void typesOfAnInheritedInterfaceAreThoseOfTheClient() {
        bench.service().when(prefix + ".crud.get.{id}.order").reply(Order.TEA);
        bench.service().when(prefix + ".crud.put").reply(null);
        bench.service().when(prefix + ".crud.all").reply(List.of(Order.TEA));
        bench.service().when(prefix + ".crud.each").stream(List.of(Order.TEA), List.of(Order.RICE));
        OrderCrud client = client(OrderCrud.class);
        Crud<Order, Integer> general = client;

        assertThat(client.get(42)).isEqualTo(Order.TEA);
        assertThat(general.get(42)).isEqualTo(Order.TEA);
        client.put(Order.TEA);
        assertThat(client.all()).containsExactly(Order.TEA);
        try (Stream<List<Order>> each = client.each()) {
            assertThat(each).containsExactly(List.of(Order.TEA), List.of(Order.RICE));
        }
        assertThat(bench.service().requests(prefix + ".crud.get.{id}.order"))
                .extracting(NatsServiceStub.Received::subject)
                .containsOnly(prefix + ".crud.get.42.order");
    }

    @Test
    void theFactoryHasSettingsOfItsOwn() {
        one().nothing();
        Results impatient = NatsClientProxyFactory.builder(bench.template())
                .timeout(Duration.ofMillis(50))
                .interceptor((request, next) -> next.proceed(request.withHeader("A", "1")))
                .embeddedValueResolver(text -> text.replace("${prefix}", prefix))
                .build()
                .createClient(Results.class);

        assertThatExceptionOfType(RequestTimeoutException.class).isThrownBy(impatient::text);
        assertThat(bench.onlyRequest(prefix + ".one").header("A")).isEqualTo("1");
    }
}
