// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Subscription;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A caller never takes a stream that was cut short for a whole one. */
class StreamCutShortTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private MicroService start(Handler handler) {
        return bench.start(bench.service("streams").addEndpoint("list", handler));
    }

    private static Endpoint awaitCounted(MicroService service, long requests) {
        Endpoint endpoint = service.endpoints().get(0);
        await().atMost(Bench.PATIENCE).until(() -> endpoint.stats().numRequests() == requests);
        return endpoint;
    }

    @Test
    void anElementThatIsTooLargeAndEscapesTheHandlerEndsTheStreamWith500() throws InterruptedException {
        MicroService service = start(request -> {
            ReplyStream stream = request.openStream();
            stream.send("one");
            stream.send(new byte[(int) bench.connection().getMaxPayload() + 1]);
        });

        Subscription replies = bench.send("list", "");
        Streamed streamed = Streamed.read(replies);

        assertThat(streamed.texts()).containsExactly("one");
        Replies.assertError(streamed.end(), 500, "Internal Server Error");
        assertThat(awaitCounted(service, 1).stats().numErrors()).isEqualTo(1);
        bench.settle();
        Replies.assertNoMore(replies);
    }

    @Test
    void aStreamThatTimesOutIsAlwaysAnError() {
        int requests = 60;
        MicroService service = bench.start(bench.service("streams")
                .addEndpoint("list", EndpointOptions.defaults().timeout(Duration.ofMillis(15)), request -> {
                    ReplyStream stream = request.openStream();
                    while (stream.isOpen()) {
                        try {
                            stream.send("more");
                        } catch (ReplyException ex) {
                            return;
                        }
                    }
                }));

        for (int i = 0; i < requests; i++) {
            assertThat(Replies.errorCode(Streamed.read(bench.send("list", "")).end()))
                    .isEqualTo("504");
        }

        Endpoint endpoint = awaitCounted(service, requests);
        assertThat(endpoint.stats().numErrors()).isEqualTo(requests);
        assertThat(endpoint.stats().lastError()).startsWith("504:");
    }

    @RepeatedTest(5)
    void aStreamThatTheEndOfTheServiceCutsShortIsAnError() {
        MicroService service = bench.start(bench.service("streams")
                .drainTimeout(Duration.ofMillis(50))
                .addEndpoint("list", request -> {
                    ReplyStream stream = request.openStream();
                    while (stream.isOpen()) {
                        stream.send("more");
                    }
                }));
        Subscription replies = bench.send("list", "");
        assertThat(Replies.text(Bench.next(replies))).isEqualTo("more");

        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);

        assertThat(Replies.errorCode(Streamed.read(replies).end())).isEqualTo("503");
        Endpoint endpoint = awaitCounted(service, 1);
        assertThat(endpoint.stats().numErrors()).isEqualTo(1);
        assertThat(endpoint.stats().lastError()).startsWith("503:");
    }
}
