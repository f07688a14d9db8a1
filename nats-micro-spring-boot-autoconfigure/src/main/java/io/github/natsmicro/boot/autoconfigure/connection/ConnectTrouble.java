// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.autoconfigure.connection;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.impl.ErrorListenerLoggerImpl;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * What goes wrong while a connection is being made. jnats tells only its error listener, while what it throws names nothing
 * but the servers.
 */
final class ConnectTrouble implements ErrorListener {

    private final List<Throwable> causes = new ArrayList<>();
    private volatile boolean over;

    /** An attempt begins. */
    synchronized void begin() {
        this.causes.clear();
    }

    /** There is a connection, and what goes wrong from now on is no concern of those who make one. */
    void end() {
        this.over = true;
    }

    /** What went wrong in the last attempt, in its order. */
    synchronized List<Throwable> causes() {
        return List.copyOf(this.causes);
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception exception) {
        Throwable cause = exception;
        while (cause instanceof ExecutionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (!this.over) {
            synchronized (this) {
                this.causes.add(cause);
            }
        }
    }

    /** The listener that jnats has by default. What it would say of attempts is said by those who make them. */
    ErrorListener logger() {
        return new ErrorListenerLoggerImpl() {
            @Override
            public void exceptionOccurred(Connection connection, Exception exception) {
                if (ConnectTrouble.this.over) {
                    super.exceptionOccurred(connection, exception);
                }
            }

            @Override
            public void errorOccurred(Connection connection, String error) {
                if (ConnectTrouble.this.over) {
                    super.errorOccurred(connection, error);
                }
            }
        };
    }
}
