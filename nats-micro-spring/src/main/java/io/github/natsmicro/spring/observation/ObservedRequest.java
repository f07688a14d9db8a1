// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.observation;

import io.github.natsmicro.Outcome;
import io.github.natsmicro.ServiceException;
import io.micrometer.observation.Observation;
import java.util.concurrent.CompletionException;

/** The observation of one request. It is started once and stopped once, also where the request ends before it begins. */
final class ObservedRequest {

    private final NatsServerObservationContext context;
    private final Observation observation;

    // Guarded by this.
    private boolean started;
    private boolean stopped;

    ObservedRequest(NatsServerObservationContext context, Observation observation) {
        this.context = context;
        this.observation = observation;
    }

    /** The handler begins; tells whether it is observed, which it is not if the request is over. */
    synchronized boolean begin() {
        if (!stopped && !started) {
            started = true;
            observation.start();
        }
        return !stopped;
    }

    Observation.Scope openScope() {
        return observation.openScope();
    }

    /** What the handler failed with; an error that was made for the caller is told by what led to it. */
    synchronized void failed(Throwable failure) {
        if (!stopped) {
            Throwable cause = failure instanceof CompletionException ? causeOf(failure) : failure;
            observation.error(cause instanceof ServiceException ? causeOf(cause) : cause);
        }
    }

    private static Throwable causeOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : cause;
    }

    /** The request is over. */
    synchronized void end(Outcome outcome) {
        boolean unused = begin();
        if (!stopped) {
            stopped = true;
            context.setResponse(outcome);
            observation.stop();
        }
    }
}
