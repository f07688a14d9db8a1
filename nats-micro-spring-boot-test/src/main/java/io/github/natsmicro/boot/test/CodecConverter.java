// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.boot.test;

import io.github.natsmicro.spring.codec.PayloadCodecs;
import java.nio.charset.StandardCharsets;
import org.springframework.core.ResolvableType;
import org.springframework.test.json.JsonConverterDelegate;

/**
 * Lets the assertions on JSON read objects as the application does it.
 *
 * @param codecs have one for JSON
 */
// The interface has methods whose result is whatever the caller wants.
@SuppressWarnings("TypeParameterUnusedInFormals")
record CodecConverter(PayloadCodecs codecs) implements JsonConverterDelegate {

    private static final String JSON = "application/json";

    @Override
    public <T> T read(String content, ResolvableType targetType) {
        return read(content.getBytes(StandardCharsets.UTF_8), targetType);
    }

    @Override
    public <T> T map(Object value, ResolvableType targetType) {
        return read(codecs.encode(value, JSON, null, codecs.defaultCodec()).data(), targetType);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the codec reads what it is asked for, which may be JSON's null
    private <T> T read(byte[] json, ResolvableType targetType) {
        return (T) codecs.decode(json, targetType.getType(), JSON, codecs.defaultCodec());
    }
}
