// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.client;

import io.github.natsmicro.transport.Transport;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The replies to one request, as far as the limits allow, handed to a consumer by a dispatcher of their own. They end the
 * future when nothing is left of them: no subscription, no dispatcher, no timer. A consumer at work is not interrupted.
 */
final class AsyncReplies {

    private final Connection connection;
    private final ReplyLimits limits;
    private final Consumer<Message> consumer;
    private final CompletableFuture<?> future;
    private final Runnable success;
    private final String inbox;
    private final long deadline;

    // The following are guarded by this.
    private @Nullable Dispatcher dispatcher;
    private Transport.@Nullable Registration onClose;
    private @Nullable Alarm alarm;
    private @Nullable Throwable failure;
    private int received;
    private long idleSince;
    private boolean consuming;
    private boolean over;

    /**
     * Prepares for the replies.
     *
     * @param connection the connection
     * @param limits when they end
     * @param consumer what to do with each
     * @param future ends them early if the caller completes it; a failure is told here
     * @param success completes the future once they have ended
     */
    AsyncReplies(
            Connection connection,
            ReplyLimits limits,
            Consumer<Message> consumer,
            CompletableFuture<?> future,
            Runnable success) {
        this.connection = connection;
        this.limits = limits;
        this.consumer = consumer;
        this.future = future;
        this.success = success;
        this.inbox = connection.createInbox();
        this.idleSince = System.nanoTime();
        this.deadline = idleSince + limits.total().toNanos();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it is only asked to tell when the caller has completed it
    void request(String subject, @Nullable Headers headers, byte[] data) {
        future.whenComplete((result, thrown) -> end(null));
        try {
            Uninterrupted.run(() -> {
                listen();
                connection.publish(subject, inbox, headers, data);
            });
        } catch (RuntimeException ex) {
            end(RequestException.notSent(subject, ex));
        }
    }

    private synchronized void listen() {
        // jnats notes a subscription's own handler only after the server may have sent the first message to it.
        dispatcher = connection.createDispatcher(this::receive);
        dispatcher.subscribe(inbox);
        // jnats ends a dispatcher without a word when its connection is closed, on a thread that it needs itself.
        onClose =
                Transport.of(connection).onClose(() -> future.defaultExecutor().execute(() -> end(null)));
        alarm = Alarm.after(left(System.nanoTime()), this::ring);
    }

    private void receive(Message message) {
        if (!begin()) {
            return;
        }
        Throwable thrown = null;
        boolean last = true;
        try {
            if (!limits.end(message)) {
                consumer.accept(message);
                last = false;
            }
        } catch (RuntimeException | Error ex) {
            thrown = ex;
        }
        // What a consumer leaves behind would end the dispatcher.
        Thread.interrupted();
        if (finish(last, thrown)) {
            close();
            // Closing the dispatcher interrupts its thread, this one; what waits for the future must not see that.
            Thread.interrupted();
            complete();
        }
    }

    private synchronized boolean begin() {
        consuming = !over;
        return consuming;
    }

    /** Notes that a message is done with, and tells whether the replies are over, which this thread then closes. */
    private synchronized boolean finish(boolean last, @Nullable Throwable thrown) {
        consuming = false;
        received++;
        idleSince = System.nanoTime();
        if (!over) {
            over = last || received >= limits.maxMessages() || idleSince - deadline >= 0;
            failure = thrown;
        }
        if (!over && received == 1 && alarm != null) {
            // From now on the stall time counts too. After later replies the alarm itself looks when to ring again.
            alarm.callOff();
            alarm = Alarm.after(left(idleSince), this::ring);
        }
        return over;
    }

    private void ring() {
        if (timedOut()) {
            end(null);
        }
    }

    private synchronized boolean timedOut() {
        if (over) {
            return false;
        }
        long now = System.nanoTime();
        if (consuming || (dispatcher != null && dispatcher.getPendingMessageCount() > 0)) {
            // There is a reply, so none is waited for.
            idleSince = now;
        }
        long left = left(now);
        if (left > 0) {
            alarm = Alarm.after(left, this::ring);
        }
        return left <= 0;
    }

    private long left(long now) {
        return limits.wait(received, deadline - idleSince) - (now - idleSince);
    }

    private void end(@Nullable Throwable thrown) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            failure = thrown;
            if (consuming) {
                // Closing would interrupt the consumer. The thread that it is on closes when it has returned.
                return;
            }
        }
        close();
        complete();
    }

    private synchronized void close() {
        if (alarm != null) {
            alarm.callOff();
        }
        if (onClose != null) {
            onClose.remove();
        }
        Dispatcher open = dispatcher;
        if (open != null) {
            Uninterrupted.run(() -> close(open));
        }
    }

    private void close(Dispatcher open) {
        try {
            // Closing a dispatcher on its own thread interrupts that, and then no longer tells the server.
            if (open.isActive()) {
                open.unsubscribe(inbox);
            }
            connection.closeDispatcher(open);
        } catch (IllegalStateException | IllegalArgumentException ex) {
            // The connection is being closed, and takes the dispatcher with it.
        }
    }

    private void complete() {
        Throwable thrown;
        synchronized (this) {
            thrown = failure;
        }
        if (thrown != null) {
            future.completeExceptionally(thrown);
        } else {
            success.run();
        }
    }
}
