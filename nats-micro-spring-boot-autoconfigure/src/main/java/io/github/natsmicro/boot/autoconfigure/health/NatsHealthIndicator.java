// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.health;

import io.nats.client.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Checks a connection and the services on it. Takes no longer than the timeout, however many check at once. */
final class NatsHealthIndicator extends AbstractHealthIndicator {

    private final Connection connection;
    private final ConnectionCheck connectionCheck;
    private final ServiceWatch watch;
    private final Duration timeout;

    NatsHealthIndicator(Connection connection, ServiceWatch watch, Duration timeout) {
        super("The health of the NATS connection could not be checked.");
        this.connection = connection;
        this.connectionCheck = new ConnectionCheck(connection, timeout);
        this.watch = watch;
        this.timeout = timeout;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        Findings findings = new Findings();
        this.connectionCheck.run(findings);
        List<Map<String, Object>> services = this.watch.on(this.connection).stream()
                .map(service -> new ServiceCheck(service, this.timeout).run(findings))
                .toList();
        findings.detail("services", services);
        findings.writeTo(builder);
    }
}
