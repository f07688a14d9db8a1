// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

/** What is counted of an endpoint. One lock keeps the figures of a snapshot consistent with each other. */
final class EndpointCounters {

    private long requests;
    private long errors;
    private long nanos;
    private String lastError = "";

    /** The figures of one moment. */
    record Snapshot(long requests, long errors, long nanos, String lastError) {

        long averageNanos() {
            return requests == 0 ? 0 : nanos / requests;
        }
    }

    synchronized void count(Outcome outcome, long durationNanos) {
        requests++;
        nanos += durationNanos;
        if (outcome.isError()) {
            errors++;
            lastError = outcome.text();
        }
    }

    synchronized Snapshot snapshot() {
        return new Snapshot(requests, errors, nanos, lastError);
    }

    synchronized void reset() {
        requests = 0;
        errors = 0;
        nanos = 0;
        lastError = "";
    }
}
