// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtobufPayloadCodecTests {

    /** Messages as they may be in a list. */
    private interface Messages extends List<StringValue> {}

    private final PayloadCodec codec = new ProtobufPayloadCodec();

    private void assertNeverRead(Class<?> type) {
        assertThatExceptionOfType(UnsupportedTypeException.class)
                .isThrownBy(() -> codec.decode(new byte[0], type))
                .withMessage("No Protobuf can be read as %s.", type.getName());
    }

    private ThrowableAssertAlternative<PayloadCodecException> assertNotRead(byte[] data, Type type) {
        return assertThatExceptionOfType(PayloadCodecException.class)
                .isThrownBy(() -> codec.decode(data, type))
                .withMessage("The payload is not Protobuf that can be read as %s.", type.getTypeName());
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static ListValue nested(int depth) {
        ListValue list = ListValue.getDefaultInstance();
        for (int i = 1; i < depth; i++) {
            list = ListValue.newBuilder()
                    .addValues(Value.newBuilder().setListValue(list))
                    .build();
        }
        return list;
    }

    @Test
    void messagesAreWrittenAsTheirBytes() {
        assertThat(codec.encode(StringValue.of("tea"))).containsExactly(0x0a, 3, 't', 'e', 'a');
    }

    @Test
    void messagesAreReadByTheirType() {
        Struct struct = Struct.newBuilder()
                .putFields("item", Value.newBuilder().setStringValue("tea").build())
                .build();
        Timestamp time = Timestamp.newBuilder().setSeconds(12).setNanos(7).build();

        assertThat(codec.decode(bytes(0x0a, 3, 't', 'e', 'a'), StringValue.class))
                .isEqualTo(StringValue.of("tea"));
        assertThat(codec.decode(codec.encode(struct), Struct.class)).isEqualTo(struct);
        assertThat(codec.decode(codec.encode(time), Timestamp.class)).isEqualTo(time);
    }

    @Test
    void unknownFieldsAreKept() {
        byte[] withUnknown = bytes(0x0a, 1, 'a', 0x78, 1);

        Object read = codec.decode(withUnknown, StringValue.class);

        assertThat(read)
                .isInstanceOfSatisfying(
                        StringValue.class, value -> assertThat(value.getValue()).isEqualTo("a"));
        assertThat(codec.encode(read)).isEqualTo(withUnknown);
    }

    @Test
    void anEmptyPayloadIsAMessageOfDefaults() {
        assertThat(codec.decode(new byte[0], Timestamp.class)).isEqualTo(Timestamp.getDefaultInstance());
        assertThat(codec.encode(Timestamp.getDefaultInstance())).isEmpty();
    }

    @Test
    void wrongBytesAreRefused() {
        assertNotRead(bytes('{', '}'), StringValue.class).withCauseInstanceOf(InvalidProtocolBufferException.class);
        assertNotRead(bytes(0x0a, 9, 'a'), StringValue.class);
        assertNotRead(bytes(0x0a, 1, 0xff), StringValue.class);
        assertNotRead(bytes(0x08, 0xff, 0xff), Timestamp.class);
    }

    @Test
    void nestingIsLimited() {
        // Each list is a level, and so is the value in it.
        assertThat(codec.decode(codec.encode(nested(40)), ListValue.class)).isEqualTo(nested(40));

        assertNotRead(codec.encode(nested(60)), ListValue.class);
    }

    @Test
    void whatIsNoMessageIsRefused() {
        assertThatExceptionOfType(PayloadCodecException.class)
                .isThrownBy(() -> codec.encode("text"))
                .withMessage("An object of type java.lang.String could not be written as Protobuf.");
        assertThatExceptionOfType(PayloadCodecException.class)
                .isThrownBy(() -> codec.encode(null))
                .withMessage("An object of type null could not be written as Protobuf.");
        assertNeverRead(String.class);
    }

    @ParameterizedTest
    @ValueSource(classes = {Message.class, DynamicMessage.class})
    void messagesOfNoGeneratedClassAreWrittenButNotRead(Class<?> type) {
        assertThat(codec.supports(type)).isTrue();
        assertNeverRead(type);
        assertThat(codec.encode(DynamicMessage.newBuilder(StringValue.of("tea")).build()))
                .isEqualTo(codec.encode(StringValue.of("tea")));
    }

    @Test
    void itIsForMessagesOnly() {
        ParameterizedType list = (ParameterizedType) Messages.class.getGenericInterfaces()[0];

        assertThat(codec.supports(StringValue.class)).isTrue();
        assertThat(codec.supports(String.class)).isFalse();
        assertThat(codec.supports(Object.class)).isFalse();
        assertThat(codec.supports(StringValue.Builder.class)).isFalse();
        assertThat(codec.supports(list)).isFalse();
        assertThat(codec.supports(list.getActualTypeArguments()[0])).isTrue();
    }

    @Test
    void itDeclaresProtobuf() {
        assertThat(codec.contentTypes()).containsExactly("application/x-protobuf", "application/protobuf");
    }
}
