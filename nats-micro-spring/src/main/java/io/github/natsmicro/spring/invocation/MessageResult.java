// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.spring.contract.HeaderTranslation;
import io.github.natsmicro.spring.contract.Reply;
import io.nats.client.impl.Headers;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.messaging.Message;

/** A message of spring-messaging as a reply: its headers go out as texts, but for those that only Spring knows. */
final class MessageResult {

    private MessageResult() {}

    static Reply<?> of(Message<?> message) {
        Reply<?> reply = Reply.of((Object) message.getPayload());
        Headers headers = HeaderTranslation.toNats(message.getHeaders(), MessageResult::texts);
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            reply = reply.header(header.getKey(), header.getValue().toArray(new String[0]));
        }
        return reply;
    }

    private static String[] texts(Object value) {
        return value instanceof Collection<?> several
                ? several.stream().map(String::valueOf).toArray(String[]::new)
                : new String[] {value.toString()};
    }
}
