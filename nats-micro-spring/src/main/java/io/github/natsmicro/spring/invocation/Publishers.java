// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/** Sees what reactive libraries return as publishers of the JDK's form. None of them need be there. */
final class Publishers {

    private static final boolean REACTIVE_STREAMS =
            ClassUtils.isPresent("org.reactivestreams.FlowAdapters", Publishers.class.getClassLoader());

    private Publishers() {}

    /** The publisher that an object is, or {@code null} if it is none. */
    static Flow.@Nullable Publisher<?> of(Object result) {
        if (result instanceof Flow.Publisher<?> publisher) {
            return publisher;
        }
        return REACTIVE_STREAMS ? ReactiveStreams.publisher(result) : null;
    }

    /** Whether objects of a type are publishers. */
    static boolean isPublisher(Class<?> type) {
        return Flow.Publisher.class.isAssignableFrom(type) || (REACTIVE_STREAMS && ReactiveStreams.isPublisher(type));
    }

    /** Touched only where Reactive Streams is on the class path. */
    private static final class ReactiveStreams {

        static boolean isPublisher(Class<?> type) {
            return Publisher.class.isAssignableFrom(type)
                    || ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
        }

        static Flow.@Nullable Publisher<?> publisher(Object result) {
            if (result instanceof Publisher<?> publisher) {
                return FlowAdapters.toFlowPublisher(CarriedContext.into(publisher));
            }
            ReactiveAdapter adapter =
                    ReactiveAdapterRegistry.getSharedInstance().getAdapter(result.getClass());
            return adapter == null ? null : FlowAdapters.toFlowPublisher(adapter.<Object>toPublisher(result));
        }
    }
}
