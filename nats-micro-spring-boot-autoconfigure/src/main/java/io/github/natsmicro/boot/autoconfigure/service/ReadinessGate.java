// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.service;

import io.github.natsmicro.boot.autoconfigure.connection.NatsConnectionReadiness;
import io.github.natsmicro.spring.ConnectionGate;
import io.nats.client.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Has services wait for a connection that is made in the background. */
final class ReadinessGate implements ConnectionGate {

    private static final CompletionStage<?> READY = CompletableFuture.completedFuture("ready");

    @Override
    public CompletionStage<?> ready(Connection connection) {
        return connection instanceof NatsConnectionReadiness readiness ? readiness.whenConnected() : READY;
    }
}
