// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.boot.autoconfigure.connection.NatsAutoConfiguration;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.MicroServiceStoppedEvent;
import io.github.natsmicro.spring.MicroServiceStoppingEvent;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.AsyncTaskExecutor;

/** An application that is shut down while a request is being handled. */
class GracefulShutdownTests {

    private static final List<String> HEARD = new CopyOnWriteArrayList<>();

    private Connection client;

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        LifecycleAutoConfiguration.class,
        ApplicationAvailabilityAutoConfiguration.class,
        TaskExecutionAutoConfiguration.class,
        NatsAutoConfiguration.class,
        NatsMicroAutoConfiguration.class
    })
    @Import({Store.class, Slow.class, Ear.class})
    static class Application {}

    static class Store implements DisposableBean {

        private volatile boolean closed;

        String read() {
            return closed ? "store is closed" : "store is open";
        }

        @Override
        public void destroy() {
            closed = true;
            HEARD.add("store destroyed");
        }
    }

    static class Slow {

        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);
        private final Store store;
        private final AsyncTaskExecutor applicationTaskExecutor;

        Slow(Store store, AsyncTaskExecutor applicationTaskExecutor) {
            this.store = store;
            this.applicationTaskExecutor = applicationTaskExecutor;
        }

        @NatsEndpoint(subject = "shutdown.slow")
        String slow() throws Exception {
            entered.countDown();
            if (!released.await(10, TimeUnit.SECONDS)) {
                return "never released";
            }
            return store.read() + ", "
                    + applicationTaskExecutor.submit(store::read).get(5, TimeUnit.SECONDS);
        }

        @NatsEndpoint(subject = "shutdown.quick")
        String quick() {
            return "quick";
        }
    }

    static class Ear {

        private final Connection connection;

        Ear(Connection connection) {
            this.connection = connection;
        }

        @EventListener
        void on(AvailabilityChangeEvent<ReadinessState> event) {
            HEARD.add(event.getState() + " while " + connection.getStatus());
        }

        @EventListener
        void on(ContextClosedEvent event) {
            HEARD.add("closing");
        }

        @EventListener
        void on(MicroServiceStoppingEvent event) {
            HEARD.add("stopping");
        }

        @EventListener
        void on(MicroServiceStoppedEvent event) {
            HEARD.add("stopped while " + connection.getStatus());
        }
    }

    @BeforeEach
    void connect() {
        HEARD.clear();
        client = NatsServer.shared().connect();
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        client.close();
    }

    private static ConfigurableApplicationContext run(String... properties) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(properties)
                .run("--nats.servers=" + NatsServer.shared().url(), "--spring.application.name=graceful");
    }

    /** Closes a context as a shutdown does, on another thread. */
    private static CompletableFuture<String> close(ConfigurableApplicationContext context) {
        CompletableFuture<String> closed = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    context.close();
                    closed.complete("closed");
                },
                "shutdown-of-the-test");
        thread.start();
        return closed;
    }

    private static String text(CompletableFuture<Message> reply) throws Exception {
        return new String(reply.get(10, TimeUnit.SECONDS).getData(), StandardCharsets.UTF_8);
    }

    private void assertFinishesWithItsBeans(String... properties) throws Exception {
        ConfigurableApplicationContext context = run(properties);
        Slow slow = context.getBean(Slow.class);
        Connection connection = context.getBean(Connection.class);
        MicroServiceRegistrar registrar = context.getBean(MicroServiceRegistrar.class);
        CompletableFuture<Message> reply = client.request("shutdown.slow", new byte[0]);
        assertThat(slow.entered.await(10, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<String> closed = close(context);
        await().until(() -> !registrar.isRunning());
        assertThat(closed).isNotDone();
        slow.released.countDown();

        assertThat(text(reply)).isEqualTo("store is open, store is open");
        assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
        assertThat(HEARD)
                .containsExactly(
                        "ACCEPTING_TRAFFIC while CONNECTED",
                        "REFUSING_TRAFFIC while CONNECTED",
                        "closing",
                        "stopping",
                        "stopped while CONNECTED",
                        "store destroyed");
        assertThat(connection.getStatus()).isEqualTo(Connection.Status.CLOSED);
    }

    @Test
    void aRequestIsFinishedWithItsBeansAndTheApplicationsExecutor() throws Exception {
        assertFinishesWithItsBeans();
    }

    @Test
    void soItIsWhereTheApplicationAsksForVirtualThreads() throws Exception {
        assertFinishesWithItsBeans("spring.threads.virtual.enabled=true");
    }

    @Test
    void soItIsWhereTheApplicationsExecutorAcceptsTasksToTheEnd() throws Exception {
        assertFinishesWithItsBeans("spring.task.execution.pool.shutdown.accept-tasks-after-context-close=true");
    }

    @Test
    void requestsAreAnsweredUntilTheDelayIsOver() throws Exception {
        ConfigurableApplicationContext context = run("nats.micro.shutdown.delay=400ms");
        CompletableFuture<String> closed = close(context);
        await().until(() -> HEARD.contains("REFUSING_TRAFFIC while CONNECTED"));

        assertThat(text(client.request("shutdown.quick", new byte[0]))).isEqualTo("quick");
        assertThat(HEARD).as("nobody has heard of the end yet").doesNotContain("closing", "stopping");
        assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
        assertThat(client.request("shutdown.quick", new byte[0])).failsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aRequestThatTakesTooLongIsGivenUpWithinThePhase() throws Exception {
        ConfigurableApplicationContext context = run("spring.lifecycle.timeout-per-shutdown-phase=250ms");
        Slow slow = context.getBean(Slow.class);
        CompletableFuture<Message> reply = client.request("shutdown.slow", new byte[0]);
        assertThat(slow.entered.await(10, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<String> closed = close(context);
        Message refusal = reply.get(10, TimeUnit.SECONDS);
        assertThat(refusal.getHeaders().getFirst("Nats-Service-Error-Code")).isEqualTo("503");
        assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
        assertThat(HEARD).containsSubsequence("stopped while CONNECTED", "store destroyed");
        slow.released.countDown();
    }

    @Test
    void aContextThatIsStoppedOnlyStaysReady() {
        try (ConfigurableApplicationContext context = run()) {
            context.stop();
            assertThat(HEARD).doesNotContain("REFUSING_TRAFFIC while CONNECTED").contains("stopped while CONNECTED");
            context.start();
            assertThat(client.request("shutdown.quick", new byte[0])).succeedsWithin(Duration.ofSeconds(10));
        }
    }
}
