// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** Services whose connection is not there yet when the context starts. */
class WaitingServicesTests {

    private final Map<Connection, CompletableFuture<String>> gates = new ConcurrentHashMap<>();

    static class Here {

        @NatsEndpoint
        String here() {
            return "here";
        }
    }

    @NatsService(name = "there", version = "1.0.0", connection = "other")
    static class There {

        @NatsEndpoint
        String there() {
            return "there";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OtherConnection {

        @Bean(destroyMethod = "close", defaultCandidate = false)
        Connection other() {
            return NatsServer.shared().connect();
        }
    }

    @NatsService(name = "retried", version = "1.0.0", connection = "flaky")
    static class Retried {

        @NatsEndpoint
        String retried() {
            return "retried";
        }
    }

    /** A connection whose server does not confirm the first time. */
    @Configuration(proxyBeanMethods = false)
    static class FlakyConnection {

        private final AtomicBoolean flushed = new AtomicBoolean();

        @Bean(destroyMethod = "close", defaultCandidate = false)
        Connection flaky() {
            Connection real = NatsServer.shared().connect();
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("flush") && flushed.compareAndSet(false, true)) {
                            throw new TimeoutException();
                        }
                        try {
                            return method.invoke(real, arguments);
                        } catch (InvocationTargetException ex) {
                            throw ex.getTargetException();
                        }
                    });
        }
    }

    /** Holds a service that is just being started. */
    static class Holding {

        final CountDownLatch starting = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);

        @EventListener
        void on(MicroServiceStartedEvent event) throws InterruptedException {
            starting.countDown();
            if (!released.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "never released " + event.service().name());
            }
        }
    }

    static class Threads {

        volatile String started = "";

        @EventListener
        void on(MicroServiceStartedEvent event) {
            started = Thread.currentThread().getName();
        }
    }

    private CompletableFuture<String> gate(Connection connection) {
        return gates.computeIfAbsent(connection, key -> new CompletableFuture<>());
    }

    private NatsContext start(Class<?>... components) {
        return NatsContext.start(
                context -> context.registerBean(BeanPostProcessor.class, () -> new BeanPostProcessor() {
                    @Override
                    public Object postProcessAfterInitialization(Object bean, String name) {
                        if (bean instanceof MicroServiceRegistrar registrar) {
                            registrar.setConnectionGate(WaitingServicesTests.this::gate);
                        }
                        return bean;
                    }
                }),
                components);
    }

    private void open(NatsContext nats, String connection) {
        gate(nats.context().getBean(connection, Connection.class)).complete("connected");
    }

    private static void assertNobodyAnswers(NatsContext nats, String subject) {
        assertThat(nats.client().request(subject, new byte[0])).failsWithin(Duration.ofSeconds(10));
    }

    private static void awaitNoThread() {
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("nats-micro-start")));
    }

    @Test
    void theContextStartsWithoutThemAndTheyFollowOnAThreadOfTheirOwn() {
        try (NatsContext nats = start(Here.class, Threads.class)) {
            assertThat(nats.context().isRunning()).isTrue();
            assertThat(nats.registrar().isRunning()).isTrue();
            assertThat(nats.services()).isEmpty();
            assertNobodyAnswers(nats, "here");

            open(nats, "connection");
            await().until(() -> nats.services().size() == 1);
            assertThat(nats.reply("here", "")).isEqualTo("here");
            assertThat(nats.context().getBean(Threads.class).started).isEqualTo("nats-micro-start");
        }
        awaitNoThread();
    }

    @Test
    void aServiceWaitsForNoConnectionButItsOwn() {
        try (NatsContext nats = start(OtherConnection.class, Here.class, There.class)) {
            open(nats, "other");
            await().until(() -> nats.services().size() == 1);
            assertThat(nats.reply("there", "")).isEqualTo("there");
            assertNobodyAnswers(nats, "here");

            open(nats, "connection");
            await().until(() -> nats.services().size() == 2);
            assertThat(nats.services())
                    .as("in the order of the beans")
                    .extracting(MicroService::name)
                    .containsExactly("default-service", "there");
        }
    }

    @Test
    void aConnectionThatIsThereIsNotWaitedFor() {
        try (NatsContext nats = start(Here.class)) {
            open(nats, "connection");
            await().until(() -> nats.services().size() == 1);
            nats.context().stop();
            nats.context().start();
            assertThat(nats.services()).as("at once").hasSize(1);
        }
    }

    @Test
    void aContextThatStopsBeforeStartsNothingLater() {
        try (NatsContext nats = start(Here.class)) {
            nats.context().stop();
            assertThat(nats.registrar().isRunning()).isFalse();
            open(nats, "connection");
            assertThat(nats.services()).isEmpty();
            assertNobodyAnswers(nats, "here");

            nats.context().start();
            assertThat(nats.reply("here", "")).isEqualTo("here");
        }
    }

    @Test
    void aContextThatStopsInTheMiddleOfAStartWaitsForItAndLeavesNothing() throws Exception {
        try (NatsContext nats = start(Here.class, Holding.class)) {
            Holding holding = nats.context().getBean(Holding.class);
            open(nats, "connection");
            assertThat(holding.starting.await(10, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<String> stopped = new CompletableFuture<>();
            nats.registrar().stop(() -> stopped.complete("stopped"));
            assertThat(stopped).isNotDone();

            holding.released.countDown();
            assertThat(stopped).succeedsWithin(Duration.ofSeconds(10));
            assertThat(nats.services()).isEmpty();
            assertNobodyAnswers(nats, "here");
        }
        awaitNoThread();
    }

    @Test
    void aConnectionThatNeverComesLeavesTheContextAsItIs() {
        try (NatsContext nats = start(OtherConnection.class, Here.class, There.class)) {
            gate(nats.context().getBean("connection", Connection.class))
                    .completeExceptionally(new IllegalStateException("refused"));
            open(nats, "other");
            await().until(() -> nats.services().size() == 1);
            assertThat(nats.reply("there", "")).isEqualTo("there");
        }
    }

    @Test
    void aConnectionThatIsKnownToNeverComeStopsTheStart() {
        try (NatsContext nats = start(Here.class)) {
            nats.context().stop();
            gate(nats.context().getBean(Connection.class)).completeExceptionally(new IllegalStateException("refused"));
            assertThatThrownBy(() -> nats.context().start()).rootCause().hasMessage("refused");
            assertThat(nats.registrar().isRunning()).isFalse();
        }
    }

    @Test
    void aStartThatFailsLaterIsTriedAgain() {
        try (NatsContext nats = start(FlakyConnection.class, Retried.class)) {
            open(nats, "flaky");
            await().until(() -> nats.services().size() == 1);
            assertThat(nats.reply("retried", "")).isEqualTo("retried");
        }
        awaitNoThread();
    }

    @Test
    void aContextThatStopsDoesNotWaitForTheNextTry() {
        try (NatsContext nats = start(FlakyConnection.class, Retried.class)) {
            FlakyConnection connection = nats.context().getBean(FlakyConnection.class);
            open(nats, "flaky");
            await().until(connection.flushed::get);
            nats.context().stop();
            assertThat(nats.services()).isEmpty();
            assertNobodyAnswers(nats, "retried");
        }
        awaitNoThread();
    }
}
