// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport.inprocess;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.ReplyStream;
import io.github.natsmicro.ServiceException;
import io.github.natsmicro.client.DiscoveryClient;
import io.github.natsmicro.client.NoRespondersException;
import io.github.natsmicro.client.RequestException;
import io.github.natsmicro.client.RequestMany;
import io.github.natsmicro.client.RequestTimeoutException;
import io.github.natsmicro.client.Requester;
import io.github.natsmicro.client.ServiceErrorException;
import io.github.natsmicro.transport.Transport;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Statistics;
import io.nats.client.Subscription;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What those find who have a connection and do not know that it leads nowhere but into the process. */
class InProcessConnectionTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final byte[] EMPTY = new byte[0];

    private final InProcessTransport transport = new InProcessTransport();
    private final Connection connection = transport.connection();

    @AfterEach
    void close() {
        transport.close();
    }

    private MicroService service() {
        return MicroService.builder(connection, "numbers", "1.0.0")
                .addEndpoint("echo", request -> request.respond(request.data()))
                .addEndpoint("refuse", request -> {
                    throw new ServiceException(404, "No such number");
                })
                .addEndpoint("silence", request -> {})
                .addEndpoint("count", request -> {
                    ReplyStream stream = request.openStream();
                    List.of("1", "2", "3").forEach(stream::send);
                    stream.end();
                })
                .build()
                .start();
    }

    @Test
    void aServiceThatIsMadeOnItStandsOnTheTransport() {
        assertThat(Transport.of(connection)).isSameAs(transport);
    }

    @Test
    void requestsAreAnswered() throws Exception {
        try (MicroService service = service()) {
            assertThat(Requester.on(connection)
                            .request("echo", "hello".getBytes(UTF_8))
                            .getData())
                    .asString()
                    .isEqualTo("hello");
            assertThat(connection.request("echo", "hi".getBytes(UTF_8), TIMEOUT))
                    .isNotNull()
                    .satisfies(reply -> assertThat(reply.getData()).asString().isEqualTo("hi"));
            assertThat(connection
                            .request("echo", EMPTY)
                            .get(5, TimeUnit.SECONDS)
                            .getData())
                    .isEmpty();
        }
    }

    @Test
    void requestsFailAsWithAServer() {
        try (MicroService service = service()) {
            Requester requester = Requester.on(connection).timeout(Duration.ofMillis(200));
            assertThatExceptionOfType(ServiceErrorException.class)
                    .isThrownBy(() -> requester.request("refuse", EMPTY))
                    .satisfies(error -> assertThat(error.code()).isEqualTo(404));
            assertThatExceptionOfType(RequestTimeoutException.class)
                    .isThrownBy(() -> requester.request("silence", EMPTY));
            assertThatExceptionOfType(NoRespondersException.class)
                    .isThrownBy(() -> requester.request("nowhere", EMPTY));
            assertThat(requester.requestAsync("nowhere", EMPTY))
                    .failsWithin(TIMEOUT)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(NoRespondersException.class);
        }
    }

    @Test
    void streamsAreRead() {
        try (MicroService service = service();
                Stream<Message> numbers = Requester.on(connection).stream("count", EMPTY)) {
            assertThat(numbers.map(Message::getData).map(body -> new String(body, UTF_8)))
                    .containsExactly("1", "2", "3");
        }
    }

    @Test
    void aStreamFromNobodyFails() {
        try (Stream<Message> nothing = Requester.on(connection).stream("nowhere", EMPTY)) {
            assertThatExceptionOfType(NoRespondersException.class).isThrownBy(nothing::toList);
        }
    }

    @Test
    void servicesAreDiscovered() {
        try (MicroService service = service()) {
            assertThat(DiscoveryClient.on(connection).ping("numbers"))
                    .singleElement()
                    .satisfies(answer -> assertThat(answer.id()).isEqualTo(service.id()));
        }
    }

    @Test
    void severalRepliesAreCollected() {
        try (MicroService one = service();
                MicroService two = service()) {
            Queue<String> subjects = new ConcurrentLinkedQueue<>();
            assertThat(RequestMany.on(connection)
                            .maxMessages(2)
                            .forEachAsync("$SRV.PING", null, EMPTY, message -> subjects.add(message.getSubject())))
                    .succeedsWithin(TIMEOUT);
            assertThat(subjects).hasSize(2);
        }
    }

    @Test
    void dispatchersDeliverUntilTheyAreClosed() throws Exception {
        Queue<String> received = new ConcurrentLinkedQueue<>();
        Dispatcher dispatcher = connection.createDispatcher();
        Subscription subscription = dispatcher.subscribe("news.*", message -> {
            received.add(message.getSubject());
            message.getConnection().publish(message.getReplyTo(), EMPTY);
        });
        assertThat(connection.request("news.today", EMPTY, TIMEOUT)).isNotNull();
        assertThat(received).containsExactly("news.today");
        assertThat(subscription.isActive()).isTrue();

        connection.closeDispatcher(dispatcher);

        assertThat(dispatcher.isActive()).isFalse();
        assertThat(subscription.isActive()).isFalse();
        assertThat(connection.request("news.today", EMPTY, TIMEOUT)).isNull();
    }

    @Test
    void aDispatcherGivesUpOneSubject() throws Exception {
        Queue<String> received = new ConcurrentLinkedQueue<>();
        Dispatcher dispatcher = connection.createDispatcher(message -> received.add(message.getSubject()));
        dispatcher.subscribe("kept").subscribe("left").unsubscribe("left");

        connection.publish("left", EMPTY);
        connection.publish("kept", EMPTY);

        await().untilAsserted(() -> assertThat(received).containsExactly("kept"));
    }

    @Test
    void whoWaitsForAMessageIsToldThatNoneCanCome() throws Exception {
        Subscription subscription = connection.subscribe("news");
        connection.publish("news", "first".getBytes(UTF_8));
        assertThat(subscription.nextMessage(TIMEOUT).getData()).asString().isEqualTo("first");
        assertThat(subscription.nextMessage(Duration.ofMillis(1))).isNull();
        CountDownLatch told = new CountDownLatch(1);
        Thread reader = new Thread(() -> {
            try {
                subscription.nextMessage(Duration.ZERO);
            } catch (IllegalStateException ex) {
                told.countDown();
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        });
        reader.start();

        subscription.unsubscribe();

        assertThat(told.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(subscription.isActive()).isFalse();
        assertThatIllegalStateException().isThrownBy(subscription::unsubscribe);
    }

    @Test
    void aClosedConnectionTellsSo() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        connection.addConnectionListener((source, event) -> closed.countDown());
        Subscription subscription = connection.subscribe("news");

        connection.close();

        assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(connection.getStatus()).isEqualTo(Connection.Status.CLOSED);
        await().until(() -> !subscription.isActive());
        assertThatIllegalStateException()
                .isThrownBy(() -> connection.publish("news", EMPTY))
                .withMessage("The in-process transport is closed.");
        assertThatIllegalStateException().isThrownBy(() -> connection.subscribe("news"));
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> Requester.on(connection).request("news", EMPTY));
    }

    @Test
    void whatCannotBeSentIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> connection.publish("not a subject", EMPTY));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> connection.publish("news", new byte[(int) connection.getMaxPayload() + 1]));
    }

    @Test
    void whatItHasNotIsRefusedWithASentence() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(connection::jetStream)
                .withMessage(
                        "The in-process form of a Connection has no jetStream(). Test what needs it on a connection to"
                                + " a NATS server.");
    }

    @Test
    void itTellsWhatEveryConnectionDoes() throws Exception {
        assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
        assertThat(connection.getConnectedUrl()).isEqualTo("in-process");
        assertThat(connection.getServerInfo().isHeadersSupported()).isTrue();
        assertThat(connection.RTT()).isPositive();
        assertThat(connection.getLastError()).isNull();
        assertThat(connection).hasToString("in-process connection").isEqualTo(connection);
        assertThat(connection.hashCode()).isEqualTo(connection.hashCode());
        Statistics statistics = connection.getStatistics();
        assertThat(statistics.getOutMsgs() + statistics.getInMsgs()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                InProcessConnection.class,
                InProcessDispatcher.class,
                InProcessDispatched.class,
                InProcessReader.class
            })
    void eachMethodIsOneOfJnats(Class<?> target) {
        Class<?> type = Map.<Class<?>, Class<?>>of(
                        InProcessConnection.class, Connection.class, InProcessDispatcher.class, Dispatcher.class)
                .getOrDefault(target, Subscription.class);
        for (Method method : target.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers())
                    && !List.of("transport", "toString").contains(method.getName())) {
                assertThat(Arrays.asList(type.getMethods()))
                        .as(method.toString())
                        .anySatisfy(known -> {
                            assertThat(known.getName()).isEqualTo(method.getName());
                            assertThat(known.getParameterTypes()).isEqualTo(method.getParameterTypes());
                        });
            }
        }
    }
}
