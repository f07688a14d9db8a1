// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.codec.PayloadCodec;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One request from its arrival to its close. It is answered at most once and closed exactly once, whoever comes first:
 * its handler, the refusal of a full endpoint, the end of its time, or the end of the service.
 */
final class Exchange implements Request {

    private static final Headers NO_HEADERS = new Headers(null, true);
    private static final long RETRY_NANOS = 5_000_000;

    private final Endpoint endpoint;
    private final Message message;
    private final Deadline deadline;
    private final Reply reply;
    private final long arrivalNanos = System.nanoTime();

    // Guarded by this; nothing is sent, and no listener called, with the lock held.
    private List<Runnable> closeActions = List.of();
    private @Nullable Map<Object, Object> attributes;
    private ServiceTimer.@Nullable Due expiry;
    private @Nullable Thread handlerThread;
    private boolean hasPlace;
    private boolean started;
    private long startTicks;
    private long startNanos;
    private boolean closed;

    Exchange(Endpoint endpoint, Message message, Deadline deadline) {
        this.endpoint = endpoint;
        this.message = message;
        this.deadline = deadline;
        this.reply = new Reply(message, endpoint.context().transport(), endpoint.log());
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public String subject() {
        return message.getSubject();
    }

    @Override
    public byte[] data() {
        return message.getData();
    }

    @Override
    public Headers headers() {
        Headers headers = message.getHeaders();
        return headers == null ? NO_HEADERS : new Headers(headers, true);
    }

    @Override
    public @Nullable String header(String name) {
        Headers headers = message.getHeaders();
        return headers == null ? null : headers.getLast(name);
    }

    @Override
    public PayloadCodec codec() {
        return endpoint.context().config().codec();
    }

    @Override
    public @Nullable String replyTo() {
        return message.getReplyTo();
    }

    @Override
    public boolean expectsReply() {
        return reply.isExpected();
    }

    @Override
    public boolean answered() {
        return reply.isTaken();
    }

    @Override
    public Optional<Duration> remainingTime() {
        return deadline.remaining();
    }

    @Override
    public Executor executor() {
        return task -> endpoint.context().execution().run(endpoint, task);
    }

    @Override
    public synchronized Map<Object, Object> attributes() {
        Map<Object, Object> known = attributes;
        if (known == null) {
            // Most requests have none.
            known = new ConcurrentHashMap<>(4);
            attributes = known;
        }
        return known;
    }

    @Override
    public void onClose(Runnable action) {
        synchronized (this) {
            if (!closed) {
                closeActions = new ArrayList<>(closeActions);
                closeActions.add(action);
                return;
            }
        }
        action.run();
    }

    @Override
    public void respond(byte[] data, @Nullable Headers headers) {
        answer(() -> reply.send(data, headers));
    }

    @Override
    public void respondError(ServiceException failure) {
        answer(() -> reply.sendError(failure));
    }

    private void answer(Runnable sending) {
        boolean sent = false;
        try {
            sending.run();
            sent = true;
        } finally {
            if (!sent && isLate()) {
                // The end of its time may have come by while this was being tried.
                expire();
            }
        }
    }

    @Override
    public ReplyStream openStream() {
        return reply.openStream(codec(), endpoint.context().outflow());
    }

    // ---- its place and its handler

    int size() {
        return message.getData().length;
    }

    /** It has been let in; the place is given back when it is closed and its handler has returned. */
    synchronized boolean takePlace() {
        hasPlace = !closed;
        return hasPlace;
    }

    /** Gives the place back, if it has one. */
    synchronized boolean givePlaceBack() {
        boolean had = hasPlace;
        hasPlace = false;
        return had;
    }

    /** Its time is watched from now on. */
    void expireWith(ServiceTimer timer) {
        if (deadline.limited()) {
            ServiceTimer.Due due = timer.after(deadline.remainingNanos(), this::expire);
            boolean over;
            synchronized (this) {
                expiry = due;
                over = closed;
            }
            if (over) {
                due.cancel();
            }
        }
    }

    /**
     * The handler begins: from here on time is counted.
     *
     * @return whether it may begin; it may not if the exchange has been closed while it waited for a thread
     */
    synchronized boolean enter() {
        if (closed) {
            return false;
        }
        handlerThread = Thread.currentThread();
        startTicks = endpoint.context().config().ticker().getAsLong();
        startNanos = System.nanoTime();
        started = true;
        return true;
    }

    /** The handler's thread goes its way, without having begun or though the handler may answer later. */
    void leave() {
        boolean over;
        synchronized (this) {
            handlerThread = null;
            over = closed && givePlaceBack();
        }
        if (over) {
            endpoint.reception().released(this);
        }
    }

    synchronized boolean wasStarted() {
        return started;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    boolean isLate() {
        return deadline.isOver();
    }

    /** For how long it has been waiting for its handler, in nanoseconds; 0 if that has begun. */
    synchronized long waitedNanos() {
        return started || closed ? 0 : System.nanoTime() - arrivalNanos;
    }

    /** For how long the handler has been at it, in nanoseconds; 0 if it has not begun. */
    synchronized long handledNanos() {
        return started ? System.nanoTime() - startNanos : 0;
    }

    /** The thread that is in the handler now, if it is. */
    synchronized @Nullable Thread handlerThread() {
        return handlerThread;
    }

    // ---- its end

    /** The handler has ended, for better or worse. */
    void finish(@Nullable Throwable failure) {
        if (failure == null) {
            try {
                reply.complete();
            } finally {
                close(null);
            }
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        ServiceException neutral = new ServiceException(500, Reply.NEUTRAL_ERROR);
        Outcome outcome = Reply.errorOf(neutral);
        boolean late = isClosed();
        boolean unused;
        try {
            ServiceException wanted = wanted(cause, neutral);
            outcome = Reply.errorOf(wanted);
            unused = reply.refuse(wanted, null);
        } catch (RuntimeException ex) {
            // A subclass of ServiceException may fail to tell what it is about.
            unused = reply.refuse(neutral, null);
        } finally {
            close(outcome);
        }
        if (late) {
            endpoint.log().failedLate(this, cause);
        } else {
            endpoint.log().failed(this, cause);
        }
    }

    private ServiceException wanted(Throwable cause, ServiceException neutral) {
        if (cause instanceof ServiceException declared) {
            return declared;
        }
        return endpoint.context().config().errorDetails() ? new ServiceException(500, cause.toString()) : neutral;
    }

    /** Refuses a request that is not going to be handled, or not any longer. One that has its answer keeps it. */
    void reject(int code, String description) {
        Outcome rejected = new Outcome(Outcome.Kind.REJECTED, code, description);
        boolean refused = true;
        try {
            refused = reply.refuse(new ServiceException(code, description), rejected) || !expectsReply();
        } finally {
            close(refused ? rejected : null);
        }
    }

    /** Closes it without an answer, where none can be given in time. One that has its answer keeps it. */
    void giveUp(int code, String description) {
        close(reply.isAnswered() ? null : new Outcome(Outcome.Kind.REJECTED, code, description));
    }

    /** Its time is up. One that has its answer may go on, as nobody waits for it. */
    private void expire() {
        Outcome timedOut;
        boolean tryLater;
        synchronized (this) {
            if (closed) {
                return;
            }
            Outcome.Kind kind = started ? Outcome.Kind.ERROR : Outcome.Kind.REJECTED;
            timedOut = new Outcome(kind, 504, "Request timed out");
            tryLater = reply.isStreaming();
            if (tryLater) {
                // The timer has others to serve than to wait until the message that is being sent is out.
                reply.announce(new ServiceException(504, timedOut.description()), timedOut);
                expiry = endpoint.context().timer().after(RETRY_NANOS, this::expire);
            }
        }
        if (tryLater) {
            reply.tellIfOver();
            return;
        }
        // Without a server nobody would hear of it in time, and trying could hold up the timer for seconds.
        boolean reachable = !endpoint.context().transport().server().isEmpty();
        boolean refused = reachable && reply.refuse(new ServiceException(504, timedOut.description()), timedOut);
        if (refused || !reply.isAnswered()) {
            close(timedOut);
            interrupt();
        }
    }

    /** The delivering thread is never interrupted: it would not deliver again. */
    private synchronized void interrupt() {
        if (handlerThread != null && endpoint.concurrency() != Concurrency.NON_BLOCKING) {
            handlerThread.interrupt();
        }
    }

    private void close(@Nullable Outcome forced) {
        long nanos;
        List<Runnable> actions;
        ServiceTimer.Due due;
        boolean over;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            nanos = started ? endpoint.context().config().ticker().getAsLong() - startTicks : 0;
            actions = closeActions;
            due = expiry;
            // A task that waits for its thread still needs its place, or tasks could pile up beyond all bounds.
            over = started && handlerThread == null && givePlaceBack();
        }
        if (due != null) {
            due.cancel();
        }
        Outcome outcome = reply.seal(forced);
        reply.tellIfOver();
        endpoint.reception().closed(this, outcome, nanos);
        if (over) {
            endpoint.reception().released(this);
        }
        actions.forEach(endpoint.log()::guard);
    }
}
