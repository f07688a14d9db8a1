// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.ServiceException;
import io.github.natsmicro.client.NoRespondersException;
import io.github.natsmicro.client.RequestTimeoutException;
import io.github.natsmicro.spring.codec.NotAcceptableException;
import io.github.natsmicro.spring.codec.UnsupportedContentTypeException;
import io.github.natsmicro.spring.contract.Reply;
import io.github.natsmicro.spring.contract.ValidationErrors;
import io.nats.client.impl.Headers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The exceptions that say themselves which error they are, and those that the libraries throw; the outermost counts. */
final class KnownErrors implements ExceptionStage {

    private final List<ErrorSource> sources;

    KnownErrors(List<ErrorSource> sources) {
        this.sources = List.copyOf(sources);
    }

    @Override
    public CompletionStage<Optional<Reply<?>>> answer(Failure failure) {
        return CompletableFuture.completedFuture(Optional.ofNullable(errorOf(failure.thrown())));
    }

    /** The error that an exception or a cause of it is, {@code null} if none is known. */
    @Nullable
    Reply<?> errorOf(Throwable exception) {
        for (Throwable cause : Causes.of(exception)) {
            for (ErrorSource source : sources) {
                Reply<?> error = source.errorOf(cause);
                if (error != null) {
                    return error;
                }
            }
        }
        return null;
    }

    /** The engine's own, with all that it has. */
    static @Nullable Reply<?> declared(Object exception) {
        if (!(exception instanceof ServiceException declared)) {
            return null;
        }
        Reply<?> error = Reply.error(declared.code(), declared.description()).body(declared.body());
        if (declared instanceof UnreadableRequestException unreadable
                && !unreadable.field().isEmpty()) {
            return error.body(new ValidationErrors(
                    List.of(new ValidationErrors.Violation(unreadable.field(), "can not be read", "Unreadable"))));
        }
        Headers headers = declared.headers();
        return headers == null ? error : error.headers(headers);
    }

    /** Those of the codecs, of clients, and of threads. */
    static @Nullable Reply<?> ofLibraries(Object exception) {
        int code = 0;
        if (exception instanceof UnsupportedContentTypeException) {
            code = 415;
        } else if (exception instanceof NotAcceptableException) {
            code = 406;
        } else if (exception instanceof TimeoutException || exception instanceof RequestTimeoutException) {
            code = 504;
        } else if (exception instanceof NoRespondersException || exception instanceof RejectedExecutionException) {
            code = 503;
        }
        return code == 0 ? null : Reply.error(code, ReasonPhrase.of(code));
    }

    @Override
    public String toString() {
        return "What is known of exceptions";
    }
}
