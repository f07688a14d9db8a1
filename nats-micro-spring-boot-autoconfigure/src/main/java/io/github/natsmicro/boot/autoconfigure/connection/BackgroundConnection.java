// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Options;
import io.nats.client.impl.NatsImpl;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a connection that is still to be made. Until then it refuses, but for what can be said without one; from then
 * on it passes everything on. It equals the connection that it stands for, so that who knows one recognizes the other.
 */
final class BackgroundConnection implements InvocationHandler, NatsConnectionReadiness {

    private final Options options;
    private final String servers;
    private final Runnable onClose;
    private final CompletableFuture<Connection> connected = new CompletableFuture<>();
    private final Set<ConnectionListener> listeners = new LinkedHashSet<>();
    private volatile @Nullable Connection connection;
    private volatile @Nullable String lastError;
    private volatile boolean closed;

    /**
     * Creates a stand-in.
     *
     * @param options the options of the connection
     * @param servers where it leads to, without credentials
     * @param onClose what to do if it is closed before it is there
     */
    BackgroundConnection(Options options, String servers, Runnable onClose) {
        this.options = options;
        this.servers = servers;
        this.onClose = onClose;
    }

    /** The bean. */
    Connection proxy() {
        return (Connection) Proxy.newProxyInstance(
                NatsConnectionReadiness.class.getClassLoader(),
                new Class<?>[] {Connection.class, NatsConnectionReadiness.class},
                this);
    }

    /**
     * The connection is there.
     *
     * @return {@code false} if nobody wants it any more
     */
    boolean connected(Connection made) {
        synchronized (this) {
            if (this.closed) {
                return false;
            }
            this.listeners.forEach(made::addConnectionListener);
            this.listeners.clear();
            this.connection = made;
        }
        this.connected.complete(made);
        return true;
    }

    /** There was no connection this time. */
    void failed(String error) {
        this.lastError = error;
    }

    @Override
    public CompletionStage<Connection> whenConnected() {
        return this.connected.minimalCompletionStage();
    }

    @Override
    public boolean isConnected() {
        return this.connection != null;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> isSame(proxy, Objects.requireNonNull(arguments)[0]);
                case "hashCode" -> System.identityHashCode(proxy);
                default -> toString();
            };
        }
        if (method.getDeclaringClass() == NatsConnectionReadiness.class) {
            return call(this, method, arguments);
        }
        Connection there = this.connection;
        return there == null ? withoutConnection(method, arguments) : call(there, method, arguments);
    }

    private boolean isSame(Object proxy, @Nullable Object other) {
        return other != null && (other == proxy || other == this.connection);
    }

    private static @Nullable Object call(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException ex) {
            throw ex.getTargetException();
        }
    }

    private @Nullable Object withoutConnection(Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "getStatus" -> this.closed ? Connection.Status.CLOSED : Connection.Status.CONNECTING;
            case "getOptions" -> this.options;
            case "getLastError" -> this.lastError;
            case "getConnectedUrl" -> null;
            case "getStatistics" -> NatsImpl.createEmptyStats();
            case "outgoingPendingMessageCount", "outgoingPendingBytes" -> 0L;
            case "addConnectionListener", "removeConnectionListener", "close" -> {
                Connection there = keepOrClose(method.getName(), arguments);
                yield there == null ? null : call(there, method, arguments);
            }
            default -> throw new IllegalStateException(refusal());
        };
    }

    /** Returns the connection if it has come in this moment. */
    private @Nullable Connection keepOrClose(String name, @Nullable Object @Nullable [] arguments) {
        synchronized (this) {
            if (this.connection != null) {
                return this.connection;
            }
            switch (name) {
                case "addConnectionListener" -> this.listeners.add(listener(arguments));
                case "removeConnectionListener" -> this.listeners.remove(listener(arguments));
                default -> this.closed = true;
            }
        }
        if (this.closed && this.connected.completeExceptionally(new IllegalStateException(refusal()))) {
            this.onClose.run();
        }
        return null;
    }

    private static ConnectionListener listener(@Nullable Object @Nullable [] arguments) {
        return (ConnectionListener) Objects.requireNonNull(Objects.requireNonNull(arguments)[0]);
    }

    private String refusal() {
        if (this.closed) {
            return "The connection to the NATS server at %s was closed before it was made.".formatted(this.servers);
        }
        String error = this.lastError;
        return "There is no connection to the NATS server at %s yet; it is being made in the background.%s"
                .formatted(this.servers, error == null ? "" : " " + error);
    }

    @Override
    public String toString() {
        Connection there = this.connection;
        return "NATS connection to %s, %s".formatted(this.servers, there == null ? "not yet made" : there.getStatus());
    }
}
