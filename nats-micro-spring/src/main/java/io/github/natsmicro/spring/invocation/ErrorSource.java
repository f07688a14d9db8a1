// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.spring.contract.Reply;
import org.jspecify.annotations.Nullable;

/** Knows of some exceptions, or other objects, which error they are. */
@FunctionalInterface
interface ErrorSource {

    /**
     * The error that an object is.
     *
     * @param object mostly an exception
     * @return the error, {@code null} if it is not known
     */
    @Nullable
    Reply<?> errorOf(Object object);
}
