// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import org.jspecify.annotations.Nullable;

/** What is called for a request. */
interface Invocation {

    /** Gets what is called, which is created now if it has to be. */
    Target target() throws Exception;

    /** What is called for one request. */
    interface Target {

        /** Calls it. */
        @Nullable
        Object invoke(RequestMessage message) throws Exception;

        /** Checks one of those that the stream or the publisher delivers that was returned. */
        void checkElement(@Nullable Object element);

        /** The bean that is called, or that has defined what is called. */
        Object bean();
    }
}
