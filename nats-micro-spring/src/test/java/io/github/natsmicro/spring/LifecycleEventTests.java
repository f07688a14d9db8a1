// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.event.EventListener;

/** What the application hears of its services. */
class LifecycleEventTests {

    private static final List<String> HEARD = new CopyOnWriteArrayList<>();

    static class Greeter {

        @NatsEndpoint
        String greet() {
            return "hello";
        }
    }

    @NatsService(name = "reports", version = "2.0.0")
    static class Reports {

        @NatsEndpoint
        String daily() {
            return "daily";
        }
    }

    static class Ear {

        private final MicroServiceRegistrar registrar;

        Ear(MicroServiceRegistrar registrar) {
            this.registrar = registrar;
        }

        @EventListener
        void on(MicroServiceStartedEvent event) {
            HEARD.add("started " + event.service().name());
        }

        @EventListener
        void on(MicroServiceStoppingEvent event) {
            HEARD.add("stopping " + event.service().name());
        }

        @EventListener
        void on(MicroServiceStoppedEvent event) {
            HEARD.add("stopped " + event.service().name() + " " + event.reason() + ", running "
                    + registrar.services().size());
        }
    }

    static class Deaf {

        @EventListener
        void on(MicroServiceStartedEvent event) {
            throw new IllegalStateException("deaf to " + event.service().name());
        }
    }

    @BeforeEach
    void forget() {
        HEARD.clear();
    }

    @Test
    void eachServiceTellsOfItsStartAndItsEndWhileTheContextCloses() {
        NatsContext nats = NatsContext.start(Ear.class, Greeter.class, Reports.class);
        assertThat(HEARD).containsExactly("started default-service", "started reports");
        nats.close();
        assertThat(HEARD)
                .hasSize(6)
                .containsSubsequence("stopping default-service", "stopped default-service null, running 0")
                .containsSubsequence("stopping reports", "stopped reports null, running 0");
    }

    @Test
    void eachStartOfTheContextTellsOfNewServices() {
        try (NatsContext nats = NatsContext.start(Ear.class, Greeter.class)) {
            nats.context().stop();
            nats.context().start();
            assertThat(HEARD)
                    .containsExactly(
                            "started default-service",
                            "stopping default-service",
                            "stopped default-service null, running 0",
                            "started default-service");
        }
    }

    @Test
    void theReasonOfAnEndIsTold() {
        try (NatsContext nats = NatsContext.start(Ear.class, Greeter.class)) {
            MicroService service = nats.onlyService();
            assertThat(service.stop(new IllegalStateException("broken"))).isNotNull();
            assertThat(service.stopped()).failsWithin(Duration.ofSeconds(10));
            assertThat(HEARD).contains("stopped default-service java.lang.IllegalStateException: broken, running 1");
        }
    }

    @Test
    void aListenerThatFailsKeepsNoServiceFromStarting() {
        try (NatsContext nats = NatsContext.start(Deaf.class, Greeter.class)) {
            assertThat(nats.reply("greet", "")).isEqualTo("hello");
        }
    }
}
