// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nats.client.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The threads that call handlers: pools that services share, virtual ones, and those of an executor. */
class HandlerThreadsTests {

    @RegisterExtension
    final Bench bench = new Bench();

    private final CountDownLatch go = new CountDownLatch(1);
    private final Set<String> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger running = new AtomicInteger();
    private final List<AutoCloseable> resources = new ArrayList<>();

    @AfterEach
    void letGo() throws Exception {
        go.countDown();
        for (AutoCloseable resource : resources) {
            resource.close();
        }
    }

    private HandlerThreads keep(HandlerThreads handlerThreads) {
        resources.add(handlerThreads);
        return handlerThreads;
    }

    private void work(Request request) throws InterruptedException {
        threads.add(Thread.currentThread().getName());
        running.incrementAndGet();
        go.await();
        running.decrementAndGet();
        request.respond("ok");
    }

    private MicroService start(String name, HandlerThreads handlerThreads, Handler handler) {
        return bench.start(bench.service(name).handlerThreads(handlerThreads).addEndpoint(name, handler));
    }

    private List<Subscription> send(String subject, int count) {
        List<Subscription> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(bench.send(subject, ""));
        }
        return replies;
    }

    private void awaitRunning(int count) {
        await().atMost(Bench.PATIENCE).until(() -> running.get() == count);
    }

    private void assertStaysRunning(int count) {
        await().during(Duration.ofMillis(300)).atMost(Bench.PATIENCE).until(() -> running.get() == count);
    }

    private static void assertAllAnswered(List<Subscription> replies) {
        replies.forEach(each -> assertThat(Replies.text(Bench.next(each))).isEqualTo("ok"));
    }

    @Test
    void aPoolIsSharedWithinItsBoundAndAnEndpointWithoutAThreadGetsOne() {
        HandlerThreads shared = keep(HandlerThreads.pool("shared", 3));
        start("first", shared, this::work);
        start("second", shared, this::work);
        start("third", shared, this::work);

        List<Subscription> all = send("first", 10);
        awaitRunning(3);
        assertStaysRunning(3);
        all.addAll(send("second", 10));
        awaitRunning(4);
        all.addAll(send("third", 10));
        awaitRunning(5);
        assertStaysRunning(5);

        assertThat(threads).hasSize(5).allMatch(name -> name.startsWith("shared"));
        go.countDown();
        assertAllAnswered(all);
        assertThat(threads).as("bound and one for each endpoint").hasSizeLessThanOrEqualTo(3 + 3);
    }

    @Test
    void theEndOfOneServiceLeavesThePoolToTheOther() {
        HandlerThreads shared = keep(HandlerThreads.pool("shared", 2));
        go.countDown();
        MicroService first = start("first", shared, this::work);
        start("second", shared, this::work);
        assertAllAnswered(send("first", 3));

        assertThat(first.stop()).succeedsWithin(Bench.PATIENCE);

        assertAllAnswered(send("second", 3));
    }

    @Test
    void aPoolThatIsClosedAnswers503ToWhatComesLaterAndFinishesWhatItHas() {
        HandlerThreads closing = keep(HandlerThreads.pool("closing", 2));
        start("work", closing, this::work);
        List<Subscription> begun = send("work", 2);
        awaitRunning(2);

        closing.close();

        go.countDown();
        assertAllAnswered(begun);
        awaitRunning(0);
        await().atMost(Bench.PATIENCE).until(() -> Replies.errorCode(bench.call("work")) != null);
        assertThat(Replies.errorCode(bench.call("work"))).isEqualTo("503");
        closing.close();
    }

    @Test
    void aPoolWithoutThreadsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HandlerThreads.pool("none", 0))
                .withMessageMatching("[A-Z].*\\.");
    }

    @Test
    void idleThreadsEndWhenTheirTimeIsUp() {
        go.countDown();
        HandlerThreads briefly = keep(HandlerThreads.pool("briefly", 2, Duration.ofMillis(1)));
        start("work", briefly, this::work);

        assertAllAnswered(send("work", 2));

        assertThat(threads).isNotEmpty().allMatch(name -> name.startsWith("briefly-"));
        await().atMost(Bench.PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("briefly-")));
    }

    @Test
    void aPoolThatKeepsItsThreadsForLessThanNoTimeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HandlerThreads.pool("none", 1, Duration.ofMillis(-1)))
                .withMessageMatching("[A-Z].*\\.");
    }

    @Test
    void virtualThreadsAreAsManyAsTheEndpointAllows() {
        assumeTrue(HandlerThreads.virtualSupported());
        Set<String> kinds = ConcurrentHashMap.newKeySet();
        HandlerThreads virtual = keep(HandlerThreads.virtual("many-"));
        bench.start(bench.service("virtual")
                .handlerThreads(virtual)
                .addEndpoint("work", EndpointOptions.defaults().maxInFlight(600), request -> {
                    String thread = Thread.currentThread().toString();
                    kinds.add(thread.substring(0, thread.indexOf('[')));
                    work(request);
                }));

        List<Subscription> replies = send("work", 600);
        awaitRunning(600);

        assertThat(kinds).containsExactly("VirtualThread");
        assertThat(threads).allMatch(name -> name.startsWith("many-"));
        go.countDown();
        assertAllAnswered(replies);
    }

    @Test
    void virtualThreadsAreRefusedWithASentenceWhereThereAreNone() {
        assumeFalse(HandlerThreads.virtualSupported());

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> HandlerThreads.virtual("none"))
                .withMessageContaining("21")
                .withMessageMatching("[A-Z].*\\.");
    }

    @Test
    void virtualThreadsAreSupportedFromJava21On() {
        assertThat(HandlerThreads.virtualSupported())
                .isEqualTo(Runtime.version().feature() >= 21);
    }

    @Test
    void anExecutorOfTheUsersIsUsedWithItsBoundAndStaysTheirs() {
        ExecutorService own = Executors.newFixedThreadPool(2, task -> new Thread(task, "own"));
        resources.add(own::shutdown);
        HandlerThreads of = HandlerThreads.of(own);
        MicroService service = start("work", of, this::work);
        List<Subscription> replies = send("work", 6);
        awaitRunning(2);
        assertStaysRunning(2);

        go.countDown();

        assertAllAnswered(replies);
        assertThat(threads).containsExactly("own");
        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);
        of.close();
        assertThat(own.isShutdown()).isFalse();
    }

    /** An interruption would end the thread that delivers for good, also where an executor runs its tasks on it. */
    @Test
    void anExecutorThatRunsTasksOnTheDeliveringThreadSurvivesATimeout() throws InterruptedException {
        AtomicBoolean first = new AtomicBoolean(true);
        CountDownLatch left = new CountDownLatch(1);
        bench.start(bench.service("callerruns")
                .handlerThreads(HandlerThreads.of(Runnable::run))
                .addEndpoint("work", EndpointOptions.defaults().timeout(Duration.ofMillis(200)), request -> {
                    if (first.getAndSet(false)) {
                        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(600);
                        while (System.nanoTime() < until) {
                            Thread.onSpinWait();
                        }
                        left.countDown();
                    }
                    request.respond("ok");
                }));
        assertThat(Replies.errorCode(bench.call("work"))).isEqualTo("504");
        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();

        for (int i = 0; i < 3; i++) {
            assertThat(Replies.text(bench.call("work"))).isEqualTo("ok");
        }
    }
}
