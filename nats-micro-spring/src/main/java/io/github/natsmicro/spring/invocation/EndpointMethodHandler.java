// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.AsyncHandler;
import io.github.natsmicro.Request;
import io.github.natsmicro.spring.contract.Reply;
import io.github.natsmicro.spring.contract.SubjectTemplate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** One method, or function, as a handler: calls it for a request and sends what it returned. */
public final class EndpointMethodHandler implements AsyncHandler {

    private static final CompletionStage<?> DONE = CompletableFuture.completedFuture("replied");

    private final SubjectTemplate template;
    private final Invocation invocation;
    private final ReplyWriter writer;
    private final @Nullable StreamedReply streamed;
    private final ExceptionMapping exceptions;

    EndpointMethodHandler(
            SubjectTemplate template,
            Invocation invocation,
            ReplyWriter writer,
            boolean streaming,
            ExceptionMapping exceptions) {
        this.template = template;
        this.invocation = invocation;
        this.writer = writer;
        this.streamed = streaming ? new StreamedReply(writer) : null;
        this.exceptions = exceptions;
    }

    @Override
    public CompletionStage<?> handle(Request request) throws Exception {
        RequestMessage message = new RequestMessage(request, template);
        try {
            Object result = invocation.invoke(message);
            CompletionStage<?> later = streamed == null ? single(request, result) : streamed.write(request, result);
            if (later == null) {
                writer.reply(request, result);
                return DONE;
            }
            return later.handle((value, failure) -> finish(request, message, value, failure));
        } catch (Exception | LinkageError ex) {
            replyError(request, message, ex);
            return DONE;
        }
    }

    /** The value that is still to come, or {@code null} if it is here. */
    private static @Nullable CompletionStage<?> single(Request request, @Nullable Object result) {
        if (result == null) {
            return null;
        }
        if (result instanceof CompletionStage<?> stage) {
            return stage;
        }
        Flow.Publisher<?> publisher = Publishers.of(result);
        return publisher == null ? null : FirstElement.of(publisher, request);
    }

    private String finish(
            Request request, RequestMessage message, @Nullable Object value, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        try {
            if (cause != null) {
                replyError(request, message, cause);
            } else if (streamed == null) {
                writer.reply(request, value);
            }
        } catch (Exception ex) {
            throw new CompletionException(ex);
        }
        return "replied";
    }

    /** Answers with what the exception is mapped to; throws where the engine is to answer. */
    private void replyError(Request request, RequestMessage message, Throwable failure) throws Exception {
        Reply<?> mapped = exceptions.map(failure, invocation.beanIfThere(), message);
        if (mapped == null) {
            rethrow(failure);
        } else if (mapped.isError()) {
            throw writer.error(request, mapped, failure);
        } else {
            writer.reply(request, mapped);
        }
    }

    private static void rethrow(Throwable failure) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        throw failure instanceof Exception exception ? exception : new IllegalStateException(failure);
    }
}
