// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefusalAttributionTests {

    @RegisterExtension
    final PermissionBench bench = new PermissionBench();

    private MicroService service(Connection connection, String name, String subject) {
        return MicroService.builder(connection, name, "1.0.0")
                .addListener(bench.listener())
                .addEndpoint(
                        "e", EndpointOptions.defaults().subject(subject).queueGroup(QueueGroup.none()), request -> {})
                .build();
    }

    @Test
    void whatHasNoSubscriptionIsNotMarkedForThatOfTheApplication() throws Exception {
        Connection connection = bench.limited();
        MicroService stopped = service(connection, "stopped", "secret.one");
        stopped.endpoints().get(0).pause();
        stopped.start();
        stopped.stop().get(10, TimeUnit.SECONDS);
        MicroService paused = bench.keep(service(connection, "paused", "secret.two"));
        paused.endpoints().get(0).pause();
        paused.start();

        connection.subscribe("secret.one");
        connection.subscribe("secret.two");
        await().atMost(Bench.PATIENCE).until(() -> bench.errors().size() == 2);

        assertThat(stopped.endpoints().get(0).failure()).isEmpty();
        assertThat(paused.endpoints().get(0).failure()).isEmpty();
        assertThat(bench.heard()).noneMatch(event -> event.startsWith("endpointFailed"));
    }

    @Test
    void aRefusalWithoutAQueueGroupIsNotThatOfAnEndpointInOne() {
        MicroService service = bench.keep(MicroService.builder(bench.connect("queued"), "s", "1.0.0")
                .addListener(bench.listener())
                .addEndpoint("queued", EndpointOptions.defaults().subject("locked"), request -> request.respond("ok"))
                .addEndpoint(
                        "none",
                        EndpointOptions.defaults().subject("locked").queueGroup(QueueGroup.none()),
                        request -> {})
                .start());
        await().atMost(Bench.PATIENCE)
                .until(() -> service.endpoints().get(1).failure().isPresent());

        assertThat(bench.call("locked")).isEqualTo("ok");
        assertThat(service.endpoints().get(0).failure()).isEmpty();
        assertThat(bench.heard()).hasSize(1);
    }
}
