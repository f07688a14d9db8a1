// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.natsmicro.testing.NatsServer;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Thousands of requests wait, the server is gone, and the service is stopped. */
class StopWithoutServerTests {

    /** More than jnats queues for a server that is away; each further message would wait for two seconds. */
    private static final int WAITING = 7_000;

    @Test
    void theStopDoesNotWaitForEachAnswerThatCanNotBeGiven() {
        CountDownLatch released = new CountDownLatch(1);
        NatsServer server = NatsServer.start();
        try (Connection connection = server.connect();
                Connection client = server.connect()) {
            MicroService service = MicroService.builder(connection, "away", "1.0.0")
                    .drainTimeout(Duration.ofMillis(200))
                    .addEndpoint("stuck", EndpointOptions.defaults().maxInFlight(1), request -> released.await())
                    .start();
            Endpoint endpoint = service.endpoints().get(0);
            String inbox = client.createInbox();
            for (int i = 0; i < WAITING; i++) {
                client.publish("stuck", inbox, new byte[0]);
            }
            await().atMost(Bench.PATIENCE).until(() -> endpoint.inFlight() == WAITING);
            server.close();
            await().atMost(Bench.PATIENCE).until(() -> connection.getStatus() != Connection.Status.CONNECTED);

            assertThat(service.stop()).succeedsWithin(Duration.ofSeconds(20));

            assertThat(endpoint.inFlight()).isZero();
            assertThat(endpoint.stats().numRequests()).isEqualTo(WAITING);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        } finally {
            released.countDown();
            server.close();
        }
    }
}
