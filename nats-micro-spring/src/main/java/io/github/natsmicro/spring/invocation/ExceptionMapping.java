// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.ServiceException;
import io.github.natsmicro.spring.contract.Reply;
import org.jspecify.annotations.Nullable;

/** What an exception is answered with. */
final class ExceptionMapping {

    /**
     * Finds the answer.
     *
     * @param failure what was thrown
     * @param bean the bean whose endpoint threw it, or {@code null} if it could not be had
     * @param message the request
     * @return the answer, which is an error unless somebody has made it good; {@code null} if nobody knows the exception,
     *     so that the engine answers with a neutral text
     */
    @Nullable
    Reply<?> map(Throwable failure, @Nullable Object bean, RequestMessage message) {
        if (failure instanceof ServiceException declared) {
            return Reply.error(declared.code(), declared.description()).body(declared.body());
        }
        return null;
    }
}
