// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

/** Where a service is in its one life. */
final class ServiceState {

    enum Phase {
        NEW,
        STARTING,
        STARTED,
        STOPPING,
        STOPPED
    }

    // Guarded by this.
    private Phase phase = Phase.NEW;

    synchronized Phase phase() {
        return phase;
    }

    /** Goes on, if it is where it is thought to be. */
    synchronized boolean advance(Phase from, Phase to) {
        if (phase != from) {
            return false;
        }
        phase = to;
        return true;
    }

    boolean isOver() {
        Phase now = phase();
        return now == Phase.STOPPING || now == Phase.STOPPED;
    }
}
