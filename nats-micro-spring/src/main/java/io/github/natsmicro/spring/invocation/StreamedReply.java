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
    CompletionStage<?> write(Request request, @Nullable Object result) throws Exception {
        if (result instanceof CompletionStage<?> later) {
            return later.thenComposeAsync(value -> writeLater(request, value), request.executor());
        }
        Flow.Publisher<?> publisher = result == null ? null : Publishers.of(result);
        if (publisher != null) {
            return request.expectsReply()
                    ? PublishedElements.write(publisher, request, request.openStream(), writer)
                    : CompletableFuture.completedFuture("nobody waits");
        }
        AutoCloseable source = result instanceof AutoCloseable closeable ? closeable : () -> {};
        try (source) {
            pull(request, iterator(result));
        }
        return CompletableFuture.completedFuture("streamed");
    }

    private CompletionStage<?> writeLater(Request request, @Nullable Object result) {
        try {
            return write(request, result);
        } catch (Exception ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }

    private void pull(Request request, Iterator<?> elements) throws InterruptedException {
        if (request.expectsReply()) {
            ReplyStream stream = request.openStream();
            while (stream.awaitReady() && elements.hasNext()) {
                writer.send(request, stream, elements.next());
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
