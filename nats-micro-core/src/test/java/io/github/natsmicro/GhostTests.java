// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Message;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** INFO and STATS are asked all the time while endpoints come and go, and show neither a ghost nor a gap. */
class GhostTests {

    private static final int ROUNDS = 200;
    private static final List<Kind> KINDS = List.copyOf(EnumSet.allOf(Kind.class));

    @RegisterExtension
    final Bench bench = new Bench();

    /** Endpoints whose adding has begun, has returned, whose removal has begun, has returned. */
    private final Set<String> adding = ConcurrentHashMap.newKeySet();

    private final Set<String> added = ConcurrentHashMap.newKeySet();
    private final Set<String> removing = ConcurrentHashMap.newKeySet();
    private final Set<String> removed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger documents = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    private static void answer(Request request) {
        request.respond("ok");
    }

    @Test
    void noDocumentShowsAGhostOrMissesAnEndpoint() throws Exception {
        MicroService service = bench.start(bench.service("changing")
                .addEndpoint("first", GhostTests::answer)
                .addEndpoint("second", GhostTests::answer));
        CountDownLatch polled = new CountDownLatch(1);
        CompletableFuture<Void> poller = CompletableFuture.runAsync(
                () -> {
                    while (!over.get()) {
                        checkDocument(service, documents.get() % 2 == 0 ? "INFO" : "STATS");
                        documents.incrementAndGet();
                        polled.countDown();
                    }
                },
                task -> new Thread(task, "poller").start());
        assertThat(polled.await(5, TimeUnit.SECONDS)).isTrue();
        try {
            for (int i = 0; i < ROUNDS && !poller.isDone(); i++) {
                comeAndGo(service, "e" + i, KINDS.get(i % KINDS.size()));
            }
        } finally {
            over.set(true);
        }
        poller.get(20, TimeUnit.SECONDS);
        assertThat(removed).hasSize(ROUNDS);
        assertThat(documents).hasValueGreaterThan(20);
        assertThat(service.endpoints()).hasSize(2);
    }

    private void comeAndGo(MicroService service, String name, Kind kind) {
        adding.add(name);
        Endpoint endpoint = kind.addTo(service, name, GhostTests::answer);
        added.add(name);
        assertThat(service.info().endpoints()).hasSize(3);
        removing.add(name);
        assertThat(endpoint.remove()).succeedsWithin(Bench.PATIENCE);
        removed.add(name);
        assertThat(service.info().endpoints()).hasSize(2);
        assertThat(service.stats().endpoints()).hasSize(2);
    }

    private void checkDocument(MicroService service, String verb) {
        Set<String> addedBefore = Set.copyOf(added);
        Set<String> removedBefore = Set.copyOf(removed);

        Message reply = bench.call("$SRV." + verb + "." + service.name() + "." + service.id());

        List<String> listed = Replies.values(Replies.json(reply).path("endpoints"), "name");
        Set<String> removingAfter = Set.copyOf(removing);
        assertThat(listed).as(verb).startsWith("first", "second").doesNotHaveDuplicates();
        List<String> others = listed.subList(2, listed.size());
        Set<String> never = new HashSet<>(others);
        never.removeAll(adding);
        assertThat(never).as("%s shows what was not added", verb).isEmpty();
        Set<String> ghosts = new HashSet<>(others);
        ghosts.retainAll(removedBefore);
        assertThat(ghosts).as("%s shows what was removed", verb).isEmpty();
        Set<String> missing = new HashSet<>(addedBefore);
        missing.removeAll(removingAfter);
        missing.removeAll(others);
        assertThat(missing).as("%s does not show what was added", verb).isEmpty();
        others.forEach(this::assertAnswersUnlessRemoved);
    }

    private void assertAnswersUnlessRemoved(String subject) {
        Message reply = bench.call(subject);
        if (reply.isStatusMessage()) {
            assertThat(removing).as("that is why %s does not answer", subject).contains(subject);
        } else {
            assertThat(Replies.text(reply)).isEqualTo("ok");
        }
    }

    @Test
    void endpointsThatManyThreadsChangeAtOnceAreAllThereAtTheEnd() {
        MicroService service = bench.start(bench.service("many"));
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            int thread = t;
            Kind kind = KINDS.get(t);
            threads.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < 10; i++) {
                            Endpoint stays = kind.addTo(service, "stays-" + thread + "-" + i, GhostTests::answer);
                            Endpoint goes = kind.addTo(service, "goes-" + thread + "-" + i, GhostTests::answer);
                            stays.pause();
                            goes.remove().join();
                            stays.resume();
                        }
                    },
                    task -> new Thread(task, "changer").start()));
        }

        assertThat(CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)))
                .succeedsWithin(Bench.PATIENCE.multipliedBy(3));

        List<String> expected = IntStream.range(0, 6)
                .boxed()
                .flatMap(t -> IntStream.range(0, 10).mapToObj(i -> "stays-" + t + "-" + i))
                .toList();
        assertThat(Replies.values(bench.infoOf(service).path("endpoints"), "name"))
                .containsExactlyInAnyOrderElementsOf(expected);
        for (String name : expected) {
            assertThat(Replies.text(bench.call(name))).isEqualTo("ok");
            Replies.assertNoResponders(bench.call(name.replace("stays", "goes")));
        }
        assertThat(service.endpoints()).noneMatch(Endpoint::isPaused);
    }

    @Test
    void pausesAndResumesByManyThreadsLeaveWhatTheLastOneSaid() {
        MicroService service = bench.start(bench.service("many").addEndpoint("e", GhostTests::answer));
        Endpoint endpoint = service.endpoints().get(0);
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < 20; i++) {
                            endpoint.pause();
                            endpoint.resume();
                        }
                    },
                    task -> new Thread(task, "changer").start()));
        }
        assertThat(CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)))
                .succeedsWithin(Bench.PATIENCE.multipliedBy(3));

        endpoint.pause();
        Replies.assertNoResponders(bench.call("e"));
        endpoint.resume();
        Map<String, Integer> answers = new ConcurrentHashMap<>();
        for (int i = 0; i < 20; i++) {
            answers.merge(Replies.text(bench.call("e")), 1, Integer::sum);
        }
        assertThat(answers).isEqualTo(Map.of("ok", 20));
    }
}
