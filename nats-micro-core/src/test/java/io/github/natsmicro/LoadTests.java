// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Endpoints come and go while callers keep requests in flight. */
class LoadTests {

    private static final int ROUNDS = 30;

    @RegisterExtension
    final Bench bench = new Bench();

    private final Map<Kind, List<Integer>> handled = new EnumMap<>(Kind.class);

    private MicroServiceBuilder undisturbed() {
        MicroServiceBuilder builder = bench.service("busy");
        for (Kind kind : Kind.values()) {
            List<Integer> numbers = Collections.synchronizedList(new ArrayList<>());
            handled.put(kind, numbers);
            kind.addTo(builder, kind.name(), request -> {
                numbers.add(Integer.valueOf(request.text()));
                request.respond(request.data());
            });
        }
        return builder;
    }

    private static void echo(Request request) {
        request.respond(request.data());
    }

    /** Each on a connection of its own, or they would delay each other. */
    private Load load(String subject) {
        return new Load(bench.connect(), subject);
    }

    private Map<Kind, Load> loadAll() {
        Map<Kind, Load> loads = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            loads.put(kind, load(kind.name()));
        }
        return loads;
    }

    private void endAll(Map<Kind, Load> loads) throws InterruptedException {
        for (Map.Entry<Kind, Load> entry : loads.entrySet()) {
            Kind kind = entry.getKey();
            entry.getValue().endUndisturbed(bench, handled.getOrDefault(kind, List.of()), kind.ordered());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whileAnEndpointIsPausedAndResumedNothingOfTheOthersIsLostDoubledOrReordered(Kind kind)
            throws InterruptedException {
        MicroService service = bench.start(kind.addTo(undisturbed(), "changing", LoadTests::echo));
        Endpoint changing = service.endpoints().get(Kind.values().length);
        Map<Kind, Load> loads = loadAll();
        Load own = load("changing");

        for (int i = 0; i < ROUNDS; i++) {
            changing.pause();
            changing.resume();
        }

        endAll(loads);
        assertThat(own.end(bench)).containsOnlyKeys("ok", Load.NO_RESPONDERS);
    }

    @ParameterizedTest
    @EnumSource
    void whileEndpointsAreAddedAndRemovedNothingOfTheOthersIsLostDoubledOrReordered(Kind kind)
            throws InterruptedException {
        MicroService service = bench.start(undisturbed());
        Map<Kind, Load> loads = loadAll();
        Load own = load("changing");

        for (int i = 0; i < ROUNDS; i++) {
            Endpoint endpoint = kind.addTo(service, "changing", LoadTests::echo);
            CompletableFuture<Void> removed = endpoint.remove();
            if (i % 2 == 0) {
                assertThat(removed).succeedsWithin(Bench.PATIENCE);
            }
        }

        endAll(loads);
        assertThat(own.end(bench).keySet()).isSubsetOf("ok", Load.NO_RESPONDERS);
        assertThat(service.endpoints()).hasSize(Kind.values().length);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "ORDERED", "NON_BLOCKING", "ASYNC"})
    void whileTwoInstancesTakeTurnsInBeingPausedEveryRequestIsAnsweredOnce(Kind kind) throws InterruptedException {
        Connection second = bench.connect();
        List<Integer> numbers = Collections.synchronizedList(new ArrayList<>());
        Handler handler = request -> {
            numbers.add(Integer.valueOf(request.text()));
            request.respond(request.data());
        };
        Endpoint one = bench.start(kind.addTo(bench.service("twins"), "work", handler))
                .endpoints()
                .get(0);
        Endpoint two = bench.start(kind.addTo(MicroService.builder(second, "twins", "1.0.0"), "work", handler))
                .endpoints()
                .get(0);
        Load load = load("work");

        for (int i = 0; i < ROUNDS; i++) {
            one.pause();
            one.resume();
            two.pause();
            two.resume();
        }

        load.endUndisturbed(bench, numbers, false);
    }
}
