// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.spring.contract.Reply;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The elements of a stream as Java's streams have them. */
final class Elements {

    private Elements() {}

    static <T> Stream<T> stream(ElementReader reader, Function<Reply<byte[]>, T> decode) {
        Spliterator<T> spliterator =
                new Spliterators.AbstractSpliterator<>(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL) {
                    @Override
                    public boolean tryAdvance(Consumer<? super T> action) {
                        Reply<byte[]> element = reader.next();
                        if (element == null) {
                            return false;
                        }
                        action.accept(decoded(element));
                        return true;
                    }

                    private T decoded(Reply<byte[]> element) {
                        try {
                            return decode.apply(element);
                        } catch (RuntimeException | Error ex) {
                            reader.close();
                            throw ex;
                        }
                    }
                };
        return StreamSupport.stream(spliterator, false).onClose(reader::close);
    }
}
