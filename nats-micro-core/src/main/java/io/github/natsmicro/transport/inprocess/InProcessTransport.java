// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport.inprocess;

import io.github.natsmicro.transport.SubscriptionSet;
import io.github.natsmicro.transport.Transport;
import io.github.natsmicro.transport.TransportException;
import io.github.natsmicro.transport.TransportException.Reason;
import io.github.natsmicro.transport.TroubleListener;
import io.github.natsmicro.wire.Grammar;
import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A transport that delivers within the process, without a server: for tests of services. What a service does with it, from
 * the admission of a request to its close, it does with a real connection too.
 *
 * <p>It is a form of the port {@link Transport}, and no imitation of a broker: it keeps what the port promises, and knows
 * no accounts, no JetStream, no wire. What depends on a server is to be tested with one.
 *
 * <p>Any number of services can stand on one transport, and it has a {@linkplain #caller() side for those who call them}:
 *
 * <pre>{@code
 * InProcessTransport transport = new InProcessTransport();
 * MicroService.builder(transport, "echo", "1.0.0")
 *         .addEndpoint("echo", request -> request.respond(request.data()))
 *         .start();
 * Message reply = transport.caller().request("echo", null, body, Duration.ofSeconds(1));
 * }</pre>
 *
 * <p>Subjects are routed as the server does it: with the wildcards {@code *} and {@code >}, and to one member of each queue
 * group, chosen at random. Bodies and headers are copied for every receiver. Listeners are called on a thread of their own.
 * It is safe for use by several threads.
 */
public final class InProcessTransport implements Transport, AutoCloseable {

    private final InProcessLimits limits;
    private final InProcessCallbacks callbacks = new InProcessCallbacks();
    private final InProcessRouter router = new InProcessRouter(callbacks);
    private final InProcessCaller caller;
    private final Connection connection;

    /** Creates a transport with the limits that a server and jnats have by default. */
    public InProcessTransport() {
        this(InProcessLimits.defaults());
    }

    /**
     * Creates a transport.
     *
     * @param limits what it takes at most
     */
    public InProcessTransport(InProcessLimits limits) {
        this.limits = limits;
        this.caller = new InProcessCaller(router, limits);
        this.connection = InProcessConnection.of(this, router, limits);
    }

    /**
     * The side of those who call the services.
     *
     * @return a caller, always the same
     */
    public InProcessCaller caller() {
        return caller;
    }

    /**
     * A connection that leads here, for those who call services as they do it with jnats, and for those who make services
     * on a connection: they stand on this transport. It publishes, makes requests, subscribes and has dispatchers, and goes
     * on, as a {@linkplain #caller() caller} does, when that of the services is lost. What it has not, such as JetStream,
     * it refuses with an {@link UnsupportedOperationException}. Closing it closes the transport.
     *
     * @return a connection, always the same
     */
    public Connection connection() {
        return connection;
    }

    /**
     * Refuses subscriptions, as a server does it that does not permit them. Trouble listeners are told, at once of those
     * that there are already; they get nothing from now on. {@link #reconnect()} tells of them again.
     *
     * @param subject the subject to refuse; with wildcards all subjects that it covers
     * @throws IllegalArgumentException if the subject is not valid
     */
    public void refuse(String subject) {
        router.refuse(new SubjectPattern(Grammar.subject(subject)));
    }

    /**
     * Loses the connection of the services. From now on callers find nobody who listens; what is published by services is
     * kept until there is a connection again; what had been delivered before is still received.
     */
    public void disconnect() {
        router.disconnect();
    }

    /** Restores the connection of the services, their subscriptions, and sends what has been kept. */
    public void reconnect() {
        router.reconnect();
    }

    /** Closes the connection of the services for good. What is queued for receivers is discarded. Does nothing twice. */
    @Override
    public void close() {
        router.close().ifPresent(sets -> {
            sets.forEach(InProcessSubscriptionSet::discard);
            callbacks.closed();
        });
    }

    @Override
    public SubscriptionSet newSubscriptionSet() {
        return new InProcessSubscriptionSet(router, true, "in-process-delivery", limits.maxPending());
    }

    @Override
    public void publish(String subject, @Nullable Headers headers, byte[] body) {
        router.publishFromService(checked(new Parcel(subject, null, headers, body), limits.maxPayload()));
    }

    static Parcel checked(Parcel parcel, long maxPayload) {
        if (maxPayload > 0 && parcel.size() > maxPayload) {
            throw new TransportException(
                    Reason.TOO_LARGE,
                    "The message to \"%s\" has %d bytes, and the in-process transport takes %d at most."
                            .formatted(parcel.subject(), parcel.size(), maxPayload),
                    null);
        }
        return parcel;
    }

    @Override
    public void flush(Duration timeout) {
        try {
            if (!router.awaitConnected(timeout)) {
                throw new TransportException(
                        "The in-process transport was disconnected for %d ms.".formatted(timeout.toMillis()), null);
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new TransportException("Waiting for the in-process transport was interrupted.", ex);
        }
    }

    @Override
    public String server() {
        return router.isConnected() ? "in-process" : "";
    }

    /** What is published is delivered at once, so there is nothing to wait for but the connection. */
    @Override
    public boolean isCongested() {
        return !router.isConnected() && !router.isClosed();
    }

    @Override
    public Registration onClose(Runnable action) {
        Registration registration = callbacks.onClose(action);
        // It may have been closed before the action was there to be called.
        if (router.isClosed()) {
            callbacks.closed();
        }
        return registration;
    }

    @Override
    public Registration onTrouble(TroubleListener listener) {
        return callbacks.onTrouble(listener);
    }

    @Override
    public boolean hearsTrouble() {
        return true;
    }

    @Override
    public Probe probe(String subject, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            if (!router.awaitConnected(timeout)) {
                return Probe.SILENT;
            }
            Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
            return caller.requestMany(subject, null, new byte[0], 1, left).isEmpty() ? Probe.SILENT : Probe.ANSWERED;
        } catch (InProcessRequestException ex) {
            return Probe.NOBODY_LISTENS;
        } catch (TransportException ex) {
            return Probe.SILENT;
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return Probe.SILENT;
        }
    }
}
