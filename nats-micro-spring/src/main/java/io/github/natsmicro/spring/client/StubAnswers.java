// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.ServiceException;
import io.github.natsmicro.spring.client.NatsServiceStub.Received;
import io.github.natsmicro.spring.codec.EncodedPayload;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import io.github.natsmicro.spring.contract.Reply;
import io.github.natsmicro.wire.ErrorHeaders;
import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link NatsServiceStub} answers on a subject. Each method adds an answer for one request; the last one is for all
 * further requests.
 */
public final class StubAnswers {

    private static final int INTERNAL_ERROR = 500;

    /** Why a request was not answered as it was to be. */
    record Failure(Received request, Throwable cause) {}

    /** Some messages, and after how long. */
    private record Answer(Duration delay, Function<Received, List<Reply<?>>> messages) {}

    private final Connection connection;
    private final PayloadCodecs codecs;
    private final Consumer<Failure> failures;
    // The following are guarded by this.
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<Received> waiting = new ArrayList<>();
    private Duration delay = Duration.ZERO;

    StubAnswers(Connection connection, PayloadCodecs codecs, Consumer<Failure> failures) {
        this.connection = connection;
        this.codecs = codecs;
        this.failures = failures;
    }

    /**
     * Answers with an object.
     *
     * @param body bytes or text as they are, or an object that a codec writes; a {@link Reply} to add headers; {@code null}
     *     for an empty reply
     * @return this
     */
    public StubAnswers reply(@Nullable Object body) {
        return answer(request -> body);
    }

    /**
     * Answers with an error.
     *
     * @param code its code
     * @param description its description, not blank
     * @return this
     */
    public StubAnswers error(int code, String description) {
        return reply(Reply.error(code, description));
    }

    /**
     * Answers with an error that has a body.
     *
     * @param code its code
     * @param description its description, not blank
     * @param body its body
     * @return this
     */
    public StubAnswers error(int code, String description, Object body) {
        return reply(Reply.error(code, description).body(body));
    }

    /**
     * Answers with a stream.
     *
     * @param elements the elements; a {@link Reply} to add headers, or one that is an error to break the stream off there
     * @return this
     */
    public StubAnswers stream(Object... elements) {
        List<Reply<?>> messages =
                Arrays.stream(elements).<Reply<?>>map(StubAnswers::asReply).toList();
        boolean broken =
                !messages.isEmpty() && messages.get(messages.size() - 1).isError();
        Reply<?> end = Reply.of(null);
        return add(request -> broken
                ? messages
                : Stream.concat(messages.stream(), Stream.of(end)).toList());
    }

    /**
     * Answers with what is made of the request. A {@link ServiceException} is answered as the error that it is; what else
     * is thrown is a mistake in the test, which {@link NatsServiceStub#close} throws and the caller sees as a 500.
     *
     * @param answer makes what {@link #reply} takes
     * @return this
     */
    public StubAnswers answer(Function<Received, ? extends @Nullable Object> answer) {
        return add(request -> List.of(asReply(answer.apply(request))));
    }

    /**
     * Does not answer, so that the caller waits in vain.
     *
     * @return this
     */
    public StubAnswers nothing() {
        return add(request -> List.of());
    }

    /**
     * Takes time for each of the answers that are added from now on.
     *
     * @param time how long
     * @return this
     */
    public synchronized StubAnswers after(Duration time) {
        delay = time;
        return this;
    }

    private StubAnswers add(Function<Received, List<Reply<?>>> messages) {
        List<Received> early;
        synchronized (this) {
            answers.add(new Answer(delay, messages));
            early = List.copyOf(waiting);
            waiting.clear();
        }
        early.forEach(this::answer);
        return this;
    }

    private static Reply<?> asReply(@Nullable Object body) {
        return body instanceof Reply<?> reply ? reply : Reply.of(body);
    }

    void answer(Received request) {
        Answer answer = next(request);
        String replyTo = request.replyTo();
        if (answer == null || replyTo == null) {
            return;
        }
        Executor executor = answer.delay.isZero()
                ? Runnable::run
                : CompletableFuture.delayedExecutor(answer.delay.toNanos(), TimeUnit.NANOSECONDS);
        executor.execute(() -> send(answer, request, replyTo));
    }

    private void send(Answer answer, Received request, String replyTo) {
        try {
            answer.messages.apply(request).forEach(message -> publish(request, replyTo, message));
        } catch (ServiceException ex) {
            connection.publish(
                    replyTo,
                    ErrorHeaders.of(ex.code(), ex.description(), ex.headers()),
                    Objects.requireNonNullElse(ex.body(), new byte[0]));
        } catch (Throwable ex) {
            // Nobody watches this thread.
            failures.accept(new Failure(request, ex));
            publish(request, replyTo, Reply.error(INTERNAL_ERROR, "The stub could not make its answer: " + ex));
        }
    }

    /** The next answer; {@code null} if there is none yet, so that the request waits for the first. */
    private synchronized @Nullable Answer next(Received request) {
        if (answers.isEmpty()) {
            waiting.add(request);
        }
        return answers.size() > 1 ? answers.remove() : answers.peek();
    }

    private void publish(Received request, String replyTo, Reply<?> reply) {
        String accept = request.header(RawReplies.ACCEPT);
        EncodedPayload payload =
                codecs.encode(reply.body(), accept, request.header(RawReplies.CONTENT_TYPE), codecs.defaultCodec());
        Headers headers = reply.isError()
                ? ErrorHeaders.of(reply.code(), reply.description(), reply.headers())
                : new Headers(reply.headers());
        if (accept != null && payload.data().length > 0 && !headers.containsKeyIgnoreCase(RawReplies.CONTENT_TYPE)) {
            headers.put(RawReplies.CONTENT_TYPE, payload.contentType());
        }
        connection.publish(replyTo, headers, payload.data());
    }
}
