// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The only file that knows Reactor, which need not be there, and by it the types that Spring can adapt to it. */
final class ReactorBridge {

    private ReactorBridge() {}

    // A future without a value is an empty Mono.
    @SuppressWarnings("NullAway") // null makes an empty Mono
    static <T> Mono<T> mono(Supplier<CompletableFuture<@Nullable T>> request) {
        return Mono.fromFuture(request);
    }

    static <T> Flux<T> flux(Flow.Publisher<T> publisher) {
        return JdkFlowAdapter.flowPublisherToFlux(publisher);
    }

    static Object adapted(ReactiveAdapter adapter, Supplier<CompletableFuture<@Nullable Object>> request) {
        return adapter.fromPublisher(mono(request));
    }

    static Object adapted(ReactiveAdapter adapter, Flow.Publisher<Object> publisher) {
        return adapter.fromPublisher(flux(publisher));
    }
}
