// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.client;

import io.github.natsmicro.spring.contract.HeaderTranslation;
import io.nats.client.impl.Headers;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.messaging.MessageHeaders;
import org.springframework.util.ObjectUtils;

/**
 * Arguments as the texts of subjects and headers.
 *
 * @param conversion turns values into texts
 */
record ArgumentTexts(ConversionService conversion) {

    static @Nullable Object unwrapped(@Nullable Object argument) {
        return argument instanceof Optional<?> optional ? optional.orElse(null) : argument;
    }

    String one(Object value) {
        if (value instanceof CharSequence text) {
            return text.toString();
        }
        try {
            return Objects.requireNonNullElse(conversion.convert(value, String.class), "");
        } catch (ConversionException ex) {
            throw new IllegalArgumentException(
                    "A value of type %s can not be turned into a text for a subject or a header."
                            .formatted(value.getClass().getName()),
                    ex);
        }
    }

    /** One text, or one for each element. */
    String[] all(Object value) {
        return elements(value).filter(Objects::nonNull).map(this::one).toArray(String[]::new);
    }

    private static Stream<?> elements(Object value) {
        if (value instanceof Collection<?> collection) {
            return collection.stream();
        }
        return value instanceof Object[] || value.getClass().isArray()
                ? Arrays.stream(ObjectUtils.toObjectArray(value))
                : Stream.of(value);
    }

    Headers headers(Object value) {
        if (value instanceof Headers headers) {
            return headers;
        }
        if (value instanceof MessageHeaders ofMessage) {
            return HeaderTranslation.toNats(ofMessage, this::all);
        }
        Headers headers = new Headers();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, entry) -> {
                if (name != null && entry != null) {
                    headers.add(name.toString(), all(entry));
                }
            });
        }
        return headers;
    }
}
