// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nats.client.Subscription;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** After threads were closed requests are answered 503, and do not wait for threads that end. */
class ClosedThreadsTests {

    @RegisterExtension
    final Bench bench = new Bench();

    @Test
    void aPoolWhoseThreadsAreBusyWhenItIsClosedAnswers503AtOnce() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        HandlerThreads closing = HandlerThreads.pool("closing", 1);
        bench.start(bench.service("closing").handlerThreads(closing).addEndpoint("work", bench.stuck(entered)));
        Subscription begun = bench.send("work", "");
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

        closing.close();

        assertThat(Replies.errorCode(bench.call("work"))).isEqualTo("503");
        bench.release();
        assertThat(Replies.text(Bench.next(begun))).isEqualTo("released");
    }

    @Test
    void closedVirtualThreadsAnswer503() {
        assumeTrue(HandlerThreads.virtualSupported());
        HandlerThreads closing = HandlerThreads.virtual("closing");
        bench.start(
                bench.service("closing").handlerThreads(closing).addEndpoint("work", request -> request.respond("ok")));
        assertThat(Replies.text(bench.call("work"))).isEqualTo("ok");

        closing.close();

        assertThat(Replies.errorCode(bench.call("work"))).isEqualTo("503");
    }
}
