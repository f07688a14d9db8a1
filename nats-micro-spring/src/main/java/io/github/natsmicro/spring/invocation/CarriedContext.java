// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.ForwardingRequest;
import io.github.natsmicro.Request;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Carries what Micrometer's context propagation finds in the thread locals of a handler to where its result is dealt with:
 * the tasks of the request's executor, what comes after a result that is still to come, and publishers of Reactor. Without
 * that library nothing is carried.
 */
final class CarriedContext {

    private static final boolean PRESENT =
            ClassUtils.isPresent("io.micrometer.context.ContextSnapshot", CarriedContext.class.getClassLoader());

    private static final boolean WITH_REACTOR =
            PRESENT && ClassUtils.isPresent("reactor.core.publisher.Mono", CarriedContext.class.getClassLoader());

    private CarriedContext() {}

    /** A request whose executor runs a task with the context of whoever hands it over. */
    static Request around(Request request) {
        return PRESENT ? Snapshots.around(request) : request;
    }

    /** A function that runs with the context that there is now. */
    static <T extends @Nullable Object, U extends @Nullable Object, R> BiFunction<T, U, R> within(
            BiFunction<T, U, R> function) {
        return PRESENT ? Snapshots.within(function) : function;
    }

    /** A publisher whose subscribers see the context that there is now. */
    static Publisher<?> into(Publisher<?> publisher) {
        return WITH_REACTOR ? ReactorContext.into(publisher) : publisher;
    }

    /** Touched only where the library is on the class path. */
    private static final class Snapshots {

        private static final ContextSnapshotFactory FACTORY =
                ContextSnapshotFactory.builder().build();

        static Request around(Request request) {
            return new ForwardingRequest(request) {
                @Override
                public Executor executor() {
                    Executor threads = super.executor();
                    return task -> threads.execute(FACTORY.captureAll().wrap(task));
                }
            };
        }

        static <T extends @Nullable Object, U extends @Nullable Object, R> BiFunction<T, U, R> within(
                BiFunction<T, U, R> function) {
            ContextSnapshot snapshot = FACTORY.captureAll();
            return (first, second) -> {
                try (ContextSnapshot.Scope scope = snapshot.setThreadLocals()) {
                    return function.apply(first, second);
                }
            };
        }
    }

    /** Touched only where Reactor is on the class path, too. */
    private static final class ReactorContext {

        static Publisher<?> into(Publisher<?> publisher) {
            if (publisher instanceof Mono<?> mono) {
                return mono.contextWrite(Snapshots.FACTORY.captureAll()::updateContext);
            }
            if (publisher instanceof Flux<?> flux) {
                return flux.contextWrite(Snapshots.FACTORY.captureAll()::updateContext);
            }
            return publisher;
        }
    }
}
