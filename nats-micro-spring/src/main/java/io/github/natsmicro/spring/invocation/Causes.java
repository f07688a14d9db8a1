// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What led to an exception. */
final class Causes {

    // Causes may go in a circle.
    private static final int MAX = 50;

    private Causes() {}

    /** An exception, its cause, and so on. */
    static List<Throwable> of(Throwable exception) {
        List<Throwable> chain = new ArrayList<>();
        @Nullable Throwable next = exception;
        while (next != null && chain.size() < MAX) {
            chain.add(next);
            next = next.getCause();
        }
        return chain;
    }
}
