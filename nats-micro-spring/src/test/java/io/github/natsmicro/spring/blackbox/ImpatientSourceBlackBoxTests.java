// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.ServiceException;
import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ImpatientSourceBlackBoxTests {

    @NatsGroup("box.impatient")
    static class Endpoints {

        @NatsEndpoint(streaming = "true")
        Flow.Publisher<String> impatient() {
            return subscriber -> subscriber.onSubscribe(new Impatient(subscriber));
        }
    }

    /** Wants to be asked for another element while it gives one, as a source of events can not wait. */
    private static final class Impatient implements Flow.Subscription {

        private final Flow.Subscriber<? super String> subscriber;
        private final Semaphore demand = new Semaphore(0);
        private final Thread thread = new Thread(this::emit, "impatient");

        Impatient(Flow.Subscriber<? super String> subscriber) {
            this.subscriber = subscriber;
            thread.start();
        }

        private void emit() {
            try {
                for (int i = 0; i < 100; i++) {
                    if (!demand.tryAcquire(2, 1, TimeUnit.SECONDS)) {
                        subscriber.onError(new ServiceException(418, "Nothing more is asked for"));
                        return;
                    }
                    demand.release();
                    subscriber.onNext("" + i);
                }
                subscriber.onComplete();
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void request(long n) {
            demand.release((int) n);
        }

        @Override
        public void cancel() {
            thread.interrupt();
        }
    }

    /** Such a source, {@code Flux.interval} for one, fails with an overflow when nothing is asked for. */
    @Test
    void asksASourceForMoreBeforeItHasGivenAll() throws Exception {
        try (BlackBox box = BlackBox.of(Endpoints.class)) {
            assertThat(box.texts("box.impatient.impatient", "")).hasSize(101).endsWith("99", ".");
        }
    }
}
