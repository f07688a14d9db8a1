// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Protocol Buffers, whose library is optional on the class path. It is for messages of generated classes; what they nest is
 * read up to the depth that the library has by default.
 *
 * <p>A message whose fields all have their default values is written as an empty payload, and an empty payload is read as
 * such a message: to Protocol Buffers it is nothing special. So what must not be left out has to be checked in the message;
 * and such a message can be no element of a stream, which an empty payload ends.
 */
public final class ProtobufPayloadCodec implements PayloadCodec {

    private static final String FORMAT = "Protobuf";

    private final ClassValue<Optional<Parser<?>>> parsers = new ClassValue<>() {
        @Override
        protected Optional<Parser<?>> computeValue(Class<?> messageType) {
            try {
                return messageType.getMethod("parser").invoke(null) instanceof Parser<?> parser
                        ? Optional.of(parser)
                        : Optional.empty();
            } catch (ReflectiveOperationException ex) {
                // It is no generated class.
                return Optional.empty();
            }
        }
    };

    /** Creates a codec. */
    public ProtobufPayloadCodec() {}

    @Override
    public byte[] encode(@Nullable Object value) {
        if (value instanceof Message message) {
            return message.toByteArray();
        }
        throw PayloadCodecException.notWritten(FORMAT, value, null);
    }

    @Override
    public Object decode(byte[] data, Type type) {
        try {
            return parser(type).parseFrom(data);
        } catch (InvalidProtocolBufferException ex) {
            throw PayloadCodecException.notRead(FORMAT, type, "", ex);
        }
    }

    private Parser<?> parser(Type type) {
        return Optional.of(type)
                .filter(ProtobufPayloadCodec::isMessage)
                .flatMap(message -> parsers.get((Class<?>) message))
                .orElseThrow(() -> new UnsupportedTypeException(FORMAT, type, null));
    }

    private static boolean isMessage(Type type) {
        return type instanceof Class<?> known && Message.class.isAssignableFrom(known);
    }

    @Override
    public List<String> contentTypes() {
        return List.of("application/x-protobuf", "application/protobuf");
    }

    @Override
    public boolean supports(Type type) {
        return isMessage(type);
    }

    @Override
    public String toString() {
        return FORMAT;
    }
}
