// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

class LifecycleTests {

    private Connection client;

    static class Greeter {

        @NatsEndpoint
        String greet(String name) {
            return "hello " + name;
        }
    }

    static class Store implements DisposableBean {

        private volatile boolean closed;

        String read() {
            return closed ? "store is closed" : "store is open";
        }

        @Override
        public void destroy() {
            closed = true;
        }
    }

    static class SlowReader {

        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);
        private final Store store;

        SlowReader(Store store) {
            this.store = store;
        }

        @NatsEndpoint
        String read() throws InterruptedException {
            entered.countDown();
            return released.await(10, TimeUnit.SECONDS) ? store.read() : "never released";
        }
    }

    @BeforeEach
    void connect() {
        client = NatsServer.shared().connect();
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        client.close();
    }

    private Message ping() throws Exception {
        return client.request("$SRV.PING.default-service", new byte[0]).get(10, TimeUnit.SECONDS);
    }

    private void assertNobodyAnswers(String subject) {
        assertThat(client.request(subject, new byte[0])).failsWithin(Duration.ofSeconds(10));
    }

    @Test
    void servicesStartLastAndStopFirst() {
        try (NatsContext nats = NatsContext.start(Greeter.class)) {
            assertThat(nats.registrar().getPhase()).isEqualTo(SmartLifecycle.DEFAULT_PHASE);
            assertThat(nats.registrar().isAutoStartup()).isTrue();
        }
    }

    @Test
    void servicesAnswerAsSoonAsTheContextIsThere() throws Exception {
        try (NatsContext nats = NatsContext.start(Greeter.class)) {
            assertThat(nats.registrar().isRunning()).isTrue();
            assertThat(NatsContext.text(ping())).contains(nats.onlyService().id());
        }
    }

    @Test
    void servicesAreGoneAfterTheContextWasClosed() {
        NatsContext.start(Greeter.class).close();
        assertNobodyAnswers("greet");
        assertNobodyAnswers("$SRV.PING.default-service");
    }

    @Test
    void servicesAreGoneAfterTheContextWasStopped() {
        try (NatsContext nats = NatsContext.start(Greeter.class)) {
            nats.context().stop();
            assertThat(nats.registrar().isRunning()).isFalse();
            assertThat(nats.services()).isEmpty();
            assertNobodyAnswers("greet");
            assertNobodyAnswers("$SRV.PING.default-service");
        }
    }

    @Test
    void aContextThatStartsAgainHasNewServices() throws Exception {
        try (NatsContext nats = NatsContext.start(Greeter.class)) {
            String first = nats.onlyService().id();
            nats.context().stop();
            nats.context().start();
            String second = nats.onlyService().id();
            assertThat(second).isNotEqualTo(first);
            assertThat(NatsContext.text(ping())).contains(second);
            assertThat(nats.reply("greet", "you")).isEqualTo("hello you");
        }
    }

    @Test
    void startingTwiceDoesNothing() {
        try (NatsContext nats = NatsContext.start(Greeter.class)) {
            String id = nats.onlyService().id();
            nats.registrar().start();
            assertThat(nats.onlyService().id()).isEqualTo(id);
        }
    }

    @Test
    void stoppingTwiceDoesNothing() {
        try (NatsContext nats = NatsContext.start(Greeter.class)) {
            nats.registrar().stop();
            nats.registrar().stop();
            assertThat(nats.registrar().isRunning()).isFalse();
        }
    }

    @Test
    void aHandlerThatIsStillAtWorkHasItsBeans() throws Exception {
        NatsContext nats = NatsContext.start(Store.class, SlowReader.class);
        SlowReader reader = nats.context().getBean(SlowReader.class);
        MicroServiceRegistrar registrar = nats.registrar();
        CompletableFuture<Message> reply = client.request("read", new byte[0]);
        assertThat(reader.entered.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(nats::close);
        await().until(() -> !registrar.isRunning());
        assertThat(closed).isNotDone();
        reader.released.countDown();
        assertThat(NatsContext.text(reply.get(10, TimeUnit.SECONDS))).isEqualTo("store is open");
        closed.get(10, TimeUnit.SECONDS);
        assertThat(reader.read()).isEqualTo("store is closed");
    }

    @Test
    void theTimeToDrainCanBeSet() throws Exception {
        try (NatsContext nats = NatsContext.start(Store.class, SlowReader.class)) {
            MicroServiceRegistrar registrar = nats.registrar();
            registrar.stop();
            registrar.setDrainTimeout(Duration.ofMillis(1));
            registrar.start();
            CompletableFuture<Message> reply = client.request("read", new byte[0]);
            SlowReader reader = nats.context().getBean(SlowReader.class);
            assertThat(reader.entered.await(10, TimeUnit.SECONDS)).isTrue();
            registrar.stop();
            assertThat(NatsContext.error(reply.get(10, TimeUnit.SECONDS))).startsWith("503:");
            reader.released.countDown();
        }
    }

    @Test
    void theConnectionOfTheApplicationStaysOpenWhenServicesStop() {
        try (NatsContext nats = NatsContext.start(Greeter.class)) {
            nats.context().stop();
            assertThat(nats.context().getBean(Connection.class).getStatus()).isEqualTo(Connection.Status.CONNECTED);
        }
    }

    @Test
    void theCallbackOfAStopWaitsForHandlersThatAreStillAtWork() throws Exception {
        try (NatsContext nats = NatsContext.start(Store.class, SlowReader.class)) {
            SlowReader reader = nats.context().getBean(SlowReader.class);
            CompletableFuture<Message> reply = client.request("read", new byte[0]);
            assertThat(reader.entered.await(10, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Boolean> called = new CompletableFuture<>();
            nats.registrar().stop(() -> called.complete(true));
            await().until(() -> !nats.registrar().isRunning());
            assertThat(called).isNotDone();
            reader.released.countDown();
            assertThat(called.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(NatsContext.text(reply.get(10, TimeUnit.SECONDS))).isEqualTo("store is open");
        }
    }

    @Test
    void aRegistrarThatIsNoBeanSaysSo() {
        MicroServiceRegistrar registrar =
                new MicroServiceRegistrar(client, PayloadCodecs.of(new NatsContext.NatsConfiguration().codec()));
        assertThatThrownBy(registrar::afterSingletonsInstantiated)
                .hasMessage("The MicroServiceRegistrar is no bean of a context. Define it as one.");
    }

    @Test
    void theClientsOwnSubscriptionsAreNotTouched() {
        try (NatsContext nats = NatsContext.start(Greeter.class)) {
            Connection connection = nats.context().getBean(Connection.class);
            connection
                    .createDispatcher(message ->
                            connection.publish(message.getReplyTo(), "mine".getBytes(StandardCharsets.UTF_8)))
                    .subscribe("mine");
            nats.context().stop();
            assertThat(nats.reply("mine", "")).isEqualTo("mine");
        }
    }
}
