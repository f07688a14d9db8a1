// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.client.NoRespondersException;
import io.github.natsmicro.client.RequestTimeoutException;
import io.github.natsmicro.spring.contract.Reply;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.ParameterizedTypeReference;
import reactor.test.StepVerifier;

/** Requests to streaming endpoints. */
class NatsTemplateStreamTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    @RegisterExtension
    static final ClientBench bench = new ClientBench();

    private final NatsTemplate template = bench.template();
    private String subject = "";

    @BeforeEach
    void choose() {
        subject = bench.subject();
    }

    /** Keeps what it gets, and asks for as much as a test says. */
    private static final class Collector implements Flow.Subscriber<Order> {

        private final List<Object> signals = new CopyOnWriteArrayList<>();
        private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();

        Flow.Subscription subscription() {
            Flow.Subscription known = subscription.get();
            assertThat(known).isNotNull();
            return known;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription.set(subscription);
        }

        @Override
        public void onNext(Order item) {
            signals.add(item);
        }

        @Override
        public void onError(Throwable throwable) {
            signals.add(throwable);
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }
    }

    private Collector subscribed() {
        Collector collector = new Collector();
        template.request(subject).retrievePublisher(Order.class).subscribe(collector);
        return collector;
    }

    @Test
    void theElementsAsAStream() {
        bench.service().when(subject).stream(Order.TEA, Order.RICE);

        try (Stream<Order> orders = template.stream(subject, Order.TEA, Order.class)) {
            assertThat(orders).containsExactly(Order.TEA, Order.RICE);
        }
        assertThat(bench.onlyRequest(subject).body(Order.class)).isEqualTo(Order.TEA);
        bench.awaitUnsubscribed(bench.onlyRequest(subject));
    }

    @Test
    void elementsOfAGenericType() {
        bench.service().when(subject).stream(List.of(Order.TEA), List.of(Order.RICE));

        try (Stream<List<Order>> orders =
                template.request(subject).retrieveStream(new ParameterizedTypeReference<List<Order>>() {})) {
            assertThat(orders).containsExactly(List.of(Order.TEA), List.of(Order.RICE));
        }
    }

    @Test
    void aStreamThatIsClosedEndsTheSubscription() {
        bench.service().when(subject).answer(request -> Order.TEA); // an element, and no end
        try (Stream<Order> orders = template.stream(subject, null, Order.class)) {
            assertThat(orders.iterator().next()).isEqualTo(Order.TEA);
        }
        bench.awaitUnsubscribed(bench.onlyRequest(subject));
    }

    @Test
    void anErrorAfterElements() {
        bench.service().when(subject).stream(
                Order.TEA, Reply.error(502, "Broken").body(Order.RICE));

        try (Stream<Order> orders = template.stream(subject, null, Order.class)) {
            Iterator<Order> iterator = orders.iterator();
            assertThat(iterator.next()).isEqualTo(Order.TEA);
            assertThatExceptionOfType(ErrorReplyException.class)
                    .isThrownBy(iterator::hasNext)
                    .satisfies(error -> {
                        assertThat(error.code()).isEqualTo(502);
                        assertThat(error.body(Order.class)).isEqualTo(Order.RICE);
                    });
        }
        bench.awaitUnsubscribed(bench.onlyRequest(subject));
    }

    @Test
    void anElementThatIsNotReadableEndsTheSubscription() {
        bench.service().when(subject).answer(request -> "no JSON");

        try (Stream<Order> orders = template.stream(subject, null, Order.class)) {
            assertThatExceptionOfType(UnreadableReplyException.class).isThrownBy(orders::toList);
            bench.awaitUnsubscribed(bench.onlyRequest(subject));
        }
    }

    @Test
    void nobodyListens() {
        try (Stream<Order> orders = template.stream(subject, null, Order.class)) {
            assertThatExceptionOfType(NoRespondersException.class).isThrownBy(orders::toList);
        }
    }

    @Test
    void theNextElementDoesNotComeInTime() {
        bench.service().when(subject).answer(request -> Order.TEA);

        try (Stream<Order> orders =
                template.request(subject).timeout(Duration.ofMillis(60)).retrieveStream(Order.class)) {
            assertThatExceptionOfType(RequestTimeoutException.class).isThrownBy(orders::toList);
        }
        assertThat(bench.onlyRequest(subject).headers().keySet()).isEmpty();
    }

    @Test
    void aStreamThatTakesTooLongAsAWhole() {
        bench.service().when(subject).answer(request -> Order.TEA);

        try (Stream<Order> orders =
                template.request(subject).streamTimeout(Duration.ofMillis(60)).retrieveStream(Order.class)) {
            assertThatExceptionOfType(RequestTimeoutException.class)
                    .isThrownBy(orders::toList)
                    .withMessageContaining("had not ended within 60 ms");
        }
        assertThat(bench.onlyRequest(subject).header("Request-Timeout")).isEqualTo("60");
    }

    @Test
    void aFluxMakesARequestForEachSubscriber() {
        bench.service().when(subject).stream(Order.TEA).stream(Order.RICE, Order.TEA);
        var flux = template.request(subject).retrieveFlux(Order.class);
        assertThat(bench.service().requests(subject)).isEmpty();

        StepVerifier.create(flux).expectNext(Order.TEA).expectComplete().verify(SOON);
        StepVerifier.create(flux)
                .expectNext(Order.RICE, Order.TEA)
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void anErrorIsThatOfTheFlux() {
        bench.service().when(subject).stream(Order.TEA, Reply.error(502, "Broken"));

        StepVerifier.create(template.request(subject).retrieveFlux(Order.class))
                .expectNext(Order.TEA)
                .expectErrorSatisfies(failure -> assertThat(failure).isInstanceOf(ErrorReplyException.class))
                .verify(SOON);
    }

    @Test
    void aFluxThatIsCancelledEndsTheSubscription() {
        bench.service().when(subject).answer(request -> Order.TEA);

        StepVerifier.create(template.request(subject).retrieveFlux(Order.class))
                .expectNext(Order.TEA)
                .thenCancel()
                .verify(SOON);
        bench.awaitUnsubscribed(bench.onlyRequest(subject));
    }

    @Test
    void aSubscriberGetsAsManyElementsAsItAsksFor() {
        Order[] many = IntStream.range(0, 100).mapToObj(i -> new Order("o", i)).toArray(Order[]::new);
        bench.service().when(subject).stream((Object[]) many);
        Collector collector = subscribed();
        collector.subscription().request(2);
        await().until(() -> collector.signals.size() == 2);
        collector.subscription().request(3);
        await().until(() -> collector.signals.size() >= 5);

        assertThat(collector.signals).containsExactly((Object[]) Arrays.copyOf(many, 5));
        collector.subscription().cancel();
        bench.awaitUnsubscribed(bench.onlyRequest(subject));
        assertThat(collector.signals).hasSize(5);
    }

    @Test
    void theEndNeedNotBeAskedFor() {
        bench.service().when(subject).stream(Order.TEA, Order.RICE);
        Collector collector = subscribed();
        collector.subscription().request(2);

        await().untilAsserted(() -> assertThat(collector.signals).containsExactly(Order.TEA, Order.RICE, "complete"));
    }

    @Test
    void theRequestIsMadeWhenElementsAreAskedFor() {
        bench.service().when(subject).stream(Order.TEA);
        Collector collector = subscribed();
        collector.subscription().cancel();
        Collector second = subscribed();
        second.subscription().request(1);
        await().until(() -> second.signals.contains("complete"));

        assertThat(bench.service().requests(subject)).hasSize(1);
        assertThat(collector.signals).isEmpty();
    }

    @Test
    void aSubscriberThatAsksForNothingIsToldSo() {
        bench.service().when(subject).stream(Order.TEA);
        Collector collector = subscribed();
        collector.subscription().request(0);

        await().untilAsserted(() -> assertThat(collector.signals)
                .singleElement()
                .isInstanceOfSatisfying(
                        IllegalArgumentException.class,
                        mistake -> assertThat(mistake)
                                .hasMessage("A subscriber asked for 0 elements. It must ask for one at least.")));
    }

    @Test
    void aSubscriberWhileNobodyListens() {
        Collector collector = subscribed();
        collector.subscription().request(1);

        await().untilAsserted(
                        () -> assertThat(collector.signals).singleElement().isInstanceOf(NoRespondersException.class));
    }
}
