// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A stream that is read on a thread of the endpoint is closed whatever ends it, as a publisher is cancelled. */
class StreamClosingTests {

    static class Endpoints {

        final AtomicInteger closed = new AtomicInteger();

        private <T> Stream<T> endless(Supplier<T> element) {
            return Stream.generate(() -> {
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                        return element.get();
                    })
                    .onClose(closed::incrementAndGet);
        }

        @NatsEndpoint(streaming = "true")
        Stream<String> endless() {
            return endless(() -> "element");
        }

        @NatsEndpoint(streaming = "true")
        Stream<byte[]> oversized() {
            return endless(() -> new byte[2 << 20]);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class QuickStop {

        @Bean
        static BeanPostProcessor quickStop() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessBeforeInitialization(Object bean, String name) {
                    if (bean instanceof MicroServiceRegistrar registrar) {
                        registrar.setDrainTimeout(Duration.ofMillis(100));
                    }
                    return bean;
                }
            };
        }
    }

    private static Message nextMessage(Subscription subscription) throws InterruptedException {
        Message next = subscription.nextMessage(Duration.ofSeconds(10));
        assertThat(next).as("next message").isNotNull();
        return next;
    }

    private static Subscription ask(NatsContext nats, String subject, @Nullable Headers headers) {
        String inbox = nats.client().createInbox();
        Subscription subscription = nats.client().subscribe(inbox);
        nats.client().publish(subject, inbox, headers, new byte[0]);
        return subscription;
    }

    private static String error(Subscription subscription) throws InterruptedException {
        Message next = nextMessage(subscription);
        while (NatsContext.error(next).isEmpty()) {
            next = nextMessage(subscription);
        }
        subscription.unsubscribe();
        return NatsContext.error(next);
    }

    @Test
    void byTheCallersTimeByAMessageThatCanNotBeSentAndByTheStopOfTheService() throws InterruptedException {
        try (NatsContext nats = NatsContext.start(Endpoints.class, QuickStop.class)) {
            AtomicInteger closed = nats.context().getBean(Endpoints.class).closed;

            assertThat(error(ask(nats, "endless", new Headers().put("Request-Timeout", "100"))))
                    .startsWith("504:");
            await().untilAsserted(() -> assertThat(closed).hasValue(1));

            assertThat(error(ask(nats, "oversized", null))).startsWith("500:");
            await().untilAsserted(() -> assertThat(closed).hasValue(2));

            Subscription reader = ask(nats, "endless", null);
            assertThat(NatsContext.text(nextMessage(reader))).isEqualTo("element");
            nats.registrar().stop();
            assertThat(error(reader)).startsWith("503:");
            await().untilAsserted(() -> assertThat(closed).hasValue(3));
        }
    }
}
