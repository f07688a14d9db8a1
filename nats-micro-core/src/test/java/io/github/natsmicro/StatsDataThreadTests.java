// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Suppliers of statistics have threads of their own, and neither hold up handlers nor are held up by them. */
class StatsDataThreadTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private final ExecutorService oneThread = Executors.newSingleThreadExecutor();
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void end() {
        over.countDown();
        oneThread.shutdown();
    }

    private MicroService start(StatsData statsData, Handler handler) {
        return bench.start(bench.service("s")
                .handlerThreads(HandlerThreads.of(oneThread))
                .addEndpoint("e", EndpointOptions.defaults().statsData(statsData), handler));
    }

    @Test
    void aSupplierThatHangsHoldsUpNoHandler() {
        MicroService service = start(endpoint -> over.await(50, TimeUnit.SECONDS), request -> request.respond("ok"));
        assertThat(bench.statsOf(service, 0).has("data")).isFalse();

        assertThat(Replies.text(bench.call("e"))).isEqualTo("ok");
    }

    @Test
    void whileAllHandlersAreStuckTheDataIsShown() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        MicroService service = start(endpoint -> "data", bench.stuck(entered));
        bench.send("e", "");
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

        await().atMost(Bench.PATIENCE)
                .until(() -> bench.statsOf(service, 0).path("data").asText().equals("data"));
    }
}
