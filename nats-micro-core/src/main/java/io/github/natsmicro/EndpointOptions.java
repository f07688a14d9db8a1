// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.wire.Grammar;
import io.github.natsmicro.wire.Metadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be chosen for an endpoint beside its name and handler. Start from {@link #defaults()}; each method returns new
 * options. It is no record, so that further choices do not change a constructor that users call.
 */
public final class EndpointOptions {

    private static final EndpointOptions DEFAULTS = new EndpointOptions(new Draft());

    private final @Nullable String subject;
    private final QueueGroup queueGroup;
    private final Map<String, String> metadata;
    private final Concurrency concurrency;
    private final Limits limits;
    private final @Nullable Duration timeout;
    private final @Nullable StatsData statsData;
    private final List<Interceptor> interceptors;
    private final boolean instanceOnly;
    private final boolean autoStart;

    /** Options that are being chosen. */
    private static final class Draft {
        private @Nullable String subject;
        private QueueGroup queueGroup = QueueGroup.inherited();
        private Map<String, String> metadata = Map.of();
        private Concurrency concurrency = Concurrency.PARALLEL;
        private Limits limits = Limits.DEFAULTS;
        private @Nullable Duration timeout;
        private @Nullable StatsData statsData;
        private List<Interceptor> interceptors = List.of();
        private boolean instanceOnly;
        private boolean autoStart = true;
    }

    private EndpointOptions(Draft draft) {
        this.subject = draft.subject;
        this.queueGroup = draft.queueGroup;
        this.metadata = Metadata.copy(draft.metadata);
        this.concurrency = draft.concurrency;
        this.limits = draft.limits;
        this.timeout = draft.timeout;
        this.statsData = draft.statsData;
        this.interceptors = List.copyOf(draft.interceptors);
        this.instanceOnly = draft.instanceOnly;
        this.autoStart = draft.autoStart;
        if (instanceOnly) {
            requireInstanceSubject();
        }
    }

    private void requireInstanceSubject() {
        if (subject != null && (subject.equals(">") || subject.endsWith(".>"))) {
            throw new IllegalArgumentException(
                    "The subject \"%s\" of an endpoint for one instance ends in '>', behind which the id of the instance can not follow. Use '*' for each token."
                            .formatted(subject));
        }
        if (queueGroup.isNamed()) {
            throw new IllegalArgumentException(
                    "The queue group \"%s\" was chosen for an endpoint for one instance, which has none. Choose the one or the other."
                            .formatted(queueGroup));
        }
    }

    private Draft draft() {
        Draft draft = new Draft();
        draft.subject = subject;
        draft.queueGroup = queueGroup;
        draft.metadata = metadata;
        draft.concurrency = concurrency;
        draft.limits = limits;
        draft.timeout = timeout;
        draft.statsData = statsData;
        draft.interceptors = interceptors;
        draft.instanceOnly = instanceOnly;
        draft.autoStart = autoStart;
        return draft;
    }

    /**
     * The options of an endpoint for which nothing was chosen: its subject is its name, the queue group is inherited, 64
     * requests are handled in parallel and 16,384 more may wait, with 64 MiB of payload together, without a timeout.
     *
     * @return the options
     */
    public static EndpointOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Chooses the subject.
     *
     * @param subject the subject, which may have wildcards; the prefixes of groups come before it
     * @return new options
     * @throws IllegalArgumentException if the subject is not valid, or ends in {@code >} where the endpoint is for one
     *     instance
     */
    public EndpointOptions subject(String subject) {
        Draft draft = draft();
        draft.subject = Grammar.subject(subject);
        return new EndpointOptions(draft);
    }

    /**
     * Chooses the queue group.
     *
     * @param queueGroup the choice
     * @return new options
     * @throws IllegalArgumentException if one is named, and the endpoint is for one instance
     */
    public EndpointOptions queueGroup(QueueGroup queueGroup) {
        Draft draft = draft();
        draft.queueGroup = queueGroup;
        return new EndpointOptions(draft);
    }

    /**
     * Adds metadata, or replaces what the key had.
     *
     * @param key the key
     * @param value the value
     * @return new options
     */
    public EndpointOptions metadata(String key, String value) {
        return metadata(Map.of(key, value));
    }

    /**
     * Adds metadata, or replaces what the keys had.
     *
     * @param added the metadata to add
     * @return new options
     */
    public EndpointOptions metadata(Map<String, String> added) {
        Map<String, String> merged = new LinkedHashMap<>(metadata);
        merged.putAll(added);
        Draft draft = draft();
        draft.metadata = merged;
        return new EndpointOptions(draft);
    }

    /**
     * Chooses how the handler is called.
     *
     * @param concurrency the choice
     * @return new options
     */
    public EndpointOptions concurrency(Concurrency concurrency) {
        Draft draft = draft();
        draft.concurrency = concurrency;
        return new EndpointOptions(draft);
    }

    /**
     * Chooses how many requests are handled at once. An ordered endpoint handles one in any case.
     *
     * @param maxInFlight at least 1
     * @return new options
     * @throws IllegalArgumentException if the number is less than 1
     */
    public EndpointOptions maxInFlight(int maxInFlight) {
        return limits(new Limits(maxInFlight, limits.maxWaiting(), limits.maxBytes()));
    }

    /**
     * Chooses how many requests may wait for their turn. A non-blocking endpoint lets nobody wait, and has as many more in
     * flight instead.
     *
     * @param maxWaiting 0 or more, or -1 for any number
     * @return new options
     * @throws IllegalArgumentException if the number is less than -1
     */
    public EndpointOptions maxWaiting(int maxWaiting) {
        return limits(new Limits(limits.maxInFlight(), maxWaiting, limits.maxBytes()));
    }

    /**
     * Chooses how many bytes of payload the requests in flight and those that wait may have together.
     *
     * @param maxBytes 1 or more, or -1 for any number
     * @return new options
     * @throws IllegalArgumentException if the number is 0 or less than -1
     */
    public EndpointOptions maxBytes(long maxBytes) {
        return limits(new Limits(limits.maxInFlight(), limits.maxWaiting(), maxBytes));
    }

    private EndpointOptions limits(Limits limits) {
        Draft draft = draft();
        draft.limits = limits;
        return new EndpointOptions(draft);
    }

    /**
     * Chooses how long a request may take, from its arrival to its answer. Then it is answered {@code 504}, the thread of
     * its handler is interrupted unless it is the delivering one, and a late reply is refused. A caller's {@code
     * Request-Timeout} makes it shorter.
     *
     * @param timeout more than zero, or {@code null} for no limit but the caller's
     * @return new options
     * @throws IllegalArgumentException if the time is zero or negative
     */
    public EndpointOptions timeout(@Nullable Duration timeout) {
        if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
            throw new IllegalArgumentException(
                    "The timeout of the endpoint is %s. It must be more than zero.".formatted(timeout));
        }
        Draft draft = draft();
        draft.timeout = timeout;
        return new EndpointOptions(draft);
    }

    /**
     * Chooses what the endpoint shows as {@code data} in its statistics.
     *
     * @param statsData supplies it, or {@code null} for none
     * @return new options
     */
    public EndpointOptions statsData(@Nullable StatsData statsData) {
        Draft draft = draft();
        draft.statsData = statsData;
        return new EndpointOptions(draft);
    }

    /**
     * Adds an interceptor inside of those that there are.
     *
     * @param interceptor the interceptor
     * @return new options
     */
    public EndpointOptions interceptor(Interceptor interceptor) {
        List<Interceptor> more = new ArrayList<>(interceptors);
        more.add(interceptor);
        Draft draft = draft();
        draft.interceptors = more;
        return new EndpointOptions(draft);
    }

    /**
     * Chooses whether the endpoint is there to talk to this one instance of the service. Then it listens on its subject with
     * the {@linkplain MicroService#id() id of the service} as one more token, and has no queue group, whatever its group or
     * service have chosen: {@code cache.clear} of the instance {@code VMKS5} is {@code cache.clear.VMKS5}. {@code $SRV.INFO}
     * and {@code $SRV.STATS} show that subject; a caller takes it from there, or the id from {@code $SRV.PING}.
     *
     * @param instanceOnly whether it is for this instance only; by default it is not
     * @return new options
     * @throws IllegalArgumentException if the subject ends in {@code >}, or a queue group was named for the endpoint
     */
    public EndpointOptions instanceOnly(boolean instanceOnly) {
        Draft draft = draft();
        draft.instanceOnly = instanceOnly;
        return new EndpointOptions(draft);
    }

    /**
     * Chooses whether the endpoint takes requests as soon as its service runs. One that does not begins as though it had been
     * {@linkplain Endpoint#pause() paused}: it is shown by {@code $SRV.INFO} and {@code $SRV.STATS}, and takes no requests
     * until {@link Endpoint#resume()}, for example when a cache has been filled.
     *
     * @param autoStart whether it takes requests at once; by default it does
     * @return new options
     */
    public EndpointOptions autoStart(boolean autoStart) {
        Draft draft = draft();
        draft.autoStart = autoStart;
        return new EndpointOptions(draft);
    }

    /**
     * The subject below the endpoint's groups.
     *
     * @return the subject, without the id of an instance, or {@code null} for the endpoint's name
     */
    public @Nullable String subject() {
        return subject;
    }

    /**
     * The choice of a queue group.
     *
     * @return the choice
     */
    public QueueGroup queueGroup() {
        return queueGroup;
    }

    /**
     * The metadata.
     *
     * @return an immutable map, empty for none
     */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * How the handler is called.
     *
     * @return the choice
     */
    public Concurrency concurrency() {
        return concurrency;
    }

    /**
     * How many requests are handled at once.
     *
     * @return at least 1
     */
    public int maxInFlight() {
        return limits.maxInFlight();
    }

    /**
     * How many more requests may wait for their turn; beyond them the answer is {@code 503} at once.
     *
     * @return 0 or more, or -1 for any number
     */
    public int maxWaiting() {
        return limits.maxWaiting();
    }

    /**
     * How many bytes of payload the requests in flight and those that wait may have together.
     *
     * @return 1 or more, or -1 for any number
     */
    public long maxBytes() {
        return limits.maxBytes();
    }

    /**
     * How long a request may take.
     *
     * @return the time, or {@code null} for no limit but the caller's
     */
    public @Nullable Duration timeout() {
        return timeout;
    }

    /**
     * Whether the endpoint is there to talk to one instance of the service.
     *
     * @return whether its subject ends with the id of the service
     */
    public boolean instanceOnly() {
        return instanceOnly;
    }

    /**
     * Whether the endpoint takes requests as soon as its service runs.
     *
     * @return whether it is not paused at first
     */
    public boolean autoStart() {
        return autoStart;
    }

    Limits limits() {
        return switch (concurrency) {
            case PARALLEL -> limits;
            case ORDERED -> limits.oneAtATime();
            case NON_BLOCKING -> limits.withoutWaiting();
        };
    }

    @Nullable
    StatsData statsData() {
        return statsData;
    }

    List<Interceptor> interceptors() {
        return interceptors;
    }
}
