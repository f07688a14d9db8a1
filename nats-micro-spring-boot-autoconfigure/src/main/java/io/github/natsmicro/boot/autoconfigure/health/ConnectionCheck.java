// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.health;

import io.nats.client.Connection;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.health.contributor.Status;

/**
 * Checks a connection. One that is lost comes back by itself, so it is out of service; one that is closed does not, and a
 * server that does not answer is taken for dead.
 */
final class ConnectionCheck {

    private final Connection connection;
    private final RoundTrip roundTrip;
    private final Duration timeout;

    ConnectionCheck(Connection connection, Duration timeout) {
        this.connection = connection;
        this.roundTrip = new RoundTrip(connection);
        this.timeout = timeout;
    }

    void run(Findings findings) {
        Connection.Status status = connection.getStatus();
        findings.detail("connection", status.name().toLowerCase(Locale.ROOT));
        if (status == Connection.Status.CONNECTED) {
            findConnected(findings);
        } else {
            findLost(status, findings);
        }
    }

    private void findConnected(Findings findings) {
        try {
            String url = connection.getConnectedUrl();
            if (url != null) {
                // Without credentials.
                findings.detail("server", url.replaceFirst("//.*@", "//"));
            }
            findings.detail("version", connection.getServerInfo().getVersion());
            findings.detail("roundTripMillis", millis(roundTrip.measure(timeout)));
        } catch (TimeoutException ex) {
            findings.problem(
                    Status.DOWN,
                    "The NATS server does not answer: there was no reply to a ping within %d ms."
                            .formatted(timeout.toMillis()));
        } catch (ExecutionException | IllegalStateException ex) {
            findings.problem(Status.OUT_OF_SERVICE, "The connection was lost while it was being checked.");
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            findings.problem(Status.UNKNOWN, "The check was interrupted while it waited for the NATS server.");
        }
    }

    private void findLost(Connection.Status status, Findings findings) {
        String error = connection.getLastError();
        if (error != null) {
            findings.detail("lastError", error);
        }
        if (status == Connection.Status.CLOSED) {
            findings.problem(Status.DOWN, "The connection is closed and does not come back.");
        } else {
            findings.problem(
                    Status.OUT_OF_SERVICE, "There is no connection to a NATS server; it is being tried to get one.");
        }
    }

    /** In thousandths, as a server nearby answers within one millisecond. */
    private static double millis(Duration time) {
        return Math.round(time.toNanos() / 1_000.0) / 1_000.0;
    }
}
