// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An endpoint that was paused and resumed a moment ago is removed or stopped under load, with time enough to drain. */
class ChangeThenEndTests {

    private static final int ROUNDS = 30;

    @RegisterExtension
    final Bench bench = new Bench();

    private void assertNothingIsRefused(Function<MicroService, CompletableFuture<Void>> end)
            throws InterruptedException {
        MicroService service =
                bench.start(bench.service("counted").addEndpoint("work", request -> request.respond(request.data())));
        Endpoint endpoint = service.endpoints().get(0);
        Load load = new Load(bench.connect(), "work");
        for (int i = 0; i < ROUNDS; i++) {
            endpoint.pause();
            endpoint.resume();
        }

        assertThat(end.apply(service)).succeedsWithin(Bench.PATIENCE);

        Map<String, Integer> answers = load.end(bench);
        assertThat(answers.keySet()).isSubsetOf("ok", Load.NO_RESPONDERS);
        assertThat(endpoint.stats().numRequests())
                .isEqualTo(answers.getOrDefault("ok", 0).longValue());
        assertThat(endpoint.stats().numErrors()).isZero();
    }

    @RepeatedTest(5)
    void whatWasDeliveredBeforeTheRemovalIsNotRefused() throws InterruptedException {
        assertNothingIsRefused(service -> service.endpoints().get(0).remove());
    }

    @RepeatedTest(5)
    void whatWasDeliveredBeforeTheStopIsNotRefused() throws InterruptedException {
        assertNothingIsRefused(MicroService::stop);
    }

    private List<Subscription> deliver() {
        List<Subscription> replies = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            replies.add(bench.send("work", ""));
        }
        Bench.flush(bench.client());
        return replies;
    }

    /** Its requests wait for the delivering thread, which one of them holds. */
    private MicroService busy() {
        return bench.start(bench.service("s")
                .addEndpoint("work", Kind.NON_BLOCKING.options(), request -> {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                    request.respond("ok");
                })
                .addEndpoint("other", request -> request.respond("ok")));
    }

    private static void assertAllAnswered(List<Subscription> replies) {
        replies.forEach(each -> Replies.assertNoError(Bench.next(each)));
    }

    @Test
    void anEndpointThatIsRemovedRightAfterItsPauseAnswersWhatItHas() {
        MicroService service = busy();
        List<Subscription> replies = deliver();

        service.endpoints().get(0).pause();
        assertThat(service.endpoints().get(0).remove()).succeedsWithin(Bench.PATIENCE);

        assertAllAnswered(replies);
    }

    @Test
    void anEndpointThatIsRemovedRightAfterThePauseOfAnotherAnswersWhatItHas() {
        MicroService service = busy();
        List<Subscription> replies = deliver();

        service.endpoints().get(1).pause();
        assertThat(service.endpoints().get(0).remove()).succeedsWithin(Bench.PATIENCE);

        assertAllAnswered(replies);
    }

    @Test
    void anEndpointWhoseServiceIsStoppedRightAfterItsRemovalAnswersWhatItHas() {
        MicroService service = busy();
        List<Subscription> replies = deliver();

        CompletableFuture<Void> removed = service.endpoints().get(0).remove();
        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);

        assertThat(removed).succeedsWithin(Bench.PATIENCE);
        assertAllAnswered(replies);
    }
}
