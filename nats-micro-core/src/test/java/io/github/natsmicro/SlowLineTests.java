// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is asked of the source of a stream while the socket of its connection takes nothing. */
class SlowLineTests {

    @RegisterExtension
    final Bench bench = new Bench();

    @RegisterExtension
    final SlowLine line = new SlowLine(bench);

    private void assertWholeAfterResume(Subscription replies) {
        line.resume();
        Streamed streamed = Streamed.read(replies);
        assertThat(streamed.elements()).hasSize(SlowLine.ELEMENTS);
        streamed.assertProperEnd();
    }

    @Test
    void aHandlerThatDoesNotAskQueuesAll() {
        line.start(request -> {
            ReplyStream stream = request.openStream();
            for (int i = 0; i < SlowLine.ELEMENTS; i++) {
                stream.send(line.pull());
            }
        });

        Subscription replies = line.sendAndAwaitHalt(null);

        assertThat(line.pulled()).isEqualTo(SlowLine.ELEMENTS);
        assertWholeAfterResume(replies);
    }

    @Test
    void aHandlerThatWaitsPullsOnlyWhatTheConnectionTakes() {
        line.start(request -> line.pullAll(request.openStream()));

        Subscription replies = line.sendAndAwaitHalt(null);

        assertThat(line.pulled()).isGreaterThanOrEqualTo(256).isLessThan(SlowLine.BOUND);
        assertWholeAfterResume(replies);
    }

    private final class Pump {

        private final ReplyStream stream;
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private int left = SlowLine.ELEMENTS;

        Pump(Request request) {
            stream = request.openStream();
        }

        void run() {
            while (left > 0 && stream.isReady()) {
                stream.send(line.pull());
                left--;
            }
            if (left > 0 && stream.isOpen()) {
                stream.onReady(this::run);
            } else {
                done.complete(null);
            }
        }
    }

    @Test
    void aHandlerThatIsCalledBackPullsOnlyWhatTheConnectionTakes() {
        bench.start(line.service().addAsyncEndpoint("list", request -> {
            Pump pump = new Pump(request);
            pump.run();
            return pump.done;
        }));

        Subscription replies = line.sendAndAwaitHalt(null);

        assertThat(line.pulled()).isGreaterThanOrEqualTo(256).isLessThan(SlowLine.BOUND);
        assertWholeAfterResume(replies);
    }

    @Test
    void largeElementsAreBoundedByTheirBytes() {
        byte[] large = new byte[256 * 1024];
        line.start(request -> {
            ReplyStream stream = request.openStream();
            for (int i = 0; i < 40 && stream.awaitReady(); i++) {
                line.pull();
                stream.send(large);
            }
        });

        Subscription replies = line.sendAndAwaitHalt(null);

        assertThat(line.pulled()).isBetween(4, 10);
        line.resume();
        assertThat(Streamed.read(replies).elements()).hasSize(40);
    }

    @Test
    void manyStreamsAreBoundedTogetherAndAllOfThemEnd() {
        int streams = 30;
        int elements = 100;
        line.start(request -> {
            ReplyStream stream = request.openStream();
            for (int i = 0; i < elements && stream.awaitReady(); i++) {
                stream.send(line.pull());
            }
        });
        List<Subscription> replies = new ArrayList<>();
        line.pause();
        for (int i = 1; i < streams; i++) {
            replies.add(bench.send("list", ""));
        }
        replies.add(line.sendAndAwaitHalt(null));
        int before = line.pulled();
        line.resume();

        assertThat(before).isGreaterThanOrEqualTo(256).isLessThan(SlowLine.BOUND + streams);
        assertThat(replies).allSatisfy(each -> {
            Streamed streamed = Streamed.read(each);
            assertThat(streamed.elements()).hasSize(elements);
            streamed.assertProperEnd();
        });
    }
}
