// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport;

import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.impl.ErrorListenerLoggerImpl;
import io.nats.client.support.Status;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An error listener of jnats through which the services on a connection hear what the server refuses them and what is
 * lost. jnats takes an error listener only with the options of a connection, so this one is given to them, together with
 * those that the application has of its own, which hear everything that they would hear without it.
 *
 * <pre>{@code
 * Options.builder().errorListener(new NatsTroubleListener(ownListener))
 * }</pre>
 */
public final class NatsTroubleListener implements ErrorListener {

    private static final Logger logger = LoggerFactory.getLogger(NatsTroubleListener.class);

    /** What {@link JnatsTransport} wants to know. */
    interface Ear {

        void errorOccurred(String error);

        void slowConsumerDetected(Consumer consumer);
    }

    /** What one of several listeners hears. */
    @FunctionalInterface
    private interface Call {

        void on(ErrorListener listener);
    }

    private record Attached(Connection connection, Ear ear) {}

    private final List<ErrorListener> others;
    private final List<Attached> ears = new CopyOnWriteArrayList<>();

    /**
     * Composes a listener.
     *
     * @param others the listeners of the application; one that throws does not keep the others from hearing. Without any
     *     the log tells of errors, as jnats does by default
     */
    public NatsTroubleListener(ErrorListener... others) {
        this.others = others.length == 0 ? List.of(new ErrorListenerLoggerImpl()) : List.of(others);
    }

    Transport.Registration attach(Connection connection, Ear ear) {
        Attached attached = new Attached(connection, ear);
        ears.add(attached);
        return () -> ears.remove(attached);
    }

    private void tell(Call call) {
        for (ErrorListener listener : others) {
            try {
                call.on(listener);
            } catch (RuntimeException ex) {
                logger.warn("An error listener of the application failed itself.", ex);
            }
        }
    }

    private void tellEars(Connection connection, java.util.function.Consumer<Ear> call) {
        for (Attached attached : ears) {
            try {
                // What the services have may stand for the connection that the news is of.
                if (attached.connection().equals(connection)) {
                    call.accept(attached.ear());
                }
            } catch (RuntimeException ex) {
                logger.warn("A listener for trouble failed itself.", ex);
            }
        }
    }

    @Override
    public void errorOccurred(Connection connection, String error) {
        tellEars(connection, ear -> ear.errorOccurred(error));
        tell(listener -> listener.errorOccurred(connection, error));
    }

    @Override
    public void slowConsumerDetected(Connection connection, Consumer consumer) {
        tellEars(connection, ear -> ear.slowConsumerDetected(consumer));
        tell(listener -> listener.slowConsumerDetected(connection, consumer));
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception exception) {
        tell(listener -> listener.exceptionOccurred(connection, exception));
    }

    @Override
    public void messageDiscarded(Connection connection, Message message) {
        tell(listener -> listener.messageDiscarded(connection, message));
    }

    @Override
    public void heartbeatAlarm(
            Connection connection, JetStreamSubscription subscription, long lastStream, long lastConsumer) {
        tell(listener -> listener.heartbeatAlarm(connection, subscription, lastStream, lastConsumer));
    }

    @Override
    public void unhandledStatus(Connection connection, JetStreamSubscription subscription, Status status) {
        tell(listener -> listener.unhandledStatus(connection, subscription, status));
    }

    @Override
    public void pullStatusWarning(Connection connection, JetStreamSubscription subscription, Status status) {
        tell(listener -> listener.pullStatusWarning(connection, subscription, status));
    }

    @Override
    public void pullStatusError(Connection connection, JetStreamSubscription subscription, Status status) {
        tell(listener -> listener.pullStatusError(connection, subscription, status));
    }

    @Override
    public void flowControlProcessed(
            Connection connection, JetStreamSubscription subscription, String subject, FlowControlSource source) {
        tell(listener -> listener.flowControlProcessed(connection, subscription, subject, source));
    }

    @Override
    public void socketWriteTimeout(Connection connection) {
        tell(listener -> listener.socketWriteTimeout(connection));
    }
}
