// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.spring.contract.Reply;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Makes a reply of what an exception handler method returned. */
final class ExceptionResults {

    private static final int INTERNAL_ERROR = 500;

    private final ResponseStatusReader status;
    private final ErrorSource returned;
    private final KnownErrors known;

    /**
     * Creates it.
     *
     * @param status reads the annotation of a method
     * @param returned what is known of objects that are errors themselves, and of methods that say which they make
     * @param known what is known of exceptions
     */
    ExceptionResults(ResponseStatusReader status, ErrorSource returned, KnownErrors known) {
        this.status = status;
        this.returned = returned;
        this.known = known;
    }

    CompletionStage<Optional<Reply<?>>> reply(@Nullable Object result, Method method, ExceptionStage.Failure failure) {
        CompletionStage<?> later = LaterValue.of(failure.message().request(), result);
        return later == null
                ? CompletableFuture.completedFuture(Optional.of(replyNow(result, method, failure)))
                : later.thenApply(value -> Optional.of(replyNow(value, method, failure)));
    }

    private Reply<?> replyNow(@Nullable Object result, Method method, ExceptionStage.Failure failure) {
        Object value = result instanceof Optional<?> optional ? optional.orElse(null) : result;
        if (value instanceof Reply<?> reply) {
            return reply;
        }
        if (value == null && failure.message().request().answered()) {
            return Reply.of(null);
        }
        Reply<?> found = value == null ? null : returned.errorOf(value);
        Reply<?> plain = found == null ? ReplyWriter.asReply(value) : found;
        if (plain == null) {
            plain = Reply.of(null);
        }
        Reply<?> error = error(method, failure.thrown(), found);
        return Reply.error(error.code(), error.description()).body(plain.body()).headers(plain.headers());
    }

    /** The code and the description that a body goes with. */
    private Reply<?> error(Method method, Throwable exception, @Nullable Reply<?> found) {
        Reply<?> error = status.errorOf(method, exception);
        if (error == null) {
            error = returned.errorOf(method);
        }
        if (error == null) {
            error = found == null ? known.errorOf(exception) : found;
        }
        return error == null ? Reply.error(INTERNAL_ERROR, ReasonPhrase.of(INTERNAL_ERROR)) : error;
    }
}
