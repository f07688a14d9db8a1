// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport.inprocess;

import io.github.natsmicro.transport.Transport;
import io.github.natsmicro.transport.TransportException;
import io.github.natsmicro.transport.TransportSource;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.NUID;
import io.nats.client.Options;
import io.nats.client.Statistics;
import io.nats.client.Subscription;
import io.nats.client.api.ServerInfo;
import io.nats.client.impl.Headers;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Connection} to an in-process transport answers. It fails as jnats does: with an {@link
 * IllegalStateException} when it is closed, and an {@link IllegalArgumentException} for what cannot be sent.
 */
final class InProcessConnection implements TransportSource {

    private final InProcessTransport transport;
    private final InProcessRouter router;
    private final InProcessLimits limits;
    private final InProcessRequests requests;
    private final Options options = new Options.Builder().build();
    private final Map<ConnectionListener, Transport.Registration> listeners = new ConcurrentHashMap<>();
    private final Connection self = StandIn.of(Connection.class, this, TransportSource.class);

    private InProcessConnection(InProcessTransport transport, InProcessRouter router, InProcessLimits limits) {
        this.transport = transport;
        this.router = router;
        this.limits = limits;
        this.requests = new InProcessRequests(transport.caller());
    }

    static Connection of(InProcessTransport transport, InProcessRouter router, InProcessLimits limits) {
        return new InProcessConnection(transport, router, limits).self;
    }

    /** Does something, and fails as jnats does. */
    static <T> T asJnats(Supplier<T> action) {
        try {
            return action.get();
        } catch (TransportException ex) {
            String message = String.valueOf(ex.getMessage());
            throw ex.reason() == TransportException.Reason.CLOSED
                    ? new IllegalStateException(message, ex)
                    : new IllegalArgumentException(message, ex);
        }
    }

    InProcessRouter router() {
        return router;
    }

    Connection self() {
        return self;
    }

    InProcessSubscriptionSet newSet(String threadName) {
        return asJnats(() -> new InProcessSubscriptionSet(router, false, threadName, limits.maxPending()));
    }

    @Override
    public Transport transport() {
        return transport;
    }

    public void publish(String subject, byte @Nullable [] body) {
        publish(subject, null, null, body);
    }

    public void publish(String subject, @Nullable Headers headers, byte @Nullable [] body) {
        publish(subject, null, headers, body);
    }

    public void publish(String subject, @Nullable String replyTo, byte @Nullable [] body) {
        publish(subject, replyTo, null, body);
    }

    public void publish(String subject, @Nullable String replyTo, @Nullable Headers headers, byte @Nullable [] body) {
        boolean unheard = !asJnats(() -> router.publishFromCaller(InProcessTransport.checked(
                new Parcel(subject, replyTo, headers, body == null ? new byte[0] : body), limits.maxPayload())));
        if (unheard && replyTo != null) {
            router.publishFromCaller(Parcel.noResponders(replyTo));
        }
    }

    public void publish(Message message) {
        publish(message.getSubject(), message.getReplyTo(), message.getHeaders(), message.getData());
    }

    public CompletableFuture<Message> request(String subject, byte @Nullable [] body) {
        return requests.request(subject, null, body, null);
    }

    public CompletableFuture<Message> request(String subject, @Nullable Headers headers, byte @Nullable [] body) {
        return requests.request(subject, headers, body, null);
    }

    public CompletableFuture<Message> request(Message message) {
        return requests.request(message.getSubject(), message.getHeaders(), message.getData(), null);
    }

    public CompletableFuture<Message> requestWithTimeout(
            String subject, byte @Nullable [] body, @Nullable Duration timeout) {
        return requests.request(subject, null, body, timeout);
    }

    public CompletableFuture<Message> requestWithTimeout(
            String subject, @Nullable Headers headers, byte @Nullable [] body, @Nullable Duration timeout) {
        return requests.request(subject, headers, body, timeout);
    }

    public CompletableFuture<Message> requestWithTimeout(Message message, @Nullable Duration timeout) {
        return requests.request(message.getSubject(), message.getHeaders(), message.getData(), timeout);
    }

    public @Nullable Message request(String subject, byte @Nullable [] body, @Nullable Duration timeout)
            throws InterruptedException {
        return requests.await(subject, null, body, timeout);
    }

    public @Nullable Message request(
            String subject, @Nullable Headers headers, byte @Nullable [] body, @Nullable Duration timeout)
            throws InterruptedException {
        return requests.await(subject, headers, body, timeout);
    }

    public @Nullable Message request(Message message, @Nullable Duration timeout) throws InterruptedException {
        return requests.await(message.getSubject(), message.getHeaders(), message.getData(), timeout);
    }

    public String createInbox() {
        return "_INBOX." + NUID.nextGlobal();
    }

    public Subscription subscribe(String subject) {
        return InProcessReader.subscribe(this, subject, null);
    }

    public Subscription subscribe(String subject, String queueGroup) {
        return InProcessReader.subscribe(this, subject, queueGroup);
    }

    public Dispatcher createDispatcher() {
        return InProcessDispatcher.of(this, null);
    }

    public Dispatcher createDispatcher(@Nullable MessageHandler handler) {
        return InProcessDispatcher.of(this, handler);
    }

    public void closeDispatcher(Dispatcher dispatcher) {
        InProcessDispatcher own = StandIn.target(dispatcher, InProcessDispatcher.class);
        if (own == null) {
            throw new IllegalArgumentException("The dispatcher is not one of this connection.");
        }
        own.close();
    }

    @SuppressWarnings("deprecation") // jnats calls this one by the other
    public void addConnectionListener(ConnectionListener listener) {
        listeners.computeIfAbsent(
                listener,
                added -> transport.onClose(() -> added.connectionEvent(
                        self, ConnectionListener.Events.CLOSED, System.currentTimeMillis(), transport.server())));
    }

    public void removeConnectionListener(ConnectionListener listener) {
        Transport.Registration registration = listeners.remove(listener);
        if (registration != null) {
            registration.remove();
        }
    }

    public void flush(@Nullable Duration timeout) throws TimeoutException, InterruptedException {
        if (router.isClosed()) {
            throw new TimeoutException("The in-process transport is closed.");
        }
    }

    public void flushBuffer() {
        asJnats(() -> {
            router.requireOpen();
            return true;
        });
    }

    public CompletableFuture<Boolean> drain(@Nullable Duration timeout) {
        close();
        return CompletableFuture.completedFuture(true);
    }

    public void close() {
        transport.close();
    }

    public Connection.Status getStatus() {
        if (router.isClosed()) {
            return Connection.Status.CLOSED;
        }
        return router.isConnected() ? Connection.Status.CONNECTED : Connection.Status.RECONNECTING;
    }

    public long getMaxPayload() {
        return limits.maxPayload() == 0 ? -1 : limits.maxPayload();
    }

    public Collection<String> getServers() {
        return List.of();
    }

    public @Nullable String getConnectedUrl() {
        return router.isConnected() ? transport.server() : null;
    }

    public InetAddress getClientInetAddress() {
        return InetAddress.getLoopbackAddress();
    }

    public ServerInfo getServerInfo() {
        return new ServerInfo(
                "INFO {\"server_id\":\"in-process\",\"server_name\":\"in-process\",\"version\":\"0.0.0\",\"headers\":true,\"max_payload\":%d}"
                        .formatted(limits.maxPayload()));
    }

    public Options getOptions() {
        return options;
    }

    public Statistics getStatistics() {
        return new NoStatistics();
    }

    public @Nullable String getLastError() {
        return null;
    }

    public void clearLastError() {
        // There is none.
    }

    public Duration RTT() {
        asJnats(() -> {
            router.requireOpen();
            return true;
        });
        return Duration.ofNanos(1);
    }

    public long outgoingPendingMessageCount() {
        return 0;
    }

    public long outgoingPendingBytes() {
        return 0;
    }

    @Override
    public String toString() {
        return "in-process connection";
    }
}
