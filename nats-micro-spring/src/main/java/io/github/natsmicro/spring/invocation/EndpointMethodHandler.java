// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.AsyncHandler;
import io.github.natsmicro.Request;
import io.github.natsmicro.ServiceException;
import io.github.natsmicro.spring.contract.Reply;
import io.github.natsmicro.spring.contract.SubjectTemplate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
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
    public CompletionStage<?> handle(Request received) {
        Request request = CarriedContext.around(received);
        RequestMessage message = new RequestMessage(request, template);
        Invocation.@Nullable Target target = null;
        try {
            target = invocation.target();
            Object result = target.invoke(message);
            CompletionStage<?> later = streamed == null
                    ? LaterValue.of(request, result)
                    : streamed.write(request, result, target::checkElement);
            if (later == null) {
                writer.reply(request, result);
                return DONE;
            }
            Invocation.Target called = target;
            return later.handle(
                            CarriedContext.within((value, failure) -> finish(request, message, called, value, failure)))
                    .thenCompose(Function.identity());
        } catch (VirtualMachineError fatal) {
            throw fatal;
        } catch (Throwable ex) {
            return replyError(request, message, target, ex);
        }
    }

    private CompletionStage<?> finish(
            Request request,
            RequestMessage message,
            Invocation.Target target,
            @Nullable Object value,
            @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause != null) {
            return replyError(request, message, target, cause);
        }
        try {
            if (streamed == null) {
                target.checkElement(value);
                writer.reply(request, value);
            }
            return DONE;
        } catch (Exception | LinkageError ex) {
            return replyError(request, message, target, ex);
        }
    }

    /** Answers with what the exception is mapped to; fails where the engine is to answer. */
    private CompletionStage<?> replyError(
            Request request, RequestMessage message, Invocation.@Nullable Target target, Throwable failure) {
        return exceptions
                .map(failure, target == null ? null : target.bean(), message)
                .thenApply(answer ->
                        replyMapped(request, answer.orElseThrow(() -> new CompletionException(failure)), failure))
                .thenCompose(Function.identity());
    }

    private CompletionStage<?> replyMapped(Request request, Reply<?> mapped, Throwable failure) {
        if (mapped.isError()) {
            // What caused an error that was thrown as such is told as its author has it.
            throw writer.error(request, mapped, failure instanceof ServiceException ? failure.getCause() : failure);
        }
        return request.answered() ? DONE : replyGood(request, mapped);
    }

    /** Whoever waits for a stream gets one, of one element or of none. */
    private CompletionStage<?> replyGood(Request request, Reply<?> reply) {
        if (streamed == null) {
            writer.reply(request, reply);
            return DONE;
        }
        try {
            return streamed.write(request, reply.body() == null ? null : reply, element -> {});
        } catch (Exception ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }
}
