// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.spring.contract.Reply;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One of those that are asked, each after the other, what an exception is to be answered with. */
@FunctionalInterface
interface ExceptionStage {

    /**
     * What is to be answered.
     *
     * @param thrown what was thrown
     * @param bean the bean whose endpoint threw it, {@code null} if it could not be had
     * @param message the request
     */
    record Failure(Throwable thrown, @Nullable Object bean, RequestMessage message) {

        /** The exception as handlers see it. */
        Throwable exception() {
            Throwable cause = thrown instanceof UnreadableRequestException ? thrown.getCause() : null;
            return cause == null ? thrown : cause;
        }
    }

    /**
     * Answers, or leaves it to the next.
     *
     * @param failure what is to be answered
     * @return the answer, empty for "not mine"
     * @throws Exception if it can not answer; the next is asked then
     */
    CompletionStage<Optional<Reply<?>>> answer(Failure failure) throws Exception;
}
