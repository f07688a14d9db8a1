// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsService;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class FailedStartTests {

    private Connection real;

    @NatsService(name = "one", version = "1.0.0")
    static class One {

        @NatsEndpoint
        String first() {
            return "first";
        }
    }

    @NatsService(name = "two", version = "1.0.0")
    static class Two {

        @NatsEndpoint
        String second() {
            return "second";
        }
    }

    @BeforeEach
    void connect() {
        real = NatsServer.shared().connect();
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        real.close();
    }

    /** The server confirms to the first service, and not to the second one. */
    private Connection confirmingOnce() {
        AtomicInteger flushes = new AtomicInteger();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("flush") && flushes.incrementAndGet() == 2) {
                        throw new TimeoutException();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException ex) {
                        throw ex.getTargetException();
                    }
                });
    }

    private AnnotationConfigApplicationContext context() {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        PayloadCodec codec = new NatsContext.NatsConfiguration().codec();
        context.registerBean(
                MicroServiceRegistrar.class,
                () -> new MicroServiceRegistrar(confirmingOnce(), PayloadCodecs.of(codec)));
        context.register(One.class, Two.class);
        return context;
    }

    @Test
    void aServiceThatCanNotStartStopsTheContextWithASentence() {
        try (AnnotationConfigApplicationContext context = context()) {
            assertThatThrownBy(context::refresh).rootCause().isInstanceOf(TimeoutException.class);
            assertThat(context.isActive()).isFalse();
        }
    }

    @Test
    void aServiceThatStartedBeforeTheFailureIsStopped() {
        try (AnnotationConfigApplicationContext context = context()) {
            assertThatThrownBy(context::refresh)
                    .cause()
                    .hasMessageStartingWith(
                            "The service \"two\" could not be started: the NATS server did not confirm within");
            for (String subject : new String[] {"first", "second", "$SRV.PING.one", "$SRV.PING.two"}) {
                assertThat(real.request(subject, new byte[0])).as(subject).failsWithin(Duration.ofSeconds(10));
            }
        }
    }

    @Test
    void aServiceThatStartedBeforeAnErrorOfTheJvmIsStopped() {
        try (AnnotationConfigApplicationContext context = context()) {
            context.registerBean(MicroServiceCustomizer.class, () -> (builder, service) -> {
                if (service.name().equals("two")) {
                    throw new NoClassDefFoundError("some.Missing");
                }
            });
            assertThatThrownBy(context::refresh).rootCause().isInstanceOf(NoClassDefFoundError.class);
            assertThat(real.request("first", new byte[0])).failsWithin(Duration.ofSeconds(10));
            assertThat(real.request("$SRV.PING.one", new byte[0])).failsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void aConnectionThatIsClosedStopsTheContextWithASentence() throws InterruptedException {
        Connection closed = NatsServer.shared().connect();
        closed.close();
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            PayloadCodec codec = new NatsContext.NatsConfiguration().codec();
            context.registerBean(
                    MicroServiceRegistrar.class, () -> new MicroServiceRegistrar(closed, PayloadCodecs.of(codec)));
            context.register(One.class);
            assertThatThrownBy(context::refresh)
                    .cause()
                    .hasMessageStartingWith("The service \"one\" could not be started: nothing can be subscribed to");
        }
    }
}
