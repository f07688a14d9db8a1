// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.codec;

import io.github.natsmicro.codec.PayloadCodec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;

/**
 * The codecs of an application, and the choice among them: by the content type that a message names or a caller accepts,
 * else the one that is for the type only, else the default. Bytes and text are payloads already and pass by them all.
 */
public final class PayloadCodecs {

    private static final String BYTES = "application/octet-stream";
    private static final String TEXT = "text/plain;charset=UTF-8";

    private final PayloadCodec defaultCodec;
    private final Map<String, PayloadCodec> byName;

    private PayloadCodecs(PayloadCodec defaultCodec, Map<String, PayloadCodec> byName) {
        this.defaultCodec = defaultCodec;
        this.byName = byName;
    }

    /**
     * Makes a choice of one.
     *
     * @param codec the codec for everything
     * @return the choice
     */
    public static PayloadCodecs of(PayloadCodec codec) {
        return new PayloadCodecs(codec, Map.of("default", codec));
    }

    /**
     * Makes a choice of several.
     *
     * @param codecs the codecs by their names, in their order; at least one
     * @param defaultCodec the name of the default
     * @return the choice
     * @throws IllegalArgumentException if there is no codec of that name
     */
    public static PayloadCodecs of(Map<String, PayloadCodec> codecs, String defaultCodec) {
        PayloadCodec found = codecs.get(defaultCodec);
        Assert.notNull(
                found, () -> "There is no codec named \"%s\" among %s.".formatted(defaultCodec, codecs.keySet()));
        return new PayloadCodecs(found, new LinkedHashMap<>(codecs));
    }

    /**
     * The codec of those who say nothing.
     *
     * @return the default
     */
    public PayloadCodec defaultCodec() {
        return defaultCodec;
    }

    /**
     * All codecs.
     *
     * @return the codecs in their order
     */
    public Collection<PayloadCodec> all() {
        return byName.values();
    }

    /**
     * Finds the codec that an endpoint or a client names.
     *
     * @param nameOrContentType the name of a codec, or a content type; {@code null} for the default
     * @return the codec, or {@code null} if there is no such codec
     */
    public @Nullable PayloadCodec find(@Nullable String nameOrContentType) {
        if (nameOrContentType == null) {
            return defaultCodec;
        }
        PayloadCodec named = byName.get(nameOrContentType);
        return named != null || nameOrContentType.indexOf('/') < 0
                ? named
                : forContentType(parsed(nameOrContentType), Object.class);
    }

    /**
     * Reads a payload.
     *
     * @param data the bytes
     * @param type what is wanted
     * @param contentType what the message says it is, or {@code null} if it says nothing
     * @param preferred the codec of those who say nothing
     * @return the object; {@code null} if that is what the payload says
     * @throws UnsupportedContentTypeException if no codec reads that content type
     * @throws io.github.natsmicro.codec.PayloadCodecException if the payload is no such object
     */
    public @Nullable Object decode(byte[] data, Type type, @Nullable String contentType, PayloadCodec preferred) {
        Class<?> wanted = rawClass(type);
        if (wanted == byte[].class) {
            return data;
        }
        if (wanted == ByteBuffer.class) {
            return ByteBuffer.wrap(data);
        }
        if (wanted == String.class || wanted == CharSequence.class) {
            return new String(data, contentType == null ? StandardCharsets.UTF_8 : charset(parsed(contentType)));
        }
        return readerFor(type, contentType, preferred).decode(data, type);
    }

    private PayloadCodec readerFor(Type type, @Nullable String contentType, PayloadCodec preferred) {
        if (contentType == null) {
            return forType(type, preferred);
        }
        PayloadCodec found = forContentType(parsed(contentType), type);
        if (found == null) {
            throw new UnsupportedContentTypeException(contentType);
        }
        return found;
    }

    /**
     * Writes a payload.
     *
     * @param value the object; {@code null} for an empty payload
     * @param accept what the caller accepts, in the form of HTTP's header; {@code null} for anything
     * @param contentType what the caller sent, which is the next best guess at what it reads; {@code null} if it said
     *     nothing
     * @param preferred the codec of those who say nothing
     * @return the payload
     * @throws NotAcceptableException if no codec writes what the caller accepts
     * @throws io.github.natsmicro.codec.PayloadCodecException if the object can not be written
     */
    public EncodedPayload encode(
            @Nullable Object value, @Nullable String accept, @Nullable String contentType, PayloadCodec preferred) {
        byte[] ready = ready(value);
        if (ready != null) {
            String own = value instanceof CharSequence ? TEXT : BYTES;
            return new EncodedPayload(
                    ready, accept == null ? own : AcceptedTypes.parse(accept).firstConcrete(own));
        }
        Class<?> type = value == null ? Object.class : value.getClass();
        PayloadCodec guess = contentType == null ? null : forContentType(parsed(contentType), type);
        PayloadCodec favourite = guess == null ? forType(type, preferred) : guess;
        if (accept == null) {
            return new EncodedPayload(
                    favourite.encode(value), favourite.contentTypes().get(0));
        }
        AcceptedTypes.Choice choice = AcceptedTypes.parse(accept).choose(candidates(favourite, type));
        if (choice == null) {
            throw new NotAcceptableException(accept);
        }
        return new EncodedPayload(choice.codec().encode(value), choice.contentType());
    }

    private List<PayloadCodec> candidates(PayloadCodec favourite, Type type) {
        return Stream.concat(Stream.of(favourite), all().stream().filter(codec -> codec.supports(type)))
                .distinct()
                .toList();
    }

    /** What needs no codec. */
    private static byte @Nullable [] ready(@Nullable Object value) {
        if (value == null) {
            return new byte[0];
        }
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return value instanceof CharSequence text ? text.toString().getBytes(StandardCharsets.UTF_8) : null;
    }

    private PayloadCodec forType(Type type, PayloadCodec preferred) {
        return all().stream()
                .filter(codec -> !codec.supports(Object.class) && codec.supports(type))
                .findFirst()
                .orElse(preferred);
    }

    private @Nullable PayloadCodec forContentType(MimeType wanted, Type type) {
        return all().stream()
                .filter(codec -> type == Object.class || codec.supports(type))
                .filter(codec ->
                        codec.contentTypes().stream().map(MimeType::valueOf).anyMatch(own -> own.includes(wanted)))
                .findFirst()
                .orElse(null);
    }

    private static Charset charset(MimeType contentType) {
        Charset named = contentType.getCharset();
        return named == null ? StandardCharsets.UTF_8 : named;
    }

    private static MimeType parsed(String contentType) {
        try {
            return MimeType.valueOf(contentType);
        } catch (InvalidMimeTypeException ex) {
            throw new UnsupportedContentTypeException(contentType);
        }
    }

    private static @Nullable Class<?> rawClass(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : null;
    }

    @Override
    public String toString() {
        return defaultCodec.toString();
    }
}
