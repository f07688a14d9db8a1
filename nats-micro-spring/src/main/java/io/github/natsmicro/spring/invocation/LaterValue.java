// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.Request;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Tells whether what a method returned is still to come: as a stage, or as the element of a publisher. */
final class LaterValue {

    private LaterValue() {}

    /** The value that is still to come, or {@code null} if it is here. */
    static @Nullable CompletionStage<?> of(Request request, @Nullable Object result) {
        if (result == null) {
            return null;
        }
        if (result instanceof CompletionStage<?> stage) {
            return stage;
        }
        Flow.Publisher<?> publisher = Publishers.of(result);
        return publisher == null ? null : FirstElement.of(publisher, request);
    }
}
