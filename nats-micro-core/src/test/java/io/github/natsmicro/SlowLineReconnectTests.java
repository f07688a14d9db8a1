// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Options;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client gives up a socket that takes nothing, and that streams wait for it must not keep it from doing so. */
class SlowLineReconnectTests {

    @RegisterExtension
    final Bench bench = new Bench();

    @RegisterExtension
    final SlowLine line = new SlowLine(
            bench, Options.builder().socketWriteTimeout(Duration.ofMillis(500)).reconnectWait(Duration.ofMillis(10)));

    @Test
    void theStreamGoesOnWithTheNextConnection() {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        line.start(request -> ended.complete(line.pullAll(request.openStream())));
        line.pause();

        Subscription replies = bench.send("list", "");

        // The proxy reads from the next connection.
        await().atMost(Bench.PATIENCE)
                .until(() -> line.connection().getStatistics().getReconnects() == 1);
        assertThat(ended).succeedsWithin(Bench.PATIENCE).isEqualTo(true);
        Streamed.read(replies).assertProperEnd();
    }
}
