// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.wire.EndpointInfo;
import io.github.natsmicro.wire.EndpointStats;
import io.nats.client.Message;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of a service: a name, the subject that it listens on, and what is counted of it. It can be paused, resumed
 * and removed while its service runs.
 */
public final class Endpoint {

    private static final int UNAVAILABLE = 503;
    private static final int TIMED_OUT = 504;

    private final String name;
    private final String subject;
    private final @Nullable String queueGroup;
    private final EndpointOptions options;
    private final Limits limits;
    private final AsyncHandler handler;

    private final ServiceContext context;
    private final EndpointRegistry registry;
    private final EndpointLog log;
    private final EndpointCounters counters = new EndpointCounters();
    private final Admission admission;
    private final Overload overload;
    private final HandlerThreads.Lane lane = new HandlerThreads.Lane();
    private final InFlight inFlight = new InFlight();

    private volatile @Nullable Exchange delivering;
    private volatile @Nullable String failure;
    private volatile boolean paused;
    private volatile String refusal = "Service is stopping";
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    Endpoint(
            String name,
            String subject,
            @Nullable String queueGroup,
            EndpointOptions options,
            AsyncHandler handler,
            ServiceContext context,
            EndpointRegistry registry) {
        this.name = name;
        this.subject = subject;
        this.queueGroup = queueGroup;
        this.options = options;
        this.limits = options.limits();
        this.handler = handler;
        this.context = context;
        this.registry = registry;
        this.log = new EndpointLog(name);
        this.admission = new Admission(limits);
        this.overload = new Overload(this, context);
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
     * The metadata that {@code $SRV.INFO} shows.
     *
     * @return an immutable map, empty for none
     */
    public Map<String, String> metadata() {
        return options.metadata();
    }

    /**
     * How its handler is called.
     *
     * @return the choice
     */
    public Concurrency concurrency() {
        return options.concurrency();
    }

    /**
     * How many of its requests are not over: those that are handled and those that wait.
     *
     * @return the number at this moment
     */
    public int inFlight() {
        return inFlight.size();
    }

    /**
     * Why the endpoint can not be reached, though its service runs.
     *
     * @return what the server said when it refused the subscription; empty if it did not
     */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Whether the endpoint is paused.
     *
     * @return whether it takes no requests until it is resumed
     */
    public boolean isPaused() {
        return paused;
    }

    /**
     * Takes no more requests, so that other instances get them, and finishes those that it has. It stays in {@code
     * $SRV.INFO} and {@code $SRV.STATS}. When this returns the server has confirmed, unless it could not be reached. Before
     * the start of the service it takes effect with the start; done twice it does nothing.
     *
     * @throws IllegalStateException if the endpoint has been removed, or the service has been stopped
     */
    public void pause() {
        registry.pause(this);
    }

    /**
     * Takes requests again after a pause. When this returns the server has confirmed. Does nothing if it is not paused.
     *
     * @throws IllegalStateException if the endpoint has been removed, the service has been stopped, or the server did not
     *     confirm; then it is still paused
     */
    public void resume() {
        registry.resume(this);
    }

    /**
     * Removes the endpoint from its service: takes no more requests, lets those that were delivered finish within the
     * drain timeout of the service, answers the rest with {@code 503}. When this returns the server has confirmed, and
     * {@code $SRV.INFO} and {@code $SRV.STATS} do not show it any more.
     *
     * @return completes when the last request is over; cancelling it changes nothing
     */
    public CompletableFuture<Void> remove() {
        return registry.remove(this);
    }

    /**
     * The endpoint as {@code $SRV.INFO} shows it.
     *
     * @return its part of the document
     */
    public EndpointInfo info() {
        return new EndpointInfo(name, subject, queueGroup == null ? "" : queueGroup, options.metadata());
    }

    /**
     * The endpoint as {@code $SRV.STATS} shows it, without the data that {@link EndpointOptions#statsData} supplies.
     *
     * @return its part of the document
     */
    public EndpointStats stats() {
        return stats(null);
    }

    EndpointStats stats(@Nullable Object data) {
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
                data);
    }

    // ---- the way of a request, in its order

    /** Takes a request from its subscription. Called by the delivering thread, and does not block it. */
    void receive(Message message) {
        Exchange exchange = new Exchange(this, message, Deadline.of(options.timeout(), message));
        inFlight.add(exchange);
        if (exchange.isLate()) {
            exchange.reject(TIMED_OUT, "Request timed out");
            return;
        }
        exchange.expireWith(context.timer());
        switch (admission.admit(exchange)) {
            case RUN -> {
                if (!run(exchange)) {
                    released(exchange);
                }
            }
            case WAIT -> {
                // It may have been closed before it waited.
                if (exchange.isClosed()) {
                    admission.withdraw(exchange);
                }
            }
            case FULL -> {
                overload.refused();
                exchange.reject(UNAVAILABLE, "Too many requests");
            }
            case CLOSED -> exchange.reject(UNAVAILABLE, refusal);
        }
    }

    private boolean run(Exchange exchange) {
        if (!exchange.takePlace()) {
            return false;
        }
        try {
            context.execution().run(exchange);
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError ex) {
            // No thread is to be had: the service has stopped, or the machine has no more of them.
            boolean hadPlace = exchange.givePlaceBack();
            exchange.reject(UNAVAILABLE, "Service is unavailable");
            return !hadPlace;
        }
    }

    AsyncHandler handler() {
        return handler;
    }

    /** The handler runs on a delivering thread, or does not any more. */
    void delivering(@Nullable Exchange exchange) {
        delivering = exchange;
    }

    void closed(Exchange exchange, Outcome outcome, long nanos) {
        counters.count(outcome, nanos);
        if (!context.listeners().isEmpty()) {
            context.listeners().tell(listener -> listener.requestClosed(exchange, outcome, Duration.ofNanos(nanos)));
        }
        if (!exchange.wasStarted()) {
            admission.withdraw(exchange);
        }
        inFlight.remove(exchange);
    }

    /** Hands a place that became free to the next who waits. */
    void released(Exchange exchange) {
        Exchange next = admission.leave(exchange);
        while (next != null && !run(next)) {
            next = admission.leave(next);
        }
    }

    // ---- its life

    /**
     * Refuses those who wait, those who are handled and have no answer, and all who come from now on.
     *
     * @return how many were not finished
     */
    int end(String why) {
        refusal = why;
        int unfinished = inFlight.size();
        admission.close().forEach(exchange -> exchange.reject(UNAVAILABLE, why));
        inFlight.list().forEach(exchange -> exchange.reject(UNAVAILABLE, why));
        ended.complete(null);
        return unfinished;
    }

    /** Completes when it has no requests and gets no more. */
    CompletableFuture<Void> ended() {
        return ended.copy();
    }

    void setPaused(boolean paused) {
        this.paused = paused;
    }

    void setFailure(@Nullable String reason) {
        failure = reason;
    }

    /** Marks it as failed; tells whether it was not. */
    synchronized boolean fail(String reason) {
        boolean first = failure == null;
        failure = reason;
        return first;
    }

    /** What each endpoint has of its own, and its requests hang on. */
    ServiceContext context() {
        return context;
    }

    EndpointLog log() {
        return log;
    }

    EndpointCounters counters() {
        return counters;
    }

    @Nullable
    StatsData statsData() {
        return options.statsData();
    }

    InFlight exchanges() {
        return inFlight;
    }

    Limits limits() {
        return limits;
    }

    HandlerThreads.Lane lane() {
        return lane;
    }

    boolean handlesOn(Thread thread) {
        return inFlight.list().stream().anyMatch(exchange -> exchange.handlerThread() == thread);
    }

    @Nullable
    Exchange delivering() {
        return delivering;
    }

    @Override
    public String toString() {
        return name + " on " + subject + (queueGroup == null ? "" : " (queue group " + queueGroup + ")");
    }
}
