// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.natsmicro.codec.PayloadCodec;
import io.github.natsmicro.spring.codec.PayloadCodecs;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A codec that fails with an error, as one that was compiled against another version of its library. */
class BrokenCodecTests {

    @RegisterExtension
    static final ClientBench bench = new ClientBench();

    private String subject = "";

    @BeforeEach
    void choose() {
        subject = bench.subject();
    }

    private static final class BrokenCodec implements PayloadCodec {

        @Override
        public byte[] encode(@Nullable Object value) {
            return new byte[0];
        }

        @Override
        public Object decode(byte[] data, Type type) {
            throw new NoClassDefFoundError("a class of the codec");
        }
    }

    private static NatsTemplate broken() {
        return NatsTemplate.create(bench.caller(), PayloadCodecs.of(new BrokenCodec()));
    }

    @Test
    void failsTheFuture() {
        bench.service().when(subject).reply(Order.TEA);

        assertThat(broken().requestAsync(subject, null, Order.class))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withCauseInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void closesTheStream() {
        bench.service().when(subject).stream(Order.TEA, Order.RICE);
        Stream<Order> elements = broken().stream(subject, null, Order.class);

        assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(elements::toList);
        bench.awaitUnsubscribed(bench.onlyRequest(subject));
    }
}
