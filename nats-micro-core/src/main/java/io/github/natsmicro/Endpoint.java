// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.wire.EndpointInfo;
import io.github.natsmicro.wire.EndpointStats;
import io.nats.client.Message;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of a service: a name, the subject that it listens on, and what is counted of it. It can be paused, resumed
 * and removed while its service runs.
 */
public final class Endpoint {

    private final String name;
    private final String subject;
    private final @Nullable String queueGroup;
    private final EndpointOptions options;
    private final AsyncHandler handler;

    private final ServiceContext context;
    private final EndpointRegistry registry;
    private final EndpointLog log;
    private final EndpointCounters counters = new EndpointCounters();
    private final HandlerThreads.Lane lane = new HandlerThreads.Lane();
    private final Reception reception;

    private volatile @Nullable Exchange delivering;
    private volatile @Nullable String failure;
    private volatile boolean paused;
    private volatile CompletableFuture<Void> left = CompletableFuture.completedFuture(null);
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
        this.handler = handler;
        this.context = context;
        this.registry = registry;
        this.log = new EndpointLog(name);
        this.reception = new Reception(this, context, options);
        this.paused = !options.autoStart();
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
     * The name of the service that the endpoint belongs to.
     *
     * @return the name
     */
    public String serviceName() {
        return context.config().name();
    }

    /**
     * The id of the service that the endpoint belongs to, which tells this instance from others of its name.
     *
     * @return the id
     */
    public String serviceId() {
        return context.config().id();
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
        return exchanges().size();
    }

    /**
     * How many of its requests wait for their handler to begin: for their turn, or for a thread.
     *
     * @return the number at this moment, a part of those {@linkplain #inFlight() in flight}
     */
    public int waiting() {
        return exchanges().waiting();
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
     * For how long the oldest of those requests has been waiting that no handler has begun with.
     *
     * @return the time at this moment; zero if none waits
     */
    public Duration longestWait() {
        return Duration.ofNanos(exchanges().longestWaitNanos());
    }

    /**
     * For how long its handler, which was declared not to block, has been at a request. Meanwhile the thread delivers nothing
     * to other endpoints of the service either.
     *
     * @return the time at this moment; zero if it is at none, or is called on threads that may be blocked
     */
    public Duration deliveryHeldUp() {
        Exchange exchange = delivering;
        return exchange == null ? Duration.ZERO : Duration.ofNanos(exchange.handledNanos());
    }

    /**
     * Takes no more requests, so that other instances get them, and finishes those that it has. It stays in {@code
     * $SRV.INFO} and {@code $SRV.STATS}. When this returns the server has confirmed, unless it could not be reached. Before
     * the start of the service it takes effect with the start; done twice it does nothing.
     *
     * @throws IllegalStateException if the endpoint has been removed, the service has been stopped, or the connection is
     *     being closed
     */
    public void pause() {
        registry.pause(this);
    }

    /**
     * Takes requests again after a pause, or for the first time where {@link EndpointOptions#autoStart(boolean)} said so. When this returns the server has confirmed. Does nothing if it is not paused.
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
     * @throws IllegalStateException if the connection is being closed
     */
    public CompletableFuture<Void> remove() {
        return registry.remove(this);
    }

    /** Sets its counters to zero; nothing else changes, and the service has been started when it was. */
    public void reset() {
        counters.reset();
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

    /** Takes a request from its subscription. */
    void receive(Message message) {
        reception.receive(message);
    }

    AsyncHandler handler() {
        return handler;
    }

    Reception reception() {
        return reception;
    }

    /** The handler runs on a delivering thread, or does not any more. */
    void delivering(@Nullable Exchange exchange) {
        delivering = exchange;
    }

    // ---- its life

    /** It takes nothing any more; tells how many requests were not finished. */
    int end(String why, Duration patience) {
        int unfinished = reception.end(why, patience);
        ended.complete(null);
        return unfinished;
    }

    /** Completes when it has no requests and gets no more. */
    CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /** Completes when it has received what was delivered before its last pause. */
    CompletableFuture<Void> left() {
        return left;
    }

    void setLeft(CompletableFuture<Void> left) {
        this.left = left;
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
        return reception.exchanges();
    }

    HandlerThreads.Lane lane() {
        return lane;
    }

    boolean handlesOn(Thread thread) {
        return exchanges().list().stream().anyMatch(exchange -> exchange.handlerThread() == thread);
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
