// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.contract;

import io.github.natsmicro.wire.ErrorHeaders;
import io.nats.client.impl.Headers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.support.DestinationVariableMethodArgumentResolver;
import org.springframework.messaging.support.NativeMessageHeaderAccessor;

/**
 * Makes the headers of a NATS message of those of one of spring-messaging, and the other way round. What only Spring knows
 * stays behind, and so does what would make an error of a message that is none.
 */
public final class HeaderTranslation {

    private static final String CONTENT_TYPE = "Content-Type";

    private static final Set<String> NOT_SENT = Set.of(
            MessageHeaders.ID,
            MessageHeaders.TIMESTAMP,
            MessageHeaders.REPLY_CHANNEL,
            MessageHeaders.ERROR_CHANNEL,
            NativeMessageHeaderAccessor.NATIVE_HEADERS,
            DestinationVariableMethodArgumentResolver.DESTINATION_TEMPLATE_VARIABLES_HEADER);

    private HeaderTranslation() {}

    /**
     * The headers to send.
     *
     * @param headers the headers of a message
     * @param texts makes texts of the value of a header
     * @return the headers, new ones
     * @throws IllegalArgumentException if NATS can not carry a header
     */
    public static Headers toNats(MessageHeaders headers, Function<Object, String[]> texts) {
        Headers sent = new Headers();
        headers.forEach((name, value) -> {
            if (!NOT_SENT.contains(name) && !ErrorHeaders.includes(name)) {
                sent.add(name.equals(MessageHeaders.CONTENT_TYPE) ? CONTENT_TYPE : name, texts.apply(value));
            }
        });
        return sent;
    }

    /**
     * The headers as spring-messaging has them: a text, or a list where there are several. One without a value is left out.
     *
     * @param headers the headers of a NATS message
     * @return a new map
     */
    public static Map<String, Object> toSpring(Headers headers) {
        Map<String, Object> values = new HashMap<>();
        for (String name : headers.keySet()) {
            List<String> all = headers.get(name);
            if (all != null && !all.isEmpty()) {
                values.put(name, all.size() == 1 ? all.get(0) : List.copyOf(all));
            }
        }
        return values;
    }
}
