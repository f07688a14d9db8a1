// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What ends the wait of a stream while the socket of its connection takes nothing. */
class SlowLineEndTests {

    @RegisterExtension
    final Bench bench = new Bench();

    @RegisterExtension
    final SlowLine line = new SlowLine(bench);

    private final CompletableFuture<Boolean> woken = new CompletableFuture<>();

    private MicroService start() {
        return line.start(request -> {
            try {
                woken.complete(line.pullAll(request.openStream()));
            } catch (InterruptedException | ReplyException ex) {
                woken.completeExceptionally(ex);
                throw ex;
            }
        });
    }

    @Test
    void theEndOfItsTime() {
        MicroService service = start();

        Subscription replies = line.sendAndAwaitHalt(new Headers().put("Request-Timeout", "300"));

        assertThat(woken).succeedsWithin(Bench.PATIENCE).isEqualTo(false);
        line.resume();
        Replies.assertError(Streamed.read(replies).end(), 504, "Request timed out");
        Endpoint endpoint = service.endpoints().get(0);
        await().atMost(Bench.PATIENCE)
                .untilAsserted(() -> assertThat(endpoint.stats().lastError()).isEqualTo("504:Request timed out"));
    }

    @Test
    void theEndOfTheService() {
        MicroService service = start();
        Subscription replies = line.sendAndAwaitHalt(null);

        CompletableFuture<Void> stopped = service.stop();
        await().atMost(Bench.PATIENCE).until(woken::isDone);
        line.resume();

        assertThat(stopped).succeedsWithin(Bench.PATIENCE);
        Streamed streamed = Streamed.read(replies);
        assertThat(streamed.elements()).hasSizeLessThan(SlowLine.ELEMENTS);
        Replies.assertError(streamed.end(), 503, "Service is stopping");
    }

    @Test
    void theEndOfTheConnection() throws InterruptedException {
        start();
        line.sendAndAwaitHalt(null);

        line.connection().close();

        await().atMost(Bench.PATIENCE).until(woken::isDone);
        assertThat(line.pulled()).isLessThan(SlowLine.ELEMENTS);
    }
}
