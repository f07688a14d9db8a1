// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.ReplyStream;
import io.github.natsmicro.Request;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a streaming endpoint returned, one message an element. The source is asked for more only as fast as the
 * connection gets rid of what it has, and no longer than somebody waits.
 */
final class StreamedReply {

    private final ReplyWriter writer;

    StreamedReply(ReplyWriter writer) {
        this.writer = writer;
    }

    /** Completes when the last element was sent, so that the engine ends the stream; or when there is nobody to send to. */
    CompletionStage<?> write(Request request, @Nullable Object result, Consumer<@Nullable Object> check)
            throws Exception {
        if (result instanceof CompletionStage<?> later) {
            return later.thenComposeAsync(value -> writeLater(request, value, check), request.executor());
        }
        Flow.Publisher<?> publisher = result == null ? null : Publishers.of(result);
        if (publisher != null) {
            return request.expectsReply()
                    ? published(publisher, request, check)
                    : CompletableFuture.completedFuture("nobody waits");
        }
        AutoCloseable source = result instanceof AutoCloseable closeable ? closeable : () -> {};
        try (source) {
            pull(request, iterator(result), check);
        }
        return CompletableFuture.completedFuture("streamed");
    }

    private CompletionStage<?> published(
            Flow.Publisher<?> publisher, Request request, Consumer<@Nullable Object> check) {
        ReplyStream stream = request.openStream();
        return PublishedElements.write(publisher, request, stream, element -> send(request, stream, element, check));
    }

    private void send(Request request, ReplyStream stream, @Nullable Object element, Consumer<@Nullable Object> check) {
        check.accept(element);
        writer.send(request, stream, element);
    }

    private CompletionStage<?> writeLater(Request request, @Nullable Object result, Consumer<@Nullable Object> check) {
        try {
            return write(request, result, check);
        } catch (Exception ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }

    private void pull(Request request, Iterator<?> elements, Consumer<@Nullable Object> check)
            throws InterruptedException {
        if (request.expectsReply()) {
            ReplyStream stream = request.openStream();
            while (stream.awaitReady() && elements.hasNext()) {
                send(request, stream, elements.next(), check);
            }
        }
    }

    private static Iterator<?> iterator(@Nullable Object result) {
        if (result instanceof BaseStream<?, ?> stream) {
            return stream.iterator();
        }
        if (result instanceof Iterator<?> iterator) {
            return iterator;
        }
        if (result instanceof Iterable<?> iterable) {
            return iterable.iterator();
        }
        if (result instanceof Object[] array) {
            return Arrays.asList(array).iterator();
        }
        return result == null ? List.of().iterator() : List.of(result).iterator();
    }
}
