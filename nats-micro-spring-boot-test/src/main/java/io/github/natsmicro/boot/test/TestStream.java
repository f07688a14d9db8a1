// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test;

import io.github.natsmicro.spring.codec.PayloadCodecs;
import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.AssertProvider;
import org.jspecify.annotations.Nullable;

/** What a streaming endpoint answered: elements, and an end, which may be an error. */
public final class TestStream implements AssertProvider<StreamAssert> {

    private final List<byte[]> elements;
    private final TestReply end;
    private final PayloadCodecs codecs;

    TestStream(List<byte[]> elements, TestReply end, PayloadCodecs codecs) {
        this.elements = List.copyOf(elements);
        this.end = end;
        this.codecs = codecs;
    }

    TestReply end() {
        return end;
    }

    /**
     * The elements before the end.
     *
     * @return the payloads in the order of their arrival
     */
    public List<byte[]> elements() {
        return elements;
    }

    @Nullable
    Object read(byte[] element, Type type) {
        return codecs.decode(element, type, null, codecs.defaultCodec());
    }

    /** What it is, in lines. */
    String details() {
        return elements.stream()
                .map(element -> "\n  " + Payloads.describe(element))
                .collect(Collectors.joining());
    }

    /** How it ended, as the second half of a sentence. */
    String clause() {
        return switch (end.kind()) {
            case REPLY -> "it came to its proper end";
            case LEFT -> "it was left before its end";
            case ERROR -> "it ended with " + end.clause();
            case NO_RESPONDERS -> "nobody listens on the subject";
            case TIMED_OUT -> "no next element came in time";
        };
    }

    /**
     * Starts assertions.
     *
     * @return assertions on it
     * @deprecated to be called by {@link org.assertj.core.api.Assertions#assertThat(AssertProvider)} only
     */
    @Override
    @Deprecated
    public StreamAssert assertThat() {
        return new StreamAssert(this);
    }

    @Override
    public String toString() {
        return "stream from \"%s\" of %d elements; %s%s".formatted(end.subject(), elements.size(), clause(), details());
    }
}
