// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import org.jspecify.annotations.Nullable;

/** What is called for a request. */
interface Invocation {

    /** Calls it. */
    @Nullable
    Object invoke(RequestMessage message) throws Exception;

    /** The bean that is called, if it is a singleton that has been used. */
    @Nullable
    Object beanIfThere();
}
