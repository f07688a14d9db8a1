// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import java.lang.ref.Cleaner;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * The elements of a stream for somebody who may leave them, as a loop does by {@code break}: the stream is closed when they
 * are, and at the latest when nobody has them any more.
 *
 * @param <T> the type of the elements
 */
final class ClosableElements<T> implements Iterator<T>, AutoCloseable {

    private static final Cleaner CLEANER = Cleaner.create();

    private final Iterator<T> elements;
    private final Cleaner.Cleanable closing;

    ClosableElements(Stream<T> stream) {
        this.elements = stream.iterator();
        // The stream does not know this object, which can be collected for that.
        this.closing = CLEANER.register(this, stream::close);
    }

    @Override
    public boolean hasNext() {
        return elements.hasNext();
    }

    @Override
    public T next() {
        return elements.next();
    }

    @Override
    public void close() {
        closing.clean();
    }
}
