// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.testing.NatsServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StartLogTests {

    private final Logger logger = (Logger) LoggerFactory.getLogger(MicroServiceRegistrar.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @NatsGroup("orders")
    static class Orders {

        @NatsEndpoint(subject = "get.{id}")
        void get() {}

        @NatsEndpoint
        void create() {}
    }

    @NatsService(name = "reports", version = "2.0.0")
    static class Reports {

        @NatsEndpoint
        void daily() {}
    }

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void oneLineNamesServiceEndpointsServerAndCodec() {
        try (NatsContext nats = NatsContext.start(Orders.class)) {
            assertThat(lines())
                    .containsExactly(
                            "Started NATS services at " + NatsServer.shared().url()
                                    + ": default-service 1.0.0 (id "
                                    + nats.onlyService().id()
                                    + ") with create on orders.create (queue group q), get on orders.get.* (queue group q);"
                                    + " codec: the mapper of the tests.");
            assertThat(log.list.get(0).getLevel()).isEqualTo(Level.INFO);
        }
    }

    @Test
    void oneLineNamesAllServices() {
        try (NatsContext nats = NatsContext.start(Orders.class, Reports.class)) {
            assertThat(lines()).hasSize(1);
            assertThat(lines().get(0))
                    .contains("default-service 1.0.0 (id "
                            + nats.services().get(0).id())
                    .contains("reports 2.0.0 (id " + nats.services().get(1).id());
        }
    }

    @Test
    void aContextWithoutServicesSaysSo() {
        try (NatsContext nats = NatsContext.start()) {
            assertThat(nats.services()).isEmpty();
            assertThat(lines())
                    .containsExactly(
                            "No NATS service was started: no bean has a method with @NatsEndpoint, and no NatsRouter defines one.");
        }
    }
}
