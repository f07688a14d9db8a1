// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.transport.Transport;
import io.github.natsmicro.wire.ErrorHeaders;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request from its arrival to its close. It is answered at most once and closed exactly once, whoever comes first:
 * its handler, the refusal of a full endpoint, or the end of the service.
 */
final class Exchange implements Request {

    private static final Logger logger = LoggerFactory.getLogger(Exchange.class);
    private static final Headers NO_HEADERS = new Headers(null, true);

    /** What the caller learns of an exception that was not made for it. */
    private static final String NEUTRAL_ERROR = "Internal Server Error";

    private enum Answer {
        NONE,
        BEING_SENT,
        SENT
    }

    private final Endpoint endpoint;
    private final Message message;
    private final Transport transport;
    private final Consumer<Exchange> onClose;

    // Guarded by this; the transport and the listeners are never called with the lock held.
    private Answer answer = Answer.NONE;
    private @Nullable String error;
    private long startNanos;
    private boolean running;
    private boolean started;
    private boolean closed;

    Exchange(Endpoint endpoint, Message message, Transport transport, Consumer<Exchange> onClose) {
        this.endpoint = endpoint;
        this.message = message;
        this.transport = transport;
        this.onClose = onClose;
    }

    Endpoint endpoint() {
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
        return headers == null ? NO_HEADERS : headers;
    }

    @Override
    public boolean expectsReply() {
        return message.getReplyTo() != null;
    }

    @Override
    public synchronized boolean answered() {
        return closed || answer != Answer.NONE;
    }

    @Override
    public void respond(byte[] data, @Nullable Headers headers) {
        send(headers, data, null);
    }

    @Override
    public void respondError(ServiceException failure) {
        String text = failure.code() + ":" + ErrorHeaders.safeText(failure.description());
        send(ErrorHeaders.of(failure.code(), failure.description(), failure.headers()), failure.body(), text);
    }

    private void send(@Nullable Headers headers, byte[] body, @Nullable String errorText) {
        String replyTo = message.getReplyTo();
        if (replyTo == null) {
            throw refused(
                    ReplyException.Reason.NOT_EXPECTED,
                    "The message on \"%s\" came without a subject to reply to. Ask expectsReply() first."
                            .formatted(subject()));
        }
        synchronized (this) {
            if (answered()) {
                throw new ReplyException(
                        ReplyException.Reason.ALREADY_ANSWERED,
                        "The request on \"%s\" has been answered or is over. Answer each request once, before its handler ends."
                                .formatted(subject()),
                        null);
            }
            answer = Answer.BEING_SENT;
        }
        try {
            transport.publish(replyTo, headers, body);
        } catch (RuntimeException ex) {
            synchronized (this) {
                answer = Answer.NONE;
                error = "500:The reply could not be sent.";
            }
            throw new ReplyException(
                    ReplyException.Reason.NOT_SENT,
                    "The reply to the request on \"%s\" was not sent. %s".formatted(subject(), ex.getMessage()),
                    ex);
        }
        synchronized (this) {
            answer = Answer.SENT;
            // A reply that failed before stays an error, though another one has reached the caller.
            if (errorText != null) {
                error = errorText;
            }
        }
    }

    private synchronized ReplyException refused(ReplyException.Reason reason, String sentence) {
        error = "500:" + ErrorHeaders.safeText(sentence);
        return new ReplyException(reason, sentence, null);
    }

    /** It has been let in to be handled, and takes a place until it is closed. */
    synchronized void markRunning() {
        running = true;
    }

    /** It will not be handled after all, and gives its place back. */
    synchronized void markNotRunning() {
        running = false;
    }

    synchronized boolean wasRunning() {
        return running;
    }

    /**
     * The handler begins: from here on time is counted.
     *
     * @return whether it may begin; it may not if the exchange has been closed while it waited for a thread
     */
    synchronized boolean start() {
        if (closed) {
            return false;
        }
        startNanos = System.nanoTime();
        started = true;
        return true;
    }

    /** The handler has ended, for better or worse. */
    void finish(@Nullable Throwable failure) {
        if (failure == null) {
            close(null);
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        ServiceException neutral = new ServiceException(500, NEUTRAL_ERROR, cause);
        String text = "500:" + NEUTRAL_ERROR;
        try {
            ServiceException wanted = cause instanceof ServiceException declared ? declared : neutral;
            text = wanted.code() + ":" + ErrorHeaders.safeText(wanted.description());
            answerWith(wanted);
        } catch (RuntimeException ex) {
            // A subclass of ServiceException may fail to tell what it is about.
            answerWith(neutral);
        } finally {
            close(Outcome.error(text));
        }
        log(cause);
    }

    /** Comes last, as exceptions of users may fail even when they are printed. */
    private void log(Throwable cause) {
        try {
            if (cause instanceof ReplyException refused) {
                logger.warn("A reply of endpoint \"{}\" was refused. {}", endpoint.name(), refused.getMessage());
            } else if (!(cause instanceof ServiceException)) {
                logger.error(
                        "The handler of endpoint \"{}\" failed on subject \"{}\".", endpoint.name(), subject(), cause);
            }
        } catch (RuntimeException ex) {
            logger.error(
                    "The handler of endpoint \"{}\" failed with a {} that can not be printed.",
                    endpoint.name(),
                    cause.getClass().getName());
        }
    }

    /** Refuses a request that is not going to be handled, or not any longer. One that has its answer keeps it. */
    void reject(int code, String description) {
        boolean refused = answerWith(new ServiceException(code, description));
        close(refused || !expectsReply() ? Outcome.rejected(code + ":" + description) : null);
    }

    /** Answers with an error unless there has been an answer; tells whether it did. */
    private boolean answerWith(ServiceException failure) {
        if (!expectsReply() || answered()) {
            return false;
        }
        try {
            respondError(failure);
            return true;
        } catch (ReplyException ex) {
            // Its own handler may have answered in this very moment, which is as good.
            if (ex.reason() == ReplyException.Reason.ALREADY_ANSWERED) {
                return false;
            }
            logger.warn("An error reply of endpoint \"{}\" was not sent. {}", endpoint.name(), ex.getMessage());
            return (failure.body().length > 0 || failure.headers() != null)
                    && answerWith(new ServiceException(failure.code(), failure.description()));
        }
    }

    private void close(@Nullable Outcome forced) {
        Outcome outcome;
        long nanos;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            nanos = started ? System.nanoTime() - startNanos : 0;
            outcome = forced != null ? forced : outcome();
        }
        endpoint.counters().count(outcome, nanos);
        onClose.accept(this);
    }

    private Outcome outcome() {
        if (error != null) {
            return Outcome.error(error);
        }
        return answer == Answer.NONE ? Outcome.UNANSWERED : Outcome.REPLIED;
    }
}
