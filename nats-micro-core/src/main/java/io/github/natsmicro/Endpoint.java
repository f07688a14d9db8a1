// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.transport.Transport;
import io.github.natsmicro.wire.EndpointInfo;
import io.github.natsmicro.wire.EndpointStats;
import io.nats.client.Message;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** An endpoint of a service: a name, the subject that it listens on, and what is counted of it. */
public final class Endpoint {

    private static final int UNAVAILABLE = 503;

    private final String name;
    private final String subject;
    private final @Nullable String queueGroup;
    private final Map<String, String> metadata;
    private final AsyncHandler handler;

    private final EndpointCounters counters = new EndpointCounters();
    private final Admission admission;
    private final Execution execution;
    private final Transport transport;
    private final InFlight inFlight;

    Endpoint(
            String name,
            String subject,
            @Nullable String queueGroup,
            EndpointOptions options,
            AsyncHandler handler,
            Execution execution,
            Transport transport,
            InFlight inFlight) {
        this.name = name;
        this.subject = subject;
        this.queueGroup = queueGroup;
        this.metadata = options.metadata();
        this.handler = handler;
        this.admission = new Admission(options.maxInFlight(), options.maxWaiting());
        this.execution = execution;
        this.transport = transport;
        this.inFlight = inFlight;
    }

    /**
     * The endpoint's name, which need not be unique in its service.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The subject that the endpoint listens on, with the prefixes of its groups.
     *
     * @return the subject
     */
    public String subject() {
        return subject;
    }

    /**
     * The queue group that the endpoint is a member of.
     *
     * @return the name, or {@code null} if it has none
     */
    public @Nullable String queueGroup() {
        return queueGroup;
    }

    /**
     * The endpoint as {@code $SRV.INFO} shows it.
     *
     * @return its part of the document
     */
    public EndpointInfo info() {
        return new EndpointInfo(name, subject, queueGroup == null ? "" : queueGroup, metadata);
    }

    /**
     * The endpoint as {@code $SRV.STATS} shows it.
     *
     * @return its part of the document
     */
    public EndpointStats stats() {
        EndpointCounters.Snapshot now = counters.snapshot();
        return new EndpointStats(
                name,
                subject,
                queueGroup == null ? "" : queueGroup,
                now.requests(),
                now.errors(),
                now.lastError(),
                now.nanos(),
                now.averageNanos(),
                null);
    }

    AsyncHandler handler() {
        return handler;
    }

    EndpointCounters counters() {
        return counters;
    }

    /** Takes a request from its subscription. Called by the delivering thread, and does not block it. */
    void receive(Message message) {
        Exchange exchange = new Exchange(this, message, transport, this::closed);
        inFlight.add(exchange);
        switch (admission.admit(exchange)) {
            case RUN -> {
                if (!run(exchange)) {
                    runNext();
                }
            }
            case WAIT -> {}
            case FULL -> exchange.reject(UNAVAILABLE, "Too many requests");
            case CLOSED -> exchange.reject(UNAVAILABLE, "Service is stopping");
        }
    }

    private boolean run(Exchange exchange) {
        exchange.markRunning();
        try {
            execution.run(exchange);
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError ex) {
            // No thread is to be had: the service has stopped, or the machine has no more of them.
            exchange.markNotRunning();
            exchange.reject(UNAVAILABLE, "Service is unavailable");
            return false;
        }
    }

    private void closed(Exchange exchange) {
        inFlight.remove(exchange);
        if (exchange.wasRunning()) {
            runNext();
        }
    }

    /** Hands a place that became free to the next who waits, or gives it back. */
    private void runNext() {
        Exchange next = admission.next();
        while (next != null && !run(next)) {
            next = admission.next();
        }
    }

    /** Refuses those who wait, and all who come from now on. */
    void closeAdmission() {
        admission.close().forEach(exchange -> exchange.reject(UNAVAILABLE, "Service is stopping"));
    }

    @Override
    public String toString() {
        return name + " on " + subject + (queueGroup == null ? "" : " (queue group " + queueGroup + ")");
    }
}
