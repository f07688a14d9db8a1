// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.Endpoint;
import io.github.natsmicro.MicroService;
import io.github.natsmicro.boot.autoconfigure.connection.NatsOptionsCustomizer;
import io.github.natsmicro.spring.MicroServiceRegistrar;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The health of one application while its broker is killed, paused and restarted, and its services change. */
class NatsHealthTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BOUND = Duration.ofMillis(400);

    /** How long jnats itself would wait. */
    private static final Duration JNATS_WAITS = Duration.ofSeconds(8);

    /** What a machine that has other things to do may add to the bound. */
    private static final Duration BOUND_AT_MOST = JNATS_WAITS.dividedBy(2);

    private static NatsServer server;
    private static ConfigurableApplicationContext context;
    private static HealthIndicator indicator;

    private final Semaphore released = released();

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        NatsOptionsCustomizer soon() {
            return options -> options.maxReconnects(-1)
                    .reconnectWait(Duration.ofMillis(20))
                    .connectionTimeout(JNATS_WAITS);
        }

        @Bean
        Semaphore release() {
            return new Semaphore(0);
        }

        @Bean
        Shop shop(Semaphore release) {
            return new Shop(release);
        }
    }

    static final class Shop {

        private final Semaphore release;

        Shop(Semaphore release) {
            this.release = release;
        }

        @NatsEndpoint(maxInFlight = "1")
        String sell() throws InterruptedException {
            return this.release.tryAcquire(20, TimeUnit.SECONDS) ? "sold" : "not released";
        }

        @NatsEndpoint(concurrency = "non-blocking")
        String count() throws InterruptedException {
            return this.release.tryAcquire(20, TimeUnit.SECONDS) ? "1" : "not released";
        }
    }

    @BeforeAll
    static void start() {
        server = startServer(-1);
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.main.banner-mode=off",
                        "--nats.servers=nats://app:secret@127.0.0.1:" + server.port(),
                        "--nats.micro.name=shop",
                        "--nats.micro.version=1.2.0",
                        "--nats.health.timeout=" + BOUND.toMillis() + "ms");
        indicator = context.getBean("natsHealthContributor", HealthIndicator.class);
    }

    private static NatsServer startServer(int port) {
        return NatsServer.start(port, "--user", "app", "--pass", "secret");
    }

    @AfterAll
    static void stop() {
        context.close();
        server.close();
    }

    private static Semaphore released() {
        return context.getBean(Semaphore.class);
    }

    @AfterEach
    void releaseAll() {
        this.released.release(100);
        await().atMost(PATIENCE).until(() -> health().getStatus().equals(Status.UP));
        this.released.drainPermits();
    }

    private static Health health() {
        return Objects.requireNonNull(indicator.health());
    }

    private static void awaitStatus(Status status, String problem) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Health health = health();
            assertThat(health.getStatus()).isEqualTo(status);
            assertThat(health.getDetails().get("problems")).isEqualTo(List.of(problem));
        });
    }

    private static MicroService service() {
        return context.getBean(MicroServiceRegistrar.class).services().get(0);
    }

    private static Endpoint endpoint(String name) {
        return service().endpoints().stream()
                .filter(endpoint -> endpoint.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** What health tells of the only service. */
    private static Map<?, ?> shown() {
        List<?> services = (List<?>) health().getDetails().get("services");
        assertThat(services).hasSize(1);
        return (Map<?, ?>) services.get(0);
    }

    private static long reconnects() {
        return context.getBean(Connection.class).getStatistics().getReconnects();
    }

    private static void send(String subject) {
        context.getBean(Connection.class).publish(subject, "nobody.listens", new byte[0]);
    }

    @Test
    void whatIsUpTellsOfTheServerAndTheServices() {
        Health health = health();

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .containsOnlyKeys("connection", "server", "version", "roundTripMillis", "services")
                .containsEntry("connection", "connected")
                .containsEntry("server", server.url())
                .containsEntry(
                        "version",
                        context.getBean(Connection.class).getServerInfo().getVersion());
        assertThat(health.getDetails().get("roundTripMillis"))
                .asInstanceOf(DOUBLE)
                .isPositive();
        assertThat(shown())
                .isEqualTo(Map.ofEntries(
                        Map.entry("name", "shop"),
                        Map.entry("id", service().id()),
                        Map.entry("version", "1.2.0"),
                        Map.entry("state", "started"),
                        Map.entry("endpoints", 2),
                        Map.entry("inFlight", 0),
                        Map.entry("longestWaitMillis", 0L),
                        Map.entry("heldUpMillis", 0L),
                        Map.entry("requestsLost", 0L)));
    }

    @Test
    void aBrokerThatWasKilledIsOutOfServiceUntilItIsRestarted() throws InterruptedException {
        int port = server.port();
        server.kill();
        server.close();

        awaitStatus(Status.OUT_OF_SERVICE, "There is no connection to a NATS server; it is being tried to get one.");
        assertThat(health().getDetails()).doesNotContainKeys("server", "version", "roundTripMillis");

        server = startServer(port);
        await().atMost(PATIENCE).until(() -> health().getStatus().equals(Status.UP));
    }

    @Test
    void aBrokerThatIsPausedIsDownWithinTheBoundHoweverManyAsk() throws Exception {
        long reconnects = reconnects();
        ExecutorService callers = Executors.newFixedThreadPool(8);
        server.pause();
        try {
            List<Future<Duration>> times = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                times.add(callers.submit((Callable<Duration>) () -> {
                    long begin = System.nanoTime();
                    assertThat(health().getStatus()).isEqualTo(Status.DOWN);
                    return Duration.ofNanos(System.nanoTime() - begin);
                }));
            }

            for (Future<Duration> time : times) {
                assertThat(time.get(10, TimeUnit.SECONDS)).isLessThan(BOUND_AT_MOST);
            }
            awaitStatus(Status.DOWN, "The NATS server does not answer: there was no reply to a ping within 400 ms.");
        } finally {
            server.resume();
            callers.shutdown();
        }
        await().atMost(PATIENCE).until(() -> health().getStatus().equals(Status.UP));
        assertThat(reconnects())
                .as("the check itself must not break the connection")
                .isEqualTo(reconnects);
    }

    @Test
    void whatIsPausedIsShownAndAllOfItTogetherIsOutOfService() {
        endpoint("sell").pause();

        assertThat(health().getStatus()).isEqualTo(Status.UP);
        assertThat(shown().get("paused")).isEqualTo(List.of(Map.of("name", "sell", "subject", "sell")));

        endpoint("count").pause();
        awaitStatus(Status.OUT_OF_SERVICE, "All endpoints of the service \"shop\" are paused.");

        service().endpoints().forEach(Endpoint::resume);
        assertThat(shown().containsKey("paused")).isFalse();
    }

    @Test
    void theTimeThatRequestsWaitIsShown() {
        send("sell");
        send("sell");

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat((Long) shown().get("longestWaitMillis")).isGreaterThan(50));
        assertThat(shown().get("inFlight")).isEqualTo(2);
        assertThat(health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aHandlerThatHoldsUpDeliveryForLongerThanTheBoundIsOutOfService() {
        send("count");

        awaitStatus(
                Status.OUT_OF_SERVICE,
                "A handler of the endpoint \"count\" of the service \"shop\" was declared not to block, and holds up the delivery of requests.");
        assertThat((Long) shown().get("heldUpMillis")).isGreaterThan(BOUND.toMillis());
    }

    @Test
    void aServiceThatStopsIsOutOfServiceUntilAnotherTakesItsPlace() {
        String id = service().id();
        send("sell");
        await().atMost(PATIENCE).until(() -> endpoint("sell").inFlight() == 1);
        var stopped = service().stop();

        awaitStatus(Status.OUT_OF_SERVICE, "The service \"shop\" is being stopped and takes no more requests.");
        assertThat(shown().get("state")).isEqualTo("stopping");

        this.released.release();
        assertThat(stopped).succeedsWithin(PATIENCE);
        awaitStatus(Status.OUT_OF_SERVICE, "The service \"shop\" has been stopped.");
        assertThat(shown().get("state")).isEqualTo("stopped");

        context.stop();
        context.start();
        assertThat(health().getStatus()).isEqualTo(Status.UP);
        assertThat(shown().get("id")).isEqualTo(service().id()).isNotEqualTo(id);
    }
}
