// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.ServiceException;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.contract.Reply;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Endpoints that are declared as streaming: one message an element, and an empty one at the end. */
class StreamingResultTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static NatsContext nats;

    record Item(int number) {}

    static class Endpoints {

        final AtomicInteger closed = new AtomicInteger();
        final AtomicInteger cancelled = new AtomicInteger();
        final AtomicInteger subscribed = new AtomicInteger();

        @NatsEndpoint(streaming = "true")
        Flux<Item> flux() {
            return Flux.range(1, 100).map(Item::new);
        }

        @NatsEndpoint(streaming = "true")
        Stream<Item> stream() {
            return IntStream.rangeClosed(1, 100).mapToObj(Item::new).onClose(closed::incrementAndGet);
        }

        @NatsEndpoint(streaming = "true")
        List<Item> list() {
            return IntStream.rangeClosed(1, 100).mapToObj(Item::new).toList();
        }

        @NatsEndpoint(streaming = "true")
        Iterator<Item> iterator() {
            return list().iterator();
        }

        @NatsEndpoint(streaming = "true")
        Flow.Publisher<Item> flow() {
            SubmissionPublisher<Item> publisher = new SubmissionPublisher<>();
            return subscriber -> {
                publisher.subscribe(subscriber);
                CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> {
                    IntStream.rangeClosed(1, 100).mapToObj(Item::new).forEach(publisher::submit);
                    publisher.close();
                });
            };
        }

        @NatsEndpoint(streaming = "true")
        CompletionStage<List<Item>> later() {
            return CompletableFuture.supplyAsync(this::list);
        }

        @NatsEndpoint(streaming = "true")
        Flux<Item> empty() {
            return Flux.empty();
        }

        @NatsEndpoint(streaming = "true")
        @Nullable
        List<Item> nothing() {
            return null;
        }

        @NatsEndpoint(streaming = "true")
        List<@Nullable String> withNull() {
            List<@Nullable String> elements = new ArrayList<>();
            elements.add("a");
            elements.add(null);
            return elements;
        }

        @NatsEndpoint(streaming = "true")
        List<String> withEmptyText() {
            return List.of("a", "", "b");
        }

        @NatsEndpoint(streaming = "true")
        Flux<Item> failing() {
            return Flux.concat(Flux.just(new Item(1)), Flux.error(new ServiceException(409, "Gone sour")));
        }

        @NatsEndpoint(streaming = "true")
        Stream<Item> failingStream() {
            return Stream.of(1, 2)
                    .map(number -> {
                        if (number == 2) {
                            throw new ServiceException(409, "Gone sour");
                        }
                        return new Item(number);
                    })
                    .onClose(closed::incrementAndGet);
        }

        @NatsEndpoint(streaming = "true")
        Flux<Reply<Item>> replies() {
            return Flux.just(
                    Reply.of(new Item(1)).header("Number", "1"), Reply.error(404, "No second"), Reply.of(new Item(3)));
        }

        @NatsEndpoint(streaming = "true")
        Flux<Item> endless() {
            return Flux.concat(Flux.just(new Item(1)), Mono.<Item>never())
                    .doOnSubscribe(subscription -> subscribed.incrementAndGet())
                    .doOnCancel(cancelled::incrementAndGet);
        }

        @NatsEndpoint(streaming = "true")
        Flux<byte[]> oversized() {
            return Flux.range(1, 10)
                    .map(number -> new byte[2 << 20])
                    .concatWith(Mono.never())
                    .doOnCancel(cancelled::incrementAndGet);
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Endpoints.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    private static Endpoints endpoints() {
        return nats.context().getBean(Endpoints.class);
    }

    /** All messages up to the one that ends the stream, which is empty or an error. */
    private static List<Message> replies(String subject, @Nullable Headers headers) {
        String inbox = nats.client().createInbox();
        Subscription subscription = nats.client().subscribe(inbox);
        nats.client().publish(subject, inbox, headers, new byte[0]);
        List<Message> replies = new ArrayList<>();
        try {
            while (replies.isEmpty() || !isEnd(replies.get(replies.size() - 1))) {
                Message next = subscription.nextMessage(PATIENCE);
                assertThat(next).as("reply after " + replies.size()).isNotNull();
                replies.add(next);
            }
        } catch (InterruptedException ex) {
            throw new AssertionError(ex);
        } finally {
            subscription.unsubscribe();
        }
        return replies;
    }

    private static boolean isEnd(Message message) {
        return message.getData().length == 0 || !NatsContext.error(message).isEmpty();
    }

    private static List<String> texts(String subject) {
        return replies(subject, null).stream().map(NatsContext::text).toList();
    }

    private static List<String> hundredItems() {
        return Stream.concat(IntStream.rangeClosed(1, 100).mapToObj("{\"number\":%d}"::formatted), Stream.of(""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"flux", "stream", "list", "iterator", "flow", "later"})
    void eachElementIsAMessageAndAnEmptyOneEndsThem(String subject) {
        assertThat(texts(subject)).isEqualTo(hundredItems());
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "nothing"})
    void noElementsAreJustTheEnd(String subject) {
        assertThat(texts(subject)).containsExactly("");
    }

    @Test
    void aStreamIsClosedWhateverItsEnd() {
        int before = endpoints().closed.get();
        texts("stream");
        texts("failingStream");
        await().untilAsserted(() -> assertThat(endpoints().closed).hasValue(before + 2));
    }

    @Test
    void nullIsTheNullOfTheCodec() {
        assertThat(texts("withNull")).containsExactly("a", "null", "");
    }

    @Test
    void anEmptyElementCanNotBeSentAndIsAnError() {
        List<Message> replies = replies("withEmptyText", null);
        assertThat(NatsContext.text(replies.get(0))).isEqualTo("a");
        assertThat(NatsContext.error(replies.get(1))).startsWith("500:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failing", "failingStream"})
    void aFailureEndsTheStreamWithAnError(String subject) {
        List<Message> replies = replies(subject, null);
        assertThat(replies).hasSize(2);
        assertThat(NatsContext.error(replies.get(1))).isEqualTo("409:Gone sour");
    }

    @Test
    void anElementMayHaveHeadersOrBeAnErrorThatEndsTheStream() {
        List<Message> replies = replies("replies", null);
        assertThat(replies).hasSize(2);
        assertThat(NatsContext.header(replies.get(0), "Number")).isEqualTo("1");
        assertThat(NatsContext.error(replies.get(1))).isEqualTo("404:No second");
    }

    @Test
    void whoAsksIsToldTheContentTypeOfEachElement() {
        List<Message> replies = replies("list", new Headers().put("Accept", "application/json"));
        assertThat(replies.subList(0, 100))
                .allSatisfy(reply ->
                        assertThat(NatsContext.header(reply, "Content-Type")).isEqualTo("application/json"));
    }

    @Test
    void thePublisherIsCancelledWhenTheCallersTimeIsUp() {
        int before = endpoints().cancelled.get();
        List<Message> replies = replies("endless", new Headers().put("Request-Timeout", "100"));
        assertThat(NatsContext.error(replies.get(1))).startsWith("504:");
        await().untilAsserted(() -> assertThat(endpoints().cancelled).hasValue(before + 1));
    }

    @Test
    void thePublisherIsCancelledWhenAMessageCanNotBeSent() {
        int before = endpoints().cancelled.get();
        List<Message> replies = replies("oversized", null);
        assertThat(NatsContext.error(replies.get(0))).startsWith("500:");
        await().untilAsserted(() -> assertThat(endpoints().cancelled).hasValue(before + 1));
    }

    @Test
    void thePublisherIsCancelledWhenTheServiceStops() {
        NatsContext other = NatsContext.start(
                context -> context.getBeanFactory()
                        .addBeanPostProcessor(new org.springframework.beans.factory.config.BeanPostProcessor() {
                            @Override
                            public Object postProcessBeforeInitialization(Object bean, String name) {
                                if (bean instanceof MicroServiceRegistrar registrar) {
                                    registrar.setDrainTimeout(Duration.ofMillis(200));
                                }
                                return bean;
                            }
                        }),
                Stopping.class);
        Stopping bean = other.context().getBean(Stopping.class);
        String inbox = other.client().createInbox();
        other.client().publish("stopping", inbox, new byte[0]);
        await().untilAsserted(() -> assertThat(bean.subscribed).hasValue(1));
        other.registrar().stop();
        await().untilAsserted(() -> assertThat(bean.cancelled).hasValue(1));
        other.close();
    }

    static class Stopping {

        final AtomicInteger subscribed = new AtomicInteger();
        final AtomicInteger cancelled = new AtomicInteger();

        @NatsEndpoint(streaming = "true")
        Flux<Item> stopping() {
            return Flux.<Item>never()
                    .doOnSubscribe(subscription -> subscribed.incrementAndGet())
                    .doOnCancel(cancelled::incrementAndGet);
        }
    }

    @Test
    void nobodyIsSubscribedToForAMessageThatNobodyWaitsFor() {
        int before = endpoints().subscribed.get();
        nats.client().publish("endless", new byte[0]);
        await().untilAsserted(() -> assertThat(nats.onlyService().endpoints().stream()
                        .filter(endpoint -> endpoint.name().equals("endless"))
                        .mapToLong(endpoint -> endpoint.stats().numRequests())
                        .sum())
                .isPositive());
        assertThat(endpoints().subscribed).hasValue(before);
    }
}
