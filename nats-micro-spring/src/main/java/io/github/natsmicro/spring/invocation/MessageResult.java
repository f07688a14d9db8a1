// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.spring.contract.Reply;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.support.DestinationVariableMethodArgumentResolver;
import org.springframework.messaging.support.NativeMessageHeaderAccessor;

/** A message of spring-messaging as a reply: its headers go out as texts, but for those that only Spring knows. */
final class MessageResult {

    private static final Set<String> ONLY_SPRINGS = Set.of(
            MessageHeaders.ID,
            MessageHeaders.TIMESTAMP,
            MessageHeaders.REPLY_CHANNEL,
            MessageHeaders.ERROR_CHANNEL,
            NativeMessageHeaderAccessor.NATIVE_HEADERS,
            DestinationVariableMethodArgumentResolver.DESTINATION_TEMPLATE_VARIABLES_HEADER);

    private MessageResult() {}

    static Reply<?> of(Message<?> message) {
        Reply<?> reply = Reply.of((Object) message.getPayload());
        for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
            String name = natsName(header.getKey());
            if (name != null) {
                reply = reply.header(name, texts(header.getValue()));
            }
        }
        return reply;
    }

    private static @Nullable String natsName(String name) {
        if (ONLY_SPRINGS.contains(name)) {
            return null;
        }
        return name.equals(MessageHeaders.CONTENT_TYPE) ? ReplyWriter.CONTENT_TYPE : name;
    }

    private static String[] texts(Object value) {
        return value instanceof Collection<?> several
                ? several.stream().map(String::valueOf).toArray(String[]::new)
                : new String[] {value.toString()};
    }
}
