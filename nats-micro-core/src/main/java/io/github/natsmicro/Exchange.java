// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.transport.TransportException;
import io.github.natsmicro.wire.ErrorHeaders;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One request from its arrival to its close. It is answered at most once and closed exactly once, whoever comes first:
 * its handler, the refusal of a full endpoint, the end of its time, or the end of the service.
 */
final class Exchange implements Request {

    private static final Headers NO_HEADERS = new Headers(null, true);

    /** What the caller learns of an exception that was not made for it. */
    private static final String NEUTRAL_ERROR = "Internal Server Error";

    private static final long RETRY_NANOS = 5_000_000;

    private enum Answer {
        NONE,
        BEING_SENT,
        STREAMING,
        SENT
    }

    private final Endpoint endpoint;
    private final Message message;
    private final Deadline deadline;

    // Guarded by this; the transport, the listeners and the endpoint are never called with the lock held.
    private Answer answer = Answer.NONE;
    private @Nullable MessageStream stream;
    private @Nullable Outcome error;
    private List<Runnable> closeActions = List.of();
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
    public boolean expectsReply() {
        return message.getReplyTo() != null;
    }

    @Override
    public Optional<Duration> remainingTime() {
        return deadline.remaining();
    }

    @Override
    public synchronized boolean answered() {
        return closed || answer != Answer.NONE;
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

    int size() {
        return message.getData().length;
    }

    // ---- the reply

    @Override
    public void respond(byte[] data, @Nullable Headers headers) {
        send(data, headers, null);
    }

    @Override
    public void respondError(ServiceException failure) {
        MessageStream open;
        synchronized (this) {
            open = closed ? null : stream;
        }
        if (open == null) {
            send(failure.body(), headersOf(failure), errorOf(failure));
        } else {
            if (!open.fail(failure.body(), headersOf(failure))) {
                throw alreadyAnswered();
            }
            synchronized (this) {
                error = errorOf(failure);
            }
        }
    }

    @Override
    public ReplyStream openStream() {
        MessageStream opened = new MessageStream(this, codec());
        take(Answer.STREAMING, opened);
        return opened;
    }

    private static Headers headersOf(ServiceException failure) {
        return ErrorHeaders.of(failure.code(), failure.description(), failure.headers());
    }

    private static Outcome errorOf(ServiceException failure) {
        return new Outcome(Outcome.Kind.ERROR, failure.code(), ErrorHeaders.safeText(failure.description()));
    }

    private void send(byte[] data, @Nullable Headers headers, @Nullable Outcome replyIsError) {
        take(Answer.BEING_SENT, null);
        boolean sent = false;
        try {
            publish(data, headers);
            sent = true;
        } finally {
            synchronized (this) {
                answer = sent ? Answer.SENT : Answer.NONE;
                // A reply that failed before stays an error, though another one has reached the caller.
                if (sent && replyIsError != null) {
                    error = replyIsError;
                }
            }
            if (!sent && isLate()) {
                // The end of its time has come by while this was being tried.
                expire();
            }
        }
    }

    /** Takes the right to answer, which there is once. */
    private void take(Answer by, @Nullable MessageStream opened) {
        if (!expectsReply()) {
            throw noted(
                    ReplyException.Reason.NOT_EXPECTED,
                    "The message on \"%s\" came without a subject to reply to. Ask expectsReply() first."
                            .formatted(subject()),
                    null);
        }
        synchronized (this) {
            if (answered()) {
                throw alreadyAnswered();
            }
            answer = by;
            stream = opened;
        }
    }

    private ReplyException alreadyAnswered() {
        return new ReplyException(
                ReplyException.Reason.ALREADY_ANSWERED,
                "The request on \"%s\" has been answered or is over. Answer each request once, before its handler ends."
                        .formatted(subject()),
                null);
    }

    /** Sends a message to the caller; what fails makes the exchange an error. */
    void publish(byte[] data, @Nullable Headers headers) {
        try {
            endpoint.context().transport().publish(String.valueOf(message.getReplyTo()), headers, data);
        } catch (TransportException ex) {
            ReplyException.Reason reason = switch (ex.reason()) {
                case CLOSED -> ReplyException.Reason.CLOSED;
                case TOO_LARGE -> ReplyException.Reason.TOO_LARGE;
                case FAILED -> ReplyException.Reason.NOT_SENT;
            };
            throw noted(
                    reason,
                    "The reply to the request on \"%s\" was not sent. %s".formatted(subject(), ex.getMessage()),
                    ex);
        }
    }

    private synchronized ReplyException noted(
            ReplyException.Reason reason, String sentence, @Nullable TransportException cause) {
        String description = cause == null ? sentence : "The reply could not be sent.";
        error = new Outcome(Outcome.Kind.ERROR, 500, ErrorHeaders.safeText(description));
        return new ReplyException(reason, sentence, cause);
    }

    // ---- the handler

    /** It has been let in; the place is given back when it is closed and its handler has returned. */
    synchronized boolean takePlace() {
        hasPlace = !closed;
        return hasPlace;
    }

    /** It has a place that it will not use. */
    synchronized boolean givePlaceBack() {
        boolean had = hasPlace;
        hasPlace = false;
        return had;
    }

    /** Its time is watched from now on. */
    void expireWith(ServiceTimer timer) {
        if (deadline.limited()) {
            ServiceTimer.Due due = timer.after(deadline.remainingNanos(), this::expire);
            synchronized (this) {
                expiry = due;
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

    /** For how long the handler has been at it, in nanoseconds; 0 if it has not begun. */
    synchronized long handledNanos() {
        return started ? System.nanoTime() - startNanos : 0;
    }

    /** The thread that is in the handler now, if it is. */
    synchronized @Nullable Thread handlerThread() {
        return handlerThread;
    }

    // ---- the end

    /** The handler has ended, for better or worse. */
    void finish(@Nullable Throwable failure) {
        if (failure == null) {
            endReply();
            close(null);
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        ServiceException neutral = new ServiceException(500, NEUTRAL_ERROR);
        Outcome outcome = errorOf(neutral);
        boolean late = isClosed();
        try {
            ServiceException wanted = wanted(cause, neutral);
            outcome = errorOf(wanted);
            answerWith(wanted);
        } catch (RuntimeException ex) {
            // A subclass of ServiceException may fail to tell what it is about.
            answerWith(neutral);
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

    /** Ends a stream that the handler left open, and a silence that it would leave after a reply that failed. */
    private void endReply() {
        MessageStream open;
        boolean failed;
        synchronized (this) {
            open = stream;
            failed = error != null && answer != Answer.SENT;
        }
        if (failed) {
            answerWith(new ServiceException(500, NEUTRAL_ERROR));
        } else if (open != null) {
            try {
                open.end();
            } catch (ReplyException ex) {
                endpoint.log().notSent(this, ex);
            }
        }
    }

    /** Refuses a request that is not going to be handled, or not any longer. One that has its answer keeps it. */
    void reject(int code, String description) {
        Outcome rejected = new Outcome(Outcome.Kind.REJECTED, code, description);
        boolean refused = true;
        try {
            refused = answerWith(new ServiceException(code, description)) || !expectsReply();
        } finally {
            close(refused ? rejected : null);
        }
    }

    /** Its time is up. One that has its answer may go on, as nobody waits for it. */
    private void expire() {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (stream != null && stream.isSending()) {
                // The timer has others to serve.
                expiry = endpoint.context().timer().after(RETRY_NANOS, this::expire);
                return;
            }
        }
        boolean refused = answerWith(new ServiceException(504, "Request timed out"));
        if (!refused && hasAnswer()) {
            return;
        }
        Outcome.Kind kind;
        synchronized (this) {
            kind = started ? Outcome.Kind.ERROR : Outcome.Kind.REJECTED;
        }
        close(new Outcome(kind, 504, "Request timed out"));
        interrupt();
    }

    private boolean hasAnswer() {
        MessageStream streamed;
        synchronized (this) {
            streamed = stream;
            if (streamed == null) {
                return answer != Answer.NONE;
            }
        }
        return streamed.hasEnded();
    }

    /** The delivering thread is never interrupted: it would not deliver again. */
    private synchronized void interrupt() {
        if (handlerThread != null && endpoint.concurrency() != Concurrency.NON_BLOCKING) {
            handlerThread.interrupt();
        }
    }

    /** Answers with an error unless there has been an answer; tells whether it did. */
    private boolean answerWith(ServiceException failure) {
        MessageStream open;
        synchronized (this) {
            open = stream;
            if (closed || !expectsReply() || (open == null && answer != Answer.NONE)) {
                return false;
            }
        }
        try {
            if (open != null) {
                return open.fail(failure.body(), headersOf(failure));
            }
            respondError(failure);
            return true;
        } catch (ReplyException ex) {
            // Its own handler may have answered in this very moment, which is as good.
            if (ex.reason() == ReplyException.Reason.ALREADY_ANSWERED) {
                return false;
            }
            endpoint.log().notSent(this, ex);
            return (failure.body().length > 0 || failure.headers() != null)
                    && answerWith(new ServiceException(failure.code(), failure.description()));
        }
    }

    private void close(@Nullable Outcome forced) {
        Outcome outcome;
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
            outcome = forced != null ? forced : outcome();
            actions = closeActions;
            due = expiry;
            // A task that waits for its thread still needs its place, or tasks could pile up beyond all bounds.
            over = started && handlerThread == null && givePlaceBack();
        }
        if (due != null) {
            due.cancel();
        }
        endpoint.reception().closed(this, outcome, nanos);
        if (over) {
            endpoint.reception().released(this);
        }
        actions.forEach(endpoint.log()::guard);
    }

    private Outcome outcome() {
        if (error != null) {
            return error;
        }
        return answer == Answer.NONE ? Outcome.UNANSWERED : Outcome.REPLIED;
    }
}
