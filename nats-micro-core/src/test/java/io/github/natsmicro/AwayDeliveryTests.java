// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests that were delivered before the server went away. */
class AwayDeliveryTests {

    @RegisterExtension
    final Bench bench = Bench.of();

    @Test
    void aPauseWhileTheServerIsAwayLosesNothingThatWasDeliveredToOthers() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger handled = new AtomicInteger();
        MicroService service = bench.start(bench.service("s")
                .addEndpoint("work", Kind.NON_BLOCKING.options(), request -> {
                    entered.countDown();
                    assertThat(go.await(30, TimeUnit.SECONDS)).isTrue();
                    handled.incrementAndGet();
                })
                .addEndpoint("paused", request -> request.respond("ok")));
        for (int i = 0; i < 50; i++) {
            bench.client().publish("work", new byte[0]);
        }
        Bench.flush(bench.client());
        Bench.flush(bench.connection());
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        bench.server().close();
        await().atMost(Bench.PATIENCE).until(() -> bench.connection().getStatus() != Connection.Status.CONNECTED);

        service.endpoints().get(1).pause();
        go.countDown();

        await().atMost(Bench.PATIENCE).untilAsserted(() -> assertThat(handled).hasValue(50));
    }
}
