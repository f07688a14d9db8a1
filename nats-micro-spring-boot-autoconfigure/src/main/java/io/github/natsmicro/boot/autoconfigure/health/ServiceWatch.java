// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.health;

import io.github.natsmicro.MicroService;
import io.github.natsmicro.ServiceListener;
import io.github.natsmicro.ServicePhase;
import io.github.natsmicro.transport.JnatsTransport;
import io.nats.client.Connection;
import java.util.ArrayList;
import java.util.List;

/**
 * Remembers the services that were started. One that has stopped is remembered until another takes its place: the registrar
 * knows of it no more, and nobody else would tell that it is missing.
 */
final class ServiceWatch implements ServiceListener {

    // Guarded by this.
    private final List<MicroService> services = new ArrayList<>();

    @Override
    public synchronized void started(MicroService service) {
        services.removeIf(other -> other.phase() == ServicePhase.STOPPED && isOneOf(service, other));
        services.add(service);
    }

    private static boolean isOneOf(MicroService service, MicroService other) {
        return other.name().equals(service.name()) && other.version().equals(service.version());
    }

    /** Those that stand on a connection; one that is made in the background equals what it stands for. */
    synchronized List<MicroService> on(Connection connection) {
        return services.stream()
                .filter(service -> service.transport() instanceof JnatsTransport transport
                        && connection.equals(transport.connection()))
                .toList();
    }
}
