// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.wire.EndpointStats;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Handlers and exceptions that do what nobody expects of them. */
class HostileHandlerTests {

    private static final EndpointOptions ONE_AT_A_TIME =
            EndpointOptions.defaults().maxInFlight(1);

    @RegisterExtension
    final Bench bench = new Bench();

    private static final class Unprintable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("not even this");
        }
    }

    private static final class Untellable extends ServiceException {

        private static final long serialVersionUID = 1L;

        Untellable() {
            super(400, "never seen");
        }

        @Override
        public String description() {
            throw new IllegalStateException("no description");
        }
    }

    private static EndpointStats onlyEndpoint(MicroService service) {
        return service.stats().endpoints().get(0);
    }

    @Test
    void anExceptionThatCanNotBePrintedIsAnsweredAndGivesItsPlaceBack() {
        MicroService service = bench.start(bench.service("hostile").addEndpoint("work", ONE_AT_A_TIME, request -> {
            throw new Unprintable();
        }));

        for (int i = 0; i < 3; i++) {
            Replies.assertError(bench.call("work"), 500, "Internal Server Error");
        }
        await().untilAsserted(
                        () -> assertThat(onlyEndpoint(service).numErrors()).isEqualTo(3));
    }

    @Test
    void aServiceExceptionThatDoesNotTellItsDescriptionIsAnsweredWith500() {
        MicroService service = bench.start(bench.service("hostile")
                .addAsyncEndpoint("work", ONE_AT_A_TIME, request -> CompletableFuture.failedStage(new Untellable())));

        for (int i = 0; i < 3; i++) {
            Replies.assertError(bench.call("work"), 500, "Internal Server Error");
        }
        await().untilAsserted(
                        () -> assertThat(onlyEndpoint(service).lastError()).isEqualTo("500:Internal Server Error"));
    }

    @Test
    void anErrorWhoseBodyIsTooLargeIsSentWithoutIt() {
        bench.start(bench.service("hostile").addEndpoint("work", request -> {
            throw new ServiceException(422, "too much to say").withBody(new byte[2_000_000]);
        }));

        Message reply = bench.call("work");

        Replies.assertError(reply, 422, "too much to say");
        assertThat(reply.getData()).isEmpty();
    }

    @Test
    void aReplyThatIsTooLargeBecomesAnErrorForItsCaller() {
        MicroService service = bench.start(
                bench.service("hostile").addEndpoint("work", request -> request.respond(new byte[2_000_000])));

        Replies.assertError(bench.call("work"), 500, "Internal Server Error");
        await().untilAsserted(
                        () -> assertThat(onlyEndpoint(service).numErrors()).isEqualTo(1));
    }

    @Test
    void aReplyThatFailedCountsAsAnErrorThoughAnotherOneFollowed() {
        MicroService service = bench.start(bench.service("hostile").addEndpoint("work", request -> {
            try {
                request.respond(new byte[2_000_000]);
            } catch (ReplyException ex) {
                request.respond("shorter");
            }
        }));

        assertThat(Replies.text(bench.call("work"))).isEqualTo("shorter");
        await().untilAsserted(
                        () -> assertThat(onlyEndpoint(service).numErrors()).isEqualTo(1));
    }

    @Test
    void aHandlerDoesNotSeeTheInheritableThreadLocalsOfAnother() {
        InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
        CountDownLatch second = new CountDownLatch(1);
        bench.start(bench.service("hostile")
                .addEndpoint("first", request -> {
                    user.set("somebody");
                    second.await();
                    request.respond("first");
                })
                .addEndpoint("second", ONE_AT_A_TIME, request -> request.respond(String.valueOf(user.get())))
                .addEndpoint("third", ONE_AT_A_TIME, request -> {
                    String seen = String.valueOf(user.get());
                    user.set("somebody else");
                    request.respond(seen);
                }));

        CompletableFuture<Message> waiting = bench.client().request("first", new byte[0]);
        for (int i = 0; i < 50; i++) {
            assertThat(Replies.text(bench.call("third"))).isIn("null", "somebody else");
            assertThat(Replies.text(bench.call("second"))).isNotEqualTo("somebody");
        }
        second.countDown();
        assertThat(waiting).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aHandlerThatHasAnsweredAndGoesOnIsNoErrorWhenTheServiceStops() {
        CountDownLatch never = new CountDownLatch(1);
        MicroService service = bench.service("hostile")
                .drainTimeout(Duration.ofMillis(200))
                .addEndpoint("work", request -> {
                    request.respond("done".getBytes(StandardCharsets.UTF_8));
                    never.await();
                })
                .start();

        assertThat(Replies.text(bench.call("work"))).isEqualTo("done");
        assertThat(service.stop()).succeedsWithin(Duration.ofSeconds(10));
        never.countDown();

        assertThat(onlyEndpoint(service).numRequests()).isEqualTo(1);
        assertThat(onlyEndpoint(service).numErrors()).isZero();
    }

    @Test
    void aServiceThatWaitsForNobodyStopsAtOnce() {
        CountDownLatch never = new CountDownLatch(1);
        MicroService service = bench.service("hostile")
                .drainTimeout(Duration.ZERO)
                .addEndpoint("work", request -> never.await())
                .start();
        CompletableFuture<Message> call = bench.client().request("work", new byte[0]);
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("hostile-")));

        long start = System.nanoTime();
        assertThat(service.stop()).succeedsWithin(Duration.ofSeconds(10));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(900));
        assertThat(call)
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(reply -> Replies.assertError(reply, 503, "Service is stopping"));
        never.countDown();
    }
}
