// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

/** Where a service is in its one life. */
final class ServiceState {

    // Guarded by this.
    private ServicePhase phase = ServicePhase.NEW;

    synchronized ServicePhase phase() {
        return phase;
    }

    /** Goes on, if it is where it is thought to be. */
    synchronized boolean advance(ServicePhase from, ServicePhase to) {
        if (phase != from) {
            return false;
        }
        phase = to;
        return true;
    }

    boolean isOver() {
        ServicePhase now = phase();
        return now == ServicePhase.STOPPING || now == ServicePhase.STOPPED;
    }
}
