// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.transport.Transport;
import io.github.natsmicro.transport.TransportException;
import io.github.natsmicro.wire.ErrorHeaders;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/** The one reply to a request: who may give it, what became of it, and that there is no second one. */
final class Reply {

    /** What the caller learns of an exception that was not made for it. */
    static final String NEUTRAL_ERROR = "Internal Server Error";

    private enum State {
        NONE,
        BEING_SENT,
        STREAMING,
        SENT
    }

    private final Message request;
    private final Transport transport;
    private final EndpointLog log;

    // Guarded by this; nothing is sent with the lock held.
    private State state = State.NONE;
    private @Nullable MessageStream stream;
    private @Nullable Outcome error;
    private @Nullable Outcome cause;
    private @Nullable End announced;
    private boolean sealed;

    /** What a stream is to end by, though not by its handler's will. */
    private record End(ServiceException failure, Outcome cause) {}

    Reply(Message request, Transport transport, EndpointLog log) {
        this.request = request;
        this.transport = transport;
        this.log = log;
    }

    boolean isExpected() {
        return request.getReplyTo() != null;
    }

    synchronized boolean isTaken() {
        return sealed || state != State.NONE;
    }

    void send(byte[] data, @Nullable Headers headers) {
        send(data, headers, null, null);
    }

    /** The handler's own error, which also ends a stream. */
    void sendError(ServiceException failure) {
        MessageStream open = openedStream();
        if (open == null) {
            send(failure.body(), headersOf(failure), errorOf(failure), null);
        } else if (!isAnnounced() && open.fail(failure.body(), headersOf(failure), null)) {
            synchronized (this) {
                error = errorOf(failure);
            }
        } else {
            throw alreadyAnswered();
        }
    }

    ReplyStream openStream(PayloadCodec codec, Outflow outflow) {
        MessageStream opened = new MessageStream(this, request.getSubject(), codec, outflow, log);
        take(State.STREAMING, opened, null);
        return opened;
    }

    private synchronized boolean isAnnounced() {
        return announced != null;
    }

    private synchronized @Nullable MessageStream openedStream() {
        return sealed ? null : stream;
    }

    static Outcome errorOf(ServiceException failure) {
        return new Outcome(Outcome.Kind.ERROR, failure.code(), ErrorHeaders.safeText(failure.description()));
    }

    private static Headers headersOf(ServiceException failure) {
        return ErrorHeaders.of(failure.code(), failure.description(), failure.headers());
    }

    private void send(
            byte[] data, @Nullable Headers headers, @Nullable Outcome isError, @Nullable Outcome causeFromOutside) {
        take(State.BEING_SENT, null, causeFromOutside);
        boolean sent = false;
        try {
            publish(data, headers);
            sent = true;
        } finally {
            synchronized (this) {
                state = sent ? State.SENT : State.NONE;
                cause = sent ? cause : null;
                // A reply that failed before stays an error, though another one has reached the caller.
                error = sent && isError != null ? isError : error;
            }
        }
    }

    /** Takes the right to answer, which there is once. */
    private void take(State by, @Nullable MessageStream opened, @Nullable Outcome causeFromOutside) {
        if (!isExpected()) {
            throw noted(
                    ReplyException.Reason.NOT_EXPECTED,
                    "The message on \"%s\" came without a subject to reply to. Ask expectsReply() first."
                            .formatted(request.getSubject()),
                    null);
        }
        synchronized (this) {
            if (isTaken()) {
                throw alreadyAnswered();
            }
            state = by;
            stream = opened;
            cause = causeFromOutside;
        }
    }

    private ReplyException alreadyAnswered() {
        return new ReplyException(
                ReplyException.Reason.ALREADY_ANSWERED,
                "The request on \"%s\" has been answered or is over. Answer each request once, before its handler ends."
                        .formatted(request.getSubject()),
                null);
    }

    /** Sends a message to the caller; what fails is noted as the error of the request. */
    void publish(byte[] data, @Nullable Headers headers) {
        try {
            transport.publish(String.valueOf(request.getReplyTo()), headers, data);
        } catch (TransportException ex) {
            ReplyException.Reason reason = switch (ex.reason()) {
                case CLOSED -> ReplyException.Reason.CLOSED;
                case TOO_LARGE -> ReplyException.Reason.TOO_LARGE;
                case FAILED -> ReplyException.Reason.NOT_SENT;
            };
            throw noted(
                    reason,
                    "The reply to the request on \"%s\" was not sent. %s"
                            .formatted(request.getSubject(), ex.getMessage()),
                    ex);
        }
    }

    private synchronized ReplyException noted(
            ReplyException.Reason reason, String sentence, @Nullable TransportException failure) {
        String description = failure == null ? sentence : "The reply could not be sent.";
        error = new Outcome(Outcome.Kind.ERROR, 500, ErrorHeaders.safeText(description));
        return new ReplyException(reason, sentence, failure);
    }

    /**
     * Answers with an error unless there has been an answer.
     *
     * @param causeFromOutside what the request ends by if this answers it; its handler may see the answer and end before,
     *     and with an exception, and the cause is the outcome all the same
     * @return whether it did
     */
    boolean refuse(ServiceException failure, @Nullable Outcome causeFromOutside) {
        MessageStream open;
        End end;
        synchronized (this) {
            open = stream;
            if (sealed || !isExpected() || (open == null && state != State.NONE)) {
                return false;
            }
            if (open != null && causeFromOutside != null) {
                announce(failure, causeFromOutside);
            }
            end = announced;
        }
        tellIfOver();
        try {
            if (open == null) {
                send(failure.body(), headersOf(failure), errorOf(failure), causeFromOutside);
                return true;
            }
            return end == null
                    ? open.fail(failure.body(), headersOf(failure), null)
                    : open.fail(end.failure().body(), headersOf(end.failure()), end.cause());
        } catch (ReplyException ex) {
            // Its own handler may have answered in this very moment, which is as good.
            if (ex.reason() == ReplyException.Reason.ALREADY_ANSWERED) {
                return false;
            }
            log.notSent(ex);
            return (failure.body().length > 0 || failure.headers() != null)
                    && refuse(new ServiceException(failure.code(), failure.description()), causeFromOutside);
        }
    }

    /**
     * Lets no more messages into a stream, which is to end by a cause from outside. Its handler may see that and end first;
     * then the end is this all the same.
     */
    synchronized void announce(ServiceException failure, Outcome causeFromOutside) {
        if (stream != null && !sealed) {
            announced = announced == null ? new End(failure, causeFromOutside) : announced;
            stream.takeNoMore();
        }
    }

    /** Tells those who wait for a stream if it is no longer open. To be called without a lock. */
    void tellIfOver() {
        MessageStream streamed;
        synchronized (this) {
            streamed = stream;
        }
        if (streamed != null) {
            streamed.tellIfOver();
        }
    }

    /** What a stream that is about to be ended ends by. */
    synchronized void endsBy(@Nullable Outcome causeFromOutside) {
        cause = causeFromOutside;
    }

    /** The handler has ended well: ends a stream that it left open, and a silence that it would leave after a failed reply. */
    void complete() {
        MessageStream open;
        boolean failed;
        synchronized (this) {
            open = stream;
            failed = announced != null || (error != null && state != State.SENT);
        }
        if (failed) {
            boolean unused = refuse(new ServiceException(500, NEUTRAL_ERROR), null);
        } else if (open != null) {
            try {
                open.end();
            } catch (ReplyException ex) {
                log.notSent(ex);
            }
        }
    }

    /** Whether the caller has its whole answer, or is just getting it. */
    boolean isAnswered() {
        MessageStream streamed;
        synchronized (this) {
            streamed = stream;
            if (streamed == null) {
                return state != State.NONE;
            }
        }
        return streamed.hasEnded();
    }

    /** Whether a message of a stream is being sent, which may take a while. */
    synchronized boolean isStreaming() {
        return stream != null && stream.isSending();
    }

    /**
     * Lets nobody answer any more. Those who wait for a stream are to be told afterwards.
     *
     * @param forced how the request ended, unless a cause from outside ended it; {@code null} for what became of the reply
     * @return how the request ended
     */
    synchronized Outcome seal(@Nullable Outcome forced) {
        sealed = true;
        if (stream != null) {
            stream.takeNoMore();
        }
        if (cause != null) {
            return cause;
        }
        if (forced != null) {
            return forced;
        }
        if (error != null) {
            return error;
        }
        return state == State.NONE ? Outcome.UNANSWERED : Outcome.REPLIED;
    }
}
