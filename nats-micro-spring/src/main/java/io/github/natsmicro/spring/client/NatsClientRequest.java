// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.wire.Grammar;
import io.nats.client.impl.Headers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request as interceptors see it: ready to be sent. Each method that changes something returns a new request.
 */
public final class NatsClientRequest {

    /** What the caller waits for. */
    public enum Expectation {
        /** One reply. */
        REPLY,
        /** Any number of replies, and an empty one at the end. */
        STREAM,
        /** Nothing. */
        NOTHING
    }

    /** Longer than anybody waits, and short enough to be counted in nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final RequestTarget target;
    private final Expectation expectation;
    private final String subject;
    private final Headers headers;
    private final byte[] body;
    private final Duration timeout;
    private final @Nullable Duration streamTimeout;

    NatsClientRequest(
            RequestTarget target,
            Expectation expectation,
            String subject,
            Headers headers,
            byte[] body,
            Duration timeout,
            @Nullable Duration streamTimeout) {
        this.target = target;
        this.expectation = expectation;
        this.subject = Grammar.plainSubject(subject);
        this.headers = headers.isReadOnly() ? headers : new Headers(headers, true);
        this.body = body;
        this.timeout = positive("timeout", timeout);
        this.streamTimeout = streamTimeout == null ? null : positive("timeout of a stream", streamTimeout);
    }

    static Duration positive(String what, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("The %s is %s. It must be more than zero.".formatted(what, time));
        }
        return time.compareTo(LONGEST) > 0 ? LONGEST : time;
    }

    /**
     * What the caller waits for.
     *
     * @return the expectation
     */
    public Expectation expectation() {
        return expectation;
    }

    /**
     * Where the request goes.
     *
     * @return the subject, without wildcards
     */
    public String subject() {
        return subject;
    }

    /**
     * The subject as it was written, with its variables as in {@code orders.get.{id}}: the same for all requests of a kind.
     * One that was put together without variables is not.
     *
     * @return the subject before its variables were filled
     */
    public String subjectTemplate() {
        return target.subject().toString();
    }

    /**
     * The name of the service that a declared client says it calls.
     *
     * @return the name, or {@code null} if its interface has no {@link io.github.natsmicro.spring.annotation.NatsService},
     *     or the request was made without a declared client
     */
    public @Nullable String service() {
        return target.service();
    }

    /**
     * The name of the endpoint that a declared client calls.
     *
     * @return the name, or {@code null} if the request was made without a declared client
     */
    public @Nullable String endpoint() {
        return target.endpoint();
    }

    /**
     * The headers.
     *
     * @return the headers, read-only; empty if there are none
     */
    public Headers headers() {
        return headers;
    }

    /**
     * The payload.
     *
     * @return the bytes, which are not copied; empty if there are none
     */
    public byte[] body() {
        return body;
    }

    /**
     * How long the caller waits for the reply, or for each element of a stream.
     *
     * @return the time
     */
    public Duration timeout() {
        return timeout;
    }

    /**
     * How long a stream may take as a whole.
     *
     * @return the time, or {@code null} for as long as its elements come in time
     */
    public @Nullable Duration streamTimeout() {
        return streamTimeout;
    }

    /**
     * Sends the request elsewhere.
     *
     * @param other the subject
     * @return a new request
     * @throws IllegalArgumentException if it is no subject, or has wildcards
     */
    public NatsClientRequest withSubject(String other) {
        return new NatsClientRequest(target, expectation, other, headers, body, timeout, streamTimeout);
    }

    /**
     * Sets a header, in place of those of that name that there are.
     *
     * @param name the header's name
     * @param values its values; none to take the header away
     * @return a new request
     */
    public NatsClientRequest withHeader(String name, String... values) {
        Headers changed = new Headers(headers);
        changed.remove(name);
        if (values.length > 0) {
            changed.add(name, values);
        }
        return new NatsClientRequest(target, expectation, subject, changed, body, timeout, streamTimeout);
    }

    /**
     * Puts another payload into the request.
     *
     * @param other the bytes, which are not copied
     * @return a new request
     */
    public NatsClientRequest withBody(byte[] other) {
        return new NatsClientRequest(target, expectation, subject, headers, other, timeout, streamTimeout);
    }

    /**
     * Waits longer or shorter.
     *
     * @param other how long to wait for the reply, or for each element of a stream; more than zero
     * @return a new request
     * @throws IllegalArgumentException if it is zero or negative
     */
    public NatsClientRequest withTimeout(Duration other) {
        return new NatsClientRequest(target, expectation, subject, headers, body, other, streamTimeout);
    }

    @Override
    public String toString() {
        return "request to \"" + subject + "\"";
    }
}
