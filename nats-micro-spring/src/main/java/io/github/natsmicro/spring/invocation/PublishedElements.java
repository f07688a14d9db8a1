// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.ReplyStream;
import io.github.natsmicro.Request;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a publisher on their way into a stream. They are asked for in batches, on the threads of the endpoint's
 * handlers, as a source may block there; the next ones are asked for when half of them have come and the stream is ready.
 */
final class PublishedElements implements Flow.Subscriber<Object> {

    private static final int BATCH = 32;
    private static final int HALF = BATCH / 2;

    private final Request request;
    private final ReplyStream stream;
    private final Consumer<Object> sender;
    private final CompletableFuture<String> done = new CompletableFuture<>();
    private volatile Flow.@Nullable Subscription subscription;
    // Signals come one after the other, each with all that was before it in sight.
    private int taken;

    private PublishedElements(Request request, ReplyStream stream, Consumer<Object> sender) {
        this.request = request;
        this.stream = stream;
        this.sender = sender;
    }

    /** Completes when the last element was sent, or nobody waits any more. */
    @SuppressWarnings("unchecked") // any element is an object
    static CompletionStage<?> write(
            Flow.Publisher<?> publisher, Request request, ReplyStream stream, Consumer<Object> sender) {
        PublishedElements elements = new PublishedElements(request, stream, sender);
        ((Flow.Publisher<Object>) publisher).subscribe(elements);
        return elements.done;
    }

    @Override
    public void onSubscribe(Flow.Subscription opened) {
        if (subscription != null) {
            opened.cancel();
            return;
        }
        subscription = opened;
        request.onClose(this::cancel);
        stream.onReady(() -> ask(BATCH));
    }

    private void ask(int number) {
        Flow.Subscription opened = subscription;
        if (opened == null || done.isDone()) {
            return;
        }
        if (!stream.isOpen()) {
            cancel();
            return;
        }
        try {
            request.executor().execute(() -> {
                try {
                    opened.request(number);
                } catch (Throwable ex) {
                    // Nobody watches this thread.
                    fail(ex);
                }
            });
        } catch (RejectedExecutionException ex) {
            fail(ex);
        }
    }

    @Override
    public void onNext(Object element) {
        if (!stream.isOpen()) {
            cancel();
            return;
        }
        try {
            sender.accept(element);
        } catch (Throwable ex) {
            // The source would not know what to do with it.
            fail(ex);
            return;
        }
        if (!stream.isOpen()) {
            // The element was an error, behind which nothing need come.
            cancel();
            return;
        }
        taken++;
        // The next half is asked for while the other is still to come: a source that can not wait fails without demand.
        if (taken % HALF == 0) {
            stream.onReady(() -> ask(HALF));
        }
    }

    private void fail(Throwable failure) {
        done.completeExceptionally(failure);
        cancel();
    }

    private void cancel() {
        Flow.Subscription opened = subscription;
        if (opened != null) {
            opened.cancel();
        }
        done.complete("nobody waits");
    }

    @Override
    public void onError(Throwable failure) {
        done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        done.complete("streamed");
    }
}
