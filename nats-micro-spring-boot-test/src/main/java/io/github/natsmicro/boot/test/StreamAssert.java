// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test;

import io.github.natsmicro.boot.test.TestReply.Kind;
import io.github.natsmicro.codec.PayloadCodecException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;

/** Assertions on a stream that was read. When they fail, they show its elements and how it ended. */
public final class StreamAssert extends AbstractAssert<StreamAssert, TestStream> {

    StreamAssert(TestStream actual) {
        super(actual, StreamAssert.class);
    }

    /**
     * Verifies that the stream came to its proper end.
     *
     * @return this
     */
    public StreamAssert isComplete() {
        if (actual.end().kind() != Kind.REPLY) {
            fail("to come to its proper end");
        }
        return this;
    }

    /**
     * Verifies that the stream ended with an error, be it after elements. {@link #end} looks at the error.
     *
     * @param code the error's code
     * @return this
     */
    public StreamAssert endsWithError(int code) {
        if (actual.end().kind() != Kind.ERROR || actual.end().code() != code) {
            fail("to end with the error " + code);
        }
        return this;
    }

    /**
     * Looks at the end: a reply without a body, an error, or none.
     *
     * @return assertions on the end
     */
    public ReplyAssert end() {
        return new ReplyAssert(actual.end());
    }

    /**
     * Verifies how many elements came, whatever came then.
     *
     * @param count the number
     * @return this
     */
    public StreamAssert hasElements(int count) {
        if (actual.elements().size() != count) {
            fail("to have %d elements".formatted(count));
        }
        return this;
    }

    /**
     * Looks at the elements as objects, whatever came then.
     *
     * @param <T> the type
     * @param type the type, which the default codec reads; {@code String} and {@code byte[]} are taken as they are
     * @return assertions on the list of elements
     */
    public <T> ListAssert<T> elements(Class<T> type) {
        List<T> objects = new ArrayList<>();
        for (byte[] element : actual.elements()) {
            try {
                objects.add(type.cast(actual.read(element, type)));
            } catch (PayloadCodecException ex) {
                fail("to have elements that are %s (%s: %s)"
                        .formatted(
                                type.getTypeName(),
                                new String(element, StandardCharsets.UTF_8),
                                String.valueOf(ex.getMessage())));
            }
        }
        return Assertions.assertThat(objects)
                .as("the elements of the stream from \"%s\" (%s)", actual.end().subject(), actual.clause());
    }

    private void fail(String expected) {
        failWithMessage(
                "Expecting the stream from \"%s\" %s, but after %d elements %s%s",
                actual.end().subject(),
                expected,
                actual.elements().size(),
                actual.clause(),
                actual.elements().isEmpty() ? "." : ":" + actual.details());
    }
}
