// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.Request;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The one element of a publisher, or {@code null} if it has none. The publisher is cancelled when the request is over. */
final class FirstElement implements Flow.Subscriber<Object> {

    private final Request request;
    private final CompletableFuture<@Nullable Object> value = new CompletableFuture<>();
    private volatile Flow.@Nullable Subscription subscription;

    private FirstElement(Request request) {
        this.request = request;
    }

    @SuppressWarnings("unchecked") // any element is an object
    static CompletionStage<@Nullable Object> of(Flow.Publisher<?> publisher, Request request) {
        FirstElement first = new FirstElement(request);
        ((Flow.Publisher<Object>) publisher).subscribe(first);
        return first.value;
    }

    @Override
    public void onSubscribe(Flow.Subscription opened) {
        if (subscription != null) {
            opened.cancel();
            return;
        }
        subscription = opened;
        request.onClose(opened::cancel);
        opened.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Object element) {
        Flow.Subscription opened = subscription;
        if (value.complete(element) && opened != null) {
            opened.cancel();
        }
    }

    @Override
    public void onError(Throwable failure) {
        value.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        value.complete(null);
    }
}
