// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.github.natsmicro.spring.annotation.NatsEndpoint;
import io.github.natsmicro.spring.annotation.NatsGroup;
import java.io.Closeable;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An iterator over a cursor or a file is closed like a {@code Stream}. */
class ClosedIteratorTests {

    @Test
    void anIteratorThatCanBeClosedIsClosedWhenTheCallersTimeIsUp() throws Exception {
        try (BlackBox app = BlackBox.of(Cursors.class)) {
            assertThat(app.texts("bci.rows", "", "Request-Timeout", "100"))
                    .last(STRING)
                    .startsWith("504:");
            assertThat(app.context().getBean(Cursors.class).closed.await(1, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void anIterableThatCanBeClosedIsClosedAtItsEnd() throws Exception {
        try (BlackBox app = BlackBox.of(Cursors.class)) {
            assertThat(app.texts("bci.table", "")).containsExactly("1", "2", ".");
            assertThat(app.context().getBean(Cursors.class).closed.await(1, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @NatsGroup("bci")
    static class Cursors {

        final CountDownLatch closed = new CountDownLatch(1);

        @NatsEndpoint(streaming = "true")
        Iterator<Integer> rows() {
            return new Cursor(closed);
        }

        @NatsEndpoint(streaming = "true")
        Table table() {
            return new Table(closed);
        }
    }

    record Cursor(CountDownLatch closed) implements Iterator<Integer>, AutoCloseable {

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public Integer next() {
            try {
                closed.await(5, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 1;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    /** Such as a {@code DirectoryStream}. */
    record Table(CountDownLatch closed) implements Iterable<Integer>, Closeable {

        @Override
        public Iterator<Integer> iterator() {
            return List.of(1, 2).iterator();
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
