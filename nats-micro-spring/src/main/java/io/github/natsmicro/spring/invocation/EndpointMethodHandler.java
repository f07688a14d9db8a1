// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.AsyncHandler;
import io.github.natsmicro.Request;
import io.github.natsmicro.spring.contract.Reply;
import io.github.natsmicro.spring.contract.SubjectTemplate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One method as a handler: calls it for a request and sends what it returned. Its bean is created by the first request. */
public final class EndpointMethodHandler implements AsyncHandler {

    private final SubjectTemplate template;
    private final MethodInvocation invocation;
    private final ReplyWriter writer;
    private final ExceptionMapping exceptions;

    EndpointMethodHandler(
            SubjectTemplate template, MethodInvocation invocation, ReplyWriter writer, ExceptionMapping exceptions) {
        this.template = template;
        this.invocation = invocation;
        this.writer = writer;
        this.exceptions = exceptions;
    }

    @Override
    public CompletionStage<?> handle(Request request) throws Exception {
        RequestMessage message = new RequestMessage(request, template);
        try {
            Object result = invocation.invoke(message);
            if (result instanceof CompletionStage<?> later) {
                return later.handle((value, failure) -> finish(request, message, value, failure));
            }
            writer.reply(request, result);
        } catch (Exception | LinkageError ex) {
            replyError(request, message, ex);
        }
        return CompletableFuture.completedFuture("replied");
    }

    private String finish(
            Request request, RequestMessage message, @Nullable Object value, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        try {
            if (cause == null) {
                writer.reply(request, value);
            } else {
                replyError(request, message, cause);
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
