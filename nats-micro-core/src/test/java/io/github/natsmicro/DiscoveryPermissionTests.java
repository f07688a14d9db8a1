// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.transport.NatsTroubleListener;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Services that the server does not let be discovered, and permissions that change while a service runs. */
class DiscoveryPermissionTests {

    private static final String SENTENCE = "(?s)[\\p{Lu}'\"`\\u201c].* .*\\.";

    @RegisterExtension
    final PermissionBench bench = new PermissionBench();

    private static void answer(Request request) {
        request.respond("ok");
    }

    private MicroServiceBuilder service(Connection connection) {
        return MicroService.builder(connection, "s", "1.0.0")
                .addListener(bench.listener())
                .addEndpoint("fine", DiscoveryPermissionTests::answer);
    }

    private List<String> refusedControlSubjects() {
        return bench.heard().stream()
                .filter(event -> event.startsWith("discoveryFailed "))
                .map(event -> event.split(" ", 3)[1])
                .toList();
    }

    @Test
    void everyRefusedControlSubjectIsReportedAndTheEndpointsGoOn() {
        MicroService service = bench.keep(service(bench.connect("hidden")).start());

        await().atMost(Bench.PATIENCE).until(() -> refusedControlSubjects().size() >= 9);

        String id = service.id();
        assertThat(refusedControlSubjects())
                .containsExactlyInAnyOrder(
                        "$SRV.PING",
                        "$SRV.PING.s",
                        "$SRV.PING.s." + id,
                        "$SRV.INFO",
                        "$SRV.INFO.s",
                        "$SRV.INFO.s." + id,
                        "$SRV.STATS",
                        "$SRV.STATS.s",
                        "$SRV.STATS.s." + id);
        assertThat(bench.heard()).noneMatch(event -> event.startsWith("endpointFailed"));
        assertThat(bench.call("fine")).isEqualTo("ok");
        assertThat(service.endpoints().get(0).failure()).isEmpty();
    }

    @Test
    void aRefusalOfOneControlSubjectLeavesTheOthers() {
        bench.keep(service(bench.connect("nameless")).start());

        await().atMost(Bench.PATIENCE).until(() -> !refusedControlSubjects().isEmpty());

        assertThat(refusedControlSubjects()).containsExactly("$SRV.INFO");
        assertThat(bench.listed("s")).containsExactly("fine");
    }

    @Test
    void aServiceOfAnotherPrefixIsNotConcerned() {
        bench.keep(service(bench.connect("hidden")).apiPrefix("own").start());

        assertThat(bench.callsNobody("own.PING.s")).isFalse();
        assertThat(refusedControlSubjects()).isEmpty();
    }

    @Test
    void withThePolicyStopARefusedDiscoveryStopsTheService() {
        MicroService service = service(bench.connect("hidden"))
                .failurePolicy(FailurePolicy.STOP)
                .build();
        try {
            service.start();
        } catch (IllegalStateException ex) {
            assertThat(ex).hasMessageMatching(SENTENCE);
        }

        assertThat(service.stopped())
                .failsWithin(Bench.PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(ServiceFailedException.class)
                .withMessageContaining("$SRV.");
        await().atMost(Bench.PATIENCE).until(() -> bench.callsNobody("fine"));
    }

    /** The connection has no listener of ours: start asks the service's own control subject. */
    @Test
    void withoutTheListenerTheStartFindsOutThatNobodyCanDiscoverTheService() {
        MicroService service = service(bench.connect("hidden", null)).build();
        long begin = System.nanoTime();

        boolean started = true;
        try {
            bench.keep(service).start();
        } catch (ServiceStartException ex) {
            started = false;
            assertThat(ex).hasMessageMatching(SENTENCE);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        if (started) {
            await().atMost(Bench.PATIENCE).until(() -> !refusedControlSubjects().isEmpty());
            assertThat(bench.call("fine")).isEqualTo("ok");
        } else {
            assertThat(bench.callsNobody("fine")).isTrue();
        }
    }

    @Test
    void withoutTheListenerAndWithThePolicyStopTheServiceDoesNotRunUndiscovered() {
        MicroService service = service(bench.connect("hidden", null))
                .failurePolicy(FailurePolicy.STOP)
                .build();
        try {
            service.start();
        } catch (IllegalStateException ex) {
            assertThat(ex).hasMessageMatching(SENTENCE);
        }

        await().atMost(Bench.PATIENCE).until(() -> bench.callsNobody("fine"));
    }

    @Test
    void withoutTheListenerAServiceThatIsAllowedEverythingStartsAndHearsNothing() {
        MicroService service = bench.keep(service(bench.connect("free", null))
                .failurePolicy(FailurePolicy.STOP)
                .start());

        assertThat(bench.call("fine")).isEqualTo("ok");
        assertThat(bench.listed("s")).containsExactly("fine");
        assertThat(bench.heard()).isEmpty();
        assertThat(service.stopped()).isNotDone();
    }

    @Test
    void anApplicationListenerThatThrowsKeepsNobodyFromHearing() {
        List<String> second = new CopyOnWriteArrayList<>();
        Connection connection = bench.connect(
                "limited",
                new NatsTroubleListener(
                        new ErrorListener() {
                            @Override
                            public void errorOccurred(Connection source, String error) {
                                throw new IllegalStateException("boom");
                            }
                        },
                        new ErrorListener() {
                            @Override
                            public void errorOccurred(Connection source, String error) {
                                second.add(error);
                            }
                        }));

        MicroService service = bench.keep(service(connection)
                .addEndpoint("denied", DiscoveryPermissionTests::answer)
                .start());

        await().atMost(Bench.PATIENCE)
                .until(() -> service.endpoints().get(1).failure().isPresent());
        await().atMost(Bench.PATIENCE).until(() -> second.size() == 1);
        assertThat(bench.call("fine")).isEqualTo("ok");
    }

    @Test
    void onceThePermissionIsGivenAResumeClearsTheFailure() throws IOException {
        Connection connection = bench.limited();
        MicroService service = bench.keep(service(connection)
                .addEndpoint("denied", DiscoveryPermissionTests::answer)
                .start());
        Endpoint denied = service.endpoints().get(1);
        await().atMost(Bench.PATIENCE).until(() -> denied.failure().isPresent());
        denied.pause();

        bench.restart("\"denied\", ", "");
        await().atMost(Bench.PATIENCE).until(() -> connection.getStatus() == Connection.Status.CONNECTED);
        await().atMost(Bench.PATIENCE).until(() -> !bench.callsNobody("fine"));
        denied.resume();

        assertThat(denied.failure()).isEmpty();
        assertThat(bench.call("denied")).isEqualTo("ok");
        assertThat(denied.isPaused()).isFalse();
    }

    @Test
    void aSubscriptionThatTheServerRefusesToRenewIsReported() throws IOException {
        Connection connection = bench.limited();
        MicroService service = bench.keep(service(connection)
                .addEndpoint("later", DiscoveryPermissionTests::answer)
                .start());
        assertThat(bench.call("later")).isEqualTo("ok");

        bench.restart("\"denied\"", "\"denied\", \"later\"");

        Endpoint later = service.endpoints().get(1);
        await().atMost(Bench.PATIENCE).until(() -> later.failure().isPresent());
        assertThat(service.endpoints().get(0).failure()).isEmpty();
        await().atMost(Bench.PATIENCE).until(() -> !bench.callsNobody("fine"));
        assertThat(bench.callsNobody("later")).isTrue();
        assertThat(bench.heard())
                .filteredOn(event -> event.startsWith("endpointFailed later "))
                .hasSize(1);
    }

    @Test
    void aServiceThatStartsNoMoreThanTheServerAllowsCanBeBuiltAnew() {
        Connection connection = bench.limited();
        MicroService failing = service(connection)
                .failurePolicy(FailurePolicy.STOP)
                .addEndpoint("denied", DiscoveryPermissionTests::answer)
                .build();
        try {
            failing.start();
        } catch (IllegalStateException ex) {
            assertThat(ex).hasMessageMatching(SENTENCE);
        }
        assertThat(failing.stopped()).failsWithin(Bench.PATIENCE);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(failing::start);

        bench.keep(service(connection).failurePolicy(FailurePolicy.STOP).start());

        assertThat(bench.call("fine")).isEqualTo("ok");
    }
}
