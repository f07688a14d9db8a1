// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the attributes for concurrency and limits of an endpoint do to its requests. */
class EndpointLimitTests {

    private static NatsContext nats;

    static class Endpoints {

        final CountDownLatch release = new CountDownLatch(1);
        private final List<String> seen = new ArrayList<>();

        @NatsEndpoint
        String parallel() {
            return Thread.currentThread().getName();
        }

        @NatsEndpoint(concurrency = "non-blocking")
        String nonBlocking() {
            return Thread.currentThread().getName();
        }

        @NatsEndpoint(concurrency = "ordered")
        String ordered(String number) {
            // Without a lock: there is one request at a time.
            seen.add(number);
            return String.join(",", seen);
        }

        @NatsEndpoint(maxInFlight = "1", maxWaiting = "0")
        String one() throws InterruptedException {
            return String.valueOf(release.await(10, TimeUnit.SECONDS));
        }

        @NatsEndpoint(maxInFlight = "1", maxBytes = "8B")
        String small(String payload) throws InterruptedException {
            return String.valueOf(release.await(10, TimeUnit.SECONDS));
        }
    }

    @BeforeAll
    static void start() {
        nats = NatsContext.start(Endpoints.class);
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    private static CompletableFuture<Message> ask(String subject, String payload) {
        return nats.client().request(subject, payload.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aNonBlockingEndpointIsCalledOnTheThreadThatDelivers() {
        assertThat(nats.reply("parallel", "")).startsWith("nats-micro-");
        assertThat(nats.reply("nonBlocking", "")).doesNotStartWith("nats-micro-");
    }

    @Test
    void anOrderedEndpointTakesOneAfterTheOther() {
        List<CompletableFuture<Message>> replies = IntStream.rangeClosed(1, 50)
                .mapToObj(number -> ask("ordered", String.valueOf(number)))
                .toList();
        assertThat(NatsContext.text(replies.get(49).join()))
                .isEqualTo(String.join(
                        ",",
                        IntStream.rangeClosed(1, 50).mapToObj(String::valueOf).toList()));
    }

    @Test
    void whatIsBeyondTheLimitsIsRefused() {
        CompletableFuture<Message> first = ask("one", "");
        assertThat(NatsContext.error(nats.request("one", ""))).startsWith("503:");
        CompletableFuture<Message> handled = ask("small", "");
        CompletableFuture<Message> waiting = ask("small", "1234");
        assertThat(NatsContext.error(nats.request("small", "123456789"))).startsWith("503:");
        nats.context().getBean(Endpoints.class).release.countDown();
        assertThat(List.of(first.join(), handled.join(), waiting.join()))
                .allSatisfy(reply -> assertThat(NatsContext.text(reply)).isEqualTo("true"));
    }
}
