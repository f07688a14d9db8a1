// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.transport.Transport;
import io.github.natsmicro.transport.TransportException;
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
        REPLY,
        ERROR
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
        } catch (TransportException ex) {
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
            answer = errorText == null ? Answer.REPLY : Answer.ERROR;
            error = errorText;
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

    synchronized boolean wasRunning() {
        return running;
    }

    /** The handler begins: from here on time is counted. */
    synchronized void start() {
        startNanos = System.nanoTime();
        started = true;
    }

    /** The handler has ended, for better or worse. */
    void finish(@Nullable Throwable failure) {
        if (failure == null) {
            close(null);
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        ServiceException answer =
                cause instanceof ServiceException declared ? declared : new ServiceException(500, NEUTRAL_ERROR, cause);
        if (cause instanceof ReplyException refused) {
            logger.warn("A reply of endpoint \"{}\" was refused. {}", endpoint.name(), refused.getMessage());
        } else if (answer != cause) {
            logger.error("The handler of endpoint \"{}\" failed on subject \"{}\".", endpoint.name(), subject(), cause);
        }
        answerWith(answer);
        close(Outcome.error(answer.code() + ":" + ErrorHeaders.safeText(answer.description())));
    }

    /** Refuses a request that is not going to be handled, or not any longer. */
    void reject(int code, String description) {
        answerWith(new ServiceException(code, description));
        close(Outcome.rejected(code + ":" + description));
    }

    private void answerWith(ServiceException failure) {
        if (!expectsReply() || answered()) {
            return;
        }
        try {
            respondError(failure);
        } catch (ReplyException ex) {
            // Its own handler may have answered in this very moment, which is as good.
            if (ex.reason() != ReplyException.Reason.ALREADY_ANSWERED) {
                logger.warn("An error reply of endpoint \"{}\" was not sent.", endpoint.name(), ex);
            }
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
