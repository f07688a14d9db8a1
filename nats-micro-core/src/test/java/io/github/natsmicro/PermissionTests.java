// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a service makes of the subscriptions that the server refuses it. */
class PermissionTests {

    private static final String SENTENCE = "(?s)[\\p{Lu}'\"`\\u201c].* .*\\.";

    @RegisterExtension
    final PermissionBench bench = new PermissionBench();

    private static void answer(Request request) {
        request.respond("ok");
    }

    private static EndpointOptions queue(QueueGroup queueGroup) {
        return EndpointOptions.defaults().queueGroup(queueGroup);
    }

    private MicroServiceBuilder service(Connection connection, String name) {
        return MicroService.builder(connection, name, "1.0.0").addListener(bench.listener());
    }

    private static void awaitFailed(Endpoint endpoint) {
        await().atMost(Bench.PATIENCE).until(() -> endpoint.failure().isPresent());
    }

    @Test
    void aRefusedEndpointIsMarkedAndReportedOnceAndTheOthersGoOn() {
        Connection connection = bench.limited();
        MicroService service = bench.keep(service(connection, "s")
                .addEndpoint("before", PermissionTests::answer)
                .addEndpoint("denied", PermissionTests::answer)
                .addEndpoint("after", PermissionTests::answer)
                .start());

        Endpoint denied = service.endpoints().get(1);
        awaitFailed(denied);
        Bench.flush(connection);

        assertThat(denied.failure())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .containsIgnoringCase("permissions violation")
                        .contains("denied"));
        assertThat(service.endpoints().get(0).failure()).isEmpty();
        assertThat(service.endpoints().get(2).failure()).isEmpty();
        await().atMost(Bench.PATIENCE).until(() -> bench.heard().size() == 1);
        assertThat(bench.heard().get(0)).startsWith("endpointFailed denied ").containsIgnoringCase("permissions");
        assertThat(bench.call("before")).isEqualTo("ok");
        assertThat(bench.call("after")).isEqualTo("ok");
        assertThat(service.stopped()).isNotDone();
        assertThat(bench.heard()).hasSize(1);
    }

    @Test
    void theErrorListenerOfTheApplicationHearsItToo() {
        MicroService service = bench.keep(service(bench.limited(), "s")
                .addEndpoint("denied", PermissionTests::answer)
                .start());
        awaitFailed(service.endpoints().get(0));

        await().atMost(Bench.PATIENCE)
                .untilAsserted(() -> assertThat(bench.errors()).anyMatch(error -> error.contains("\"denied\"")));
    }

    @Test
    void aRefusedEndpointStaysInDiscovery() {
        MicroService service = bench.keep(service(bench.limited(), "s")
                .addEndpoint("denied", PermissionTests::answer)
                .addEndpoint("fine", PermissionTests::answer)
                .start());
        awaitFailed(service.endpoints().get(0));

        assertThat(bench.listed("s")).containsExactly("denied", "fine");
    }

    @Test
    void case56_anEndpointThatIsAddedLaterAndRefusedLeavesNoGhost() {
        MicroService service = bench.keep(service(bench.limited(), "s")
                .addEndpoint("fine", PermissionTests::answer)
                .start());

        assertThatThrownBy(() -> service.addEndpoint("denied", PermissionTests::answer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(SENTENCE)
                .hasMessageContaining("denied");

        assertThat(bench.heard()).anyMatch(event -> event.startsWith("endpointFailed denied "));
        assertThat(service.endpoints()).extracting(Endpoint::name).containsExactly("fine");
        assertThat(service.endpoints().get(0).failure()).isEmpty();
        assertThat(bench.call("fine")).isEqualTo("ok");
        assertThat(bench.listed("s")).containsExactly("fine");
    }

    @Test
    void onlyTheEndpointInTheRefusedQueueGroupIsMarked() {
        MicroService service = bench.keep(service(bench.limited(), "s")
                .addEndpoint("good", at("locked", QueueGroup.named("good")), PermissionTests::answer)
                .addEndpoint("bad", at("locked", QueueGroup.named("bad")), PermissionTests::answer)
                .addEndpoint("none", at("locked", QueueGroup.none()), request -> {})
                .start());

        awaitFailed(service.endpoints().get(1));

        assertThat(service.endpoints().get(0).failure()).isEmpty();
        assertThat(service.endpoints().get(2).failure()).isEmpty();
        assertThat(bench.call("locked")).isEqualTo("ok");
        assertThat(bench.heard()).hasSize(1);
    }

    private static EndpointOptions at(String subject, QueueGroup queueGroup) {
        return queue(queueGroup).subject(subject);
    }

    @Test
    void endpointsWhoseSubjectOnlyBeginsLikeTheRefusedOneAreNotMarked() {
        MicroService service = bench.keep(service(bench.limited(), "s")
                .addEndpoint("denied", PermissionTests::answer)
                .addEndpoint("denied2", PermissionTests::answer)
                .addEndpoint("e", EndpointOptions.defaults().subject("x.denied"), PermissionTests::answer)
                .addEndpoint("e", EndpointOptions.defaults().subject("tree.leaf"), PermissionTests::answer)
                .addEndpoint("e", EndpointOptions.defaults().subject("tree.*"), PermissionTests::answer)
                .start());

        awaitFailed(service.endpoints().get(0));
        awaitFailed(service.endpoints().get(3));

        assertThat(bench.call("denied2")).isEqualTo("ok");
        assertThat(service.endpoints().get(1).failure()).isEmpty();
        assertThat(service.endpoints().get(2).failure()).isEmpty();
        assertThat(service.endpoints().get(4).failure()).isEmpty();
    }

    @Test
    void theKindsOfEndpointsAreMarkedAlike() {
        MicroServiceBuilder builder = service(bench.limited(), "s");
        for (Kind kind : Kind.values()) {
            kind.addTo(builder.addGroup("tree", group -> {}), kind.name(), PermissionTests::answer);
        }
        builder.addGroup("secret", group -> {
            for (Kind kind : Kind.values()) {
                group.addEndpoint(kind.name(), kind.options(), PermissionTests::answer);
            }
        });
        MicroService service = bench.keep(builder.start());

        await().atMost(Bench.PATIENCE).until(() -> bench.heard().size() == Kind.values().length);

        assertThat(service.endpoints())
                .allMatch(endpoint ->
                        endpoint.failure().isPresent() == endpoint.subject().startsWith("secret."));
    }

    @Test
    void withThePolicyStopAStartThatIsRefusedFails() {
        MicroService service = service(bench.limited(), "s")
                .failurePolicy(FailurePolicy.STOP)
                .addEndpoint("denied", PermissionTests::answer)
                .build();

        assertThatThrownBy(service::start)
                .isInstanceOf(ServiceStartException.class)
                .hasMessageMatching(SENTENCE)
                .hasCauseInstanceOf(ServiceFailedException.class);

        assertThat(service.stopped()).failsWithin(Bench.PATIENCE);
    }

    @Test
    void withThePolicyStopAStartDoesNotReturnWhileAListenerIsToldOfTheRefusal() {
        CountDownLatch returned = new CountDownLatch(1);
        MicroService service = service(bench.limited(), "s")
                .failurePolicy(FailurePolicy.STOP)
                .addListener(new ServiceListener() {
                    @Override
                    public void endpointFailed(Endpoint endpoint, String reason) {
                        try {
                            boolean unused = returned.await(1, TimeUnit.SECONDS);
                        } catch (InterruptedException ex) {
                            Thread.currentThread().interrupt();
                        }
                    }
                })
                .addEndpoint("denied", PermissionTests::answer)
                .build();

        try {
            assertThatThrownBy(service::start).isInstanceOf(ServiceStartException.class);
        } finally {
            returned.countDown();
        }
        assertThat(service.stopped()).failsWithin(Bench.PATIENCE);
    }

    @Test
    void withThePolicyStopTheServiceStopsAndSaysWhy() {
        MicroService service = service(bench.limited(), "s")
                .failurePolicy(FailurePolicy.STOP)
                .addEndpoint("fine", PermissionTests::answer)
                .build();
        try {
            service.start();
            service.addEndpoint("denied", PermissionTests::answer);
        } catch (IllegalStateException ex) {
            assertThat(ex).hasMessageMatching(SENTENCE);
        }

        assertThat(service.stopped())
                .failsWithin(Bench.PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(ServiceFailedException.class)
                .withMessageContaining("\"denied\"");
        await().atMost(Bench.PATIENCE).until(() -> bench.callsNobody("fine"));
        assertThat(bench.heard()).anyMatch(event -> event.startsWith("endpointFailed denied "));
        await().atMost(Bench.PATIENCE)
                .untilAsserted(() -> assertThat(bench.heard())
                        .anyMatch(event -> event.startsWith("stopped ") && event.contains("ServiceFailedException")));
    }

    @Test
    void withThePolicyStopARefusalDuringTheStartLeavesNothing() {
        MicroService service = service(bench.limited(), "s")
                .failurePolicy(FailurePolicy.STOP)
                .addEndpoint("fine", PermissionTests::answer)
                .addEndpoint("denied", PermissionTests::answer)
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
                .isInstanceOf(ServiceFailedException.class);
        await().atMost(Bench.PATIENCE).until(() -> bench.callsNobody("fine"));
        await().atMost(Bench.PATIENCE).until(() -> bench.callsNobody("$SRV.PING.s"));
    }

    @Test
    void ofTwoServicesOnAConnectionOnlyTheRightOneIsMarked() {
        Connection connection = bench.limited();
        MicroService right = bench.keep(service(connection, "right")
                .addEndpoint("e", at("denied", QueueGroup.named("one")), PermissionTests::answer)
                .start());
        MicroService other = bench.keep(MicroService.builder(connection, "other", "1.0.0")
                .failurePolicy(FailurePolicy.STOP)
                .addEndpoint("fine", PermissionTests::answer)
                .start());

        awaitFailed(right.endpoints().get(0));
        Bench.flush(connection);

        assertThat(other.endpoints().get(0).failure()).isEmpty();
        assertThat(bench.call("fine")).isEqualTo("ok");
        assertThat(other.stopped()).isNotDone();
    }

    @Test
    void aRefusedSubscriptionOfTheApplicationIsNotTheServices() {
        Connection connection = bench.limited();
        MicroService service = bench.keep(service(connection, "s")
                .failurePolicy(FailurePolicy.STOP)
                .addEndpoint("fine", PermissionTests::answer)
                .start());

        connection.subscribe("denied");
        connection.publish("unpublishable", new byte[0]);
        Bench.flush(connection);
        await().atMost(Bench.PATIENCE)
                .untilAsserted(() -> assertThat(bench.errors())
                        .anyMatch(error -> error.contains("\"denied\""))
                        .anyMatch(error -> error.contains("\"unpublishable\"")));

        assertThat(bench.heard()).noneMatch(event -> event.startsWith("endpointFailed"));
        assertThat(bench.call("fine")).isEqualTo("ok");
        assertThat(service.stopped()).isNotDone();
    }

    @Test
    void aFailedEndpointCanBePausedAndItsResumeIsReportedAgain() {
        MicroService service = bench.keep(service(bench.limited(), "s")
                .addEndpoint("denied", PermissionTests::answer)
                .start());
        Endpoint denied = service.endpoints().get(0);
        awaitFailed(denied);
        denied.pause();

        try {
            denied.resume();
        } catch (IllegalStateException ex) {
            assertThat(ex).hasMessageMatching(SENTENCE);
        }

        await().atMost(Bench.PATIENCE)
                .until(() -> bench.heard().stream()
                                .filter(event -> event.startsWith("endpointFailed denied "))
                                .count()
                        == 2);
        assertThat(denied.failure()).isPresent();
    }

    @Test
    void requestsToARefusedSubjectFindNobody() {
        MicroService service = bench.keep(service(bench.limited(), "s")
                .addEndpoint("denied", PermissionTests::answer)
                .start());
        awaitFailed(service.endpoints().get(0));

        assertThat(bench.callsNobody("denied")).isTrue();
        assertThat(service.endpoints().get(0).stats().numRequests()).isZero();
    }

    @Test
    void aFailureDoesNotKeepAServiceFromStopping() {
        MicroService service = service(bench.limited(), "s")
                .addEndpoint("denied", PermissionTests::answer)
                .addEndpoint("fine", PermissionTests::answer)
                .start();
        awaitFailed(service.endpoints().get(0));

        assertThat(service.stop()).succeedsWithin(Bench.PATIENCE);

        assertThat(bench.callsNobody("fine")).isTrue();
    }

    @Test
    void theReasonIsWhatTheServerSaid() {
        MicroService service = bench.keep(service(bench.limited(), "s")
                .addEndpoint("denied", PermissionTests::answer)
                .start());
        Endpoint denied = service.endpoints().get(0);
        awaitFailed(denied);
        await().atMost(Bench.PATIENCE).until(() -> !bench.errors().isEmpty());

        assertThat(denied.failure())
                .get(InstanceOfAssertFactories.STRING)
                .isEqualTo(bench.errors().get(0));
    }
}
