// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.SerializationFeature;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the mappers of the engine take and refuse, which is the same for both. */
class DefaultMapperTests {

    enum Mapper {
        JACKSON_2(new Jackson2PayloadCodec(DefaultJsonMapper.create(), "2")),
        JACKSON_3(new Jackson3PayloadCodec(DefaultJackson3Mapper.create(), "3"));

        @SuppressWarnings("ImmutableEnumChecker") // the codecs are
        private final PayloadCodec codec;

        Mapper(PayloadCodec codec) {
            this.codec = codec;
        }

        private Object read(String json, Type type) {
            Object value = codec.decode(json.getBytes(StandardCharsets.UTF_8), type);
            assertThat(value).isNotNull();
            return value;
        }

        private String write(Object value) {
            return new String(codec.encode(value), StandardCharsets.UTF_8);
        }

        private void assertRefuses(String json, Type type) {
            assertThatExceptionOfType(PayloadCodecException.class)
                    .isThrownBy(() -> codec.decode(json.getBytes(StandardCharsets.UTF_8), type))
                    .withMessage("The payload is not JSON that can be read as %s.", type.getTypeName());
        }
    }

    record Order(String item, int quantity, List<String> tags) {}

    record Event(Date at) {}

    @ParameterizedTest
    @EnumSource
    void ordinaryObjectsAreReadAndWritten(Mapper mapper) {
        Order order = new Order("tea", 3, List.of("green", "loose"));

        assertThat(mapper.read("{\"item\":\"tea\",\"quantity\":3,\"tags\":[\"green\",\"loose\"]}", Order.class))
                .isEqualTo(order);
        assertThat(mapper.read(mapper.write(order), Order.class)).isEqualTo(order);
        assertThat(mapper.read(mapper.write(Map.of("key", List.of(1, 2))), Map.class))
                .isEqualTo(Map.of("key", List.of(1, 2)));
    }

    @ParameterizedTest
    @EnumSource
    void unknownFieldsAreIgnored(Mapper mapper) {
        assertThat(mapper.read("{\"item\":\"tea\",\"quantity\":3,\"colour\":{\"is\":\"green\"}}", Order.class))
                .isInstanceOfSatisfying(
                        Order.class, order -> assertThat(order.quantity()).isEqualTo(3));
    }

    @ParameterizedTest
    @EnumSource
    void whatFollowsAnObjectIsRefused(Mapper mapper) {
        mapper.assertRefuses("{\"item\":\"tea\",\"quantity\":3} and more", Order.class);
        mapper.assertRefuses("{\"item\":\"tea\",\"quantity\":3}{}", Order.class);
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("JavaUtilDate") // Jackson 2 knows those of java.time only by a module that is not here
    void datesAreIsoTexts(Mapper mapper) {
        Event event = new Event(new Date(0));

        assertThat(mapper.write(event)).startsWith("{\"at\":\"1970-01-01T00:00:00");
        assertThat(mapper.read("{\"at\":\"1970-01-01T00:00:00Z\"}", Event.class))
                .isEqualTo(event);
    }

    @ParameterizedTest
    @EnumSource
    void nestingIsTakenUpToADepthOf200(Mapper mapper) {
        mapper.read("[".repeat(200) + "]".repeat(200), Object.class);

        mapper.assertRefuses("[".repeat(201) + "]".repeat(201), Object.class);
        mapper.assertRefuses("{\"a\":".repeat(201) + "1" + "}".repeat(201), Map.class);
        mapper.assertRefuses("{\"unknown\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}", Order.class);
    }

    @ParameterizedTest
    @EnumSource
    void textsAreTakenUpToALengthOf5Million(Mapper mapper) {
        assertThat((String) mapper.read("\"" + "x".repeat(5_000_000) + "\"", String.class))
                .hasSize(5_000_000);

        mapper.assertRefuses("\"" + "x".repeat(5_000_001) + "\"", String.class);
        mapper.assertRefuses("{\"item\":\"" + "x".repeat(5_000_001) + "\"}", Order.class);
    }

    @ParameterizedTest
    @EnumSource
    void numbersAreTakenUpToALengthOf1000(Mapper mapper) {
        assertThat((BigInteger) mapper.read("7".repeat(1_000), BigInteger.class))
                .isEqualTo(new BigInteger("7".repeat(1_000)));

        mapper.assertRefuses("7".repeat(1_001), BigInteger.class);
        mapper.assertRefuses("[0." + "7".repeat(1_001) + "]", Object.class);
        mapper.assertRefuses("{\"quantity\":" + "7".repeat(1_001) + "}", Order.class);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoJsonIsRefused(Mapper mapper) {
        mapper.assertRefuses("", Order.class);
        mapper.assertRefuses("{\"item\":", Order.class);
        mapper.assertRefuses("\u0000\u0001", Order.class);
        mapper.assertRefuses("[]", Order.class);
    }

    @ParameterizedTest
    @EnumSource
    void theCodecsDeclareJson(Mapper mapper) {
        assertThat(mapper.codec.contentTypes()).containsExactly("application/json", "application/*+json");
        assertThat(mapper.codec.supports(Order.class)).isTrue();
    }

    /** Jackson 2 knows durations only by a module that is not here; the setting is the same. */
    @Test
    void durationsAreIsoTexts() {
        assertThat(Mapper.JACKSON_3.write(Map.of("grace", Duration.ofHours(36))))
                .isEqualTo("{\"grace\":\"PT36H\"}");
        assertThat(DefaultJsonMapper.create().isEnabled(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS))
                .isFalse();
    }
}
