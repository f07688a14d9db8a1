// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.client.RequestTimeoutException;
import io.github.natsmicro.client.Requester;
import io.github.natsmicro.client.ServiceErrorException;
import io.github.natsmicro.spring.contract.Reply;
import io.nats.client.Message;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a stream, for one thread that reads them and any that closes it. The request is tried again only before
 * the first element.
 */
final class ElementReader implements AutoCloseable {

    private final Requests requests;
    private final NatsClientRequest asked;
    /** What the interceptors stand before: it ends with the stream. */
    private final CompletableFuture<Reply<byte[]>> end = new CompletableFuture<>();

    private final CompletableFuture<NatsClientRequest> proceeded = new CompletableFuture<>();
    private final CompletionStage<Reply<byte[]>> outcome;
    private @Nullable Reply<byte[]> answerOfAnInterceptor;
    private @Nullable Iterator<Message> elements;
    private @Nullable Stream<Message> unread;
    /** Until when the whole stream may last, all attempts included; nothing if it may last long. */
    private Retry.@Nullable Attempt whole;

    private volatile @Nullable Stream<Message> open;
    private volatile boolean closed;

    private ElementReader(Requests requests, NatsClientRequest asked) {
        this.requests = requests;
        this.asked = asked;
        this.outcome =
                InterceptorChain.around(requests.interceptors(), this::proceed).proceed(asked);
    }

    private CompletionStage<Reply<byte[]>> proceed(NatsClientRequest request) {
        return proceeded.complete(request)
                ? end
                : CompletableFuture.failedFuture(new IllegalStateException(
                        "The stream from \"%s\" was asked for twice by an interceptor.".formatted(asked.subject())));
    }

    /** Opens a stream: the request has been sent when it is there. */
    static ElementReader open(Requests requests, NatsClientRequest request) {
        ElementReader reader = new ElementReader(requests, request);
        try {
            reader.begin();
        } catch (RuntimeException | Error ex) {
            reader.fail(ex);
            throw ex;
        }
        return reader;
    }

    private void begin() {
        CompletableFuture<Reply<byte[]>> either = new CompletableFuture<>();
        CompletableFuture<?> unused = proceeded.whenComplete((request, failure) -> either.complete(RawReplies.empty()));
        CompletionStage<?> unusedToo = outcome.whenComplete((reply, failure) -> {
            if (failure == null) {
                either.complete(reply);
            } else {
                either.completeExceptionally(Retry.cause(failure));
            }
        });
        Reply<byte[]> answer = Requests.await(either, asked.subject(), asked.timeout());
        if (outcome.toCompletableFuture().isCompletedExceptionally()) {
            lastWord();
        }
        if (proceeded.isDone()) {
            NatsClientRequest request = proceeded.join();
            Duration streamTimeout = request.streamTimeout();
            whole = streamTimeout == null ? null : Retry.Attempt.within(streamTimeout);
            unread = send(request, request.timeout(), streamTimeout);
        } else {
            // An interceptor has answered in place of the service.
            answerOfAnInterceptor = answer;
        }
    }

    private Stream<Message> send(NatsClientRequest request, Duration first, @Nullable Duration total) {
        Stream<Message> stream =
                Requester.on(requests.connection())
                        .timeout(request.timeout())
                        .firstTimeout(first)
                        .streamTimeout(total)
                        .stream(request.subject(), Requests.headers(request), request.body());
        open = stream;
        if (closed) {
            stream.close();
        }
        return stream;
    }

    /** Waits for the next element; {@code null} at the end, or when the stream was closed. */
    @Nullable
    Reply<byte[]> next() {
        if (closed) {
            return null;
        }
        Reply<byte[]> answer = answerOfAnInterceptor;
        if (answer != null) {
            return only(answer);
        }
        try {
            Message message = read();
            if (message != null) {
                return RawReplies.of(message);
            }
            end.complete(RawReplies.empty());
        } catch (ServiceErrorException ex) {
            end.completeExceptionally(requests.reader().error(asked.subject(), ex));
        } catch (RuntimeException ex) {
            end.completeExceptionally(ex);
        }
        boolean left = closed;
        close();
        if (!left) {
            lastWord();
        }
        return null;
    }

    private @Nullable Reply<byte[]> only(Reply<byte[]> answer) {
        close();
        if (answer.isError()) {
            throw requests.reader().error(asked.subject(), answer);
        }
        return RawReplies.bytes(answer).length == 0 ? null : answer;
    }

    private @Nullable Message read() {
        Iterator<Message> iterator = elements;
        if (iterator == null) {
            iterator = first(proceeded.join());
            elements = iterator;
        }
        Message message = iterator.hasNext() ? iterator.next() : null;
        // What was closed meanwhile has no end that could be told.
        return closed ? null : message;
    }

    private Iterator<Message> first(NatsClientRequest request) {
        Duration time =
                whole == null || whole.left().compareTo(request.timeout()) > 0 ? request.timeout() : whole.left();
        try {
            return requests.retry().call(time, attempt -> first(request, attempt));
        } catch (RequestTimeoutException ex) {
            // The last attempt knows only what was left for it.
            throw whole == null ? new RequestTimeoutException(request.subject(), time) : ex;
        }
    }

    private Iterator<Message> first(NatsClientRequest request, Retry.Attempt attempt) {
        if (closed) {
            // Who has left meanwhile wants no next attempt.
            return Collections.emptyIterator();
        }
        Stream<Message> stream =
                unread == null ? send(request, attempt.left(), whole == null ? null : whole.left()) : unread;
        // Should this one fail, the next attempt sends the request again.
        unread = null;
        Iterator<Message> iterator = stream.iterator();
        return !closed && iterator.hasNext() ? iterator : Collections.emptyIterator();
    }

    /** The interceptors may make another end of it. */
    private void lastWord() {
        Reply<byte[]> reply = Requests.await(outcome, asked.subject(), asked.timeout());
        if (reply.isError()) {
            throw requests.reader().error(asked.subject(), reply);
        }
    }

    private void fail(Throwable failure) {
        end.completeExceptionally(failure);
        close();
    }

    @Override
    public void close() {
        closed = true;
        Stream<Message> stream = open;
        if (stream != null) {
            stream.close();
        }
        end.completeExceptionally(new CancellationException(
                "The stream from \"%s\" was left before its end.".formatted(asked.subject())));
    }
}
