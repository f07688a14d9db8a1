// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.ReplyException;
import io.github.natsmicro.spring.contract.Reply;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an exception of an endpoint is answered with: asks one stage after the other. Their order is described at {@link
 * io.github.natsmicro.spring.contract.NatsExceptionHandler}.
 */
final class ExceptionMapping {

    private static final Logger logger = LoggerFactory.getLogger(ExceptionMapping.class);

    private final List<ExceptionStage> stages;

    ExceptionMapping(List<ExceptionStage> stages) {
        this.stages = List.copyOf(stages);
    }

    /**
     * Finds the answer.
     *
     * @param failure what was thrown
     * @param bean the bean whose endpoint threw it, or {@code null} if it could not be had
     * @param message the request
     * @return the answer, which is an error unless somebody has made it good; empty if nobody knows the exception, so that
     *     the engine answers with a neutral text. The stage itself does not fail
     */
    CompletionStage<Optional<Reply<?>>> map(Throwable failure, @Nullable Object bean, RequestMessage message) {
        if (failure instanceof ReplyException || failure instanceof VirtualMachineError) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return ask(0, new ExceptionStage.Failure(failure, bean, message));
    }

    private CompletionStage<Optional<Reply<?>>> ask(int index, ExceptionStage.Failure failure) {
        if (index == stages.size()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return answer(stages.get(index), failure)
                .handle((answer, trouble) -> {
                    if (trouble == null && answer.isPresent()) {
                        return CompletableFuture.completedFuture(answer);
                    }
                    if (trouble != null) {
                        report(stages.get(index), trouble, failure.exception());
                    }
                    return ask(index + 1, failure);
                })
                .thenCompose(Function.identity());
    }

    private static CompletionStage<Optional<Reply<?>>> answer(ExceptionStage stage, ExceptionStage.Failure failure) {
        try {
            return stage.answer(failure);
        } catch (Exception | LinkageError | AssertionError ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }

    private static void report(ExceptionStage stage, Throwable trouble, Throwable failure) {
        Throwable cause =
                trouble instanceof CompletionException && trouble.getCause() != null ? trouble.getCause() : trouble;
        // Who throws it again only says that it is somebody else's.
        if (cause != failure) {
            logger.warn("{} failed itself with an exception that it was to answer. Others are asked.", stage, cause);
            logger.warn("It was to answer this.", failure);
        }
    }
}
