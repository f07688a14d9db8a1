// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.invocation;

import io.github.natsmicro.spring.contract.HeaderTranslation;
import io.github.natsmicro.spring.contract.Reply;
import java.util.Collection;
import org.springframework.messaging.Message;

/** A message of spring-messaging as a reply: its headers go out as texts, but for those that only Spring knows. */
final class MessageResult {

    private MessageResult() {}

    static Reply<?> of(Message<?> message) {
        return Reply.of((Object) message.getPayload())
                .headers(HeaderTranslation.toNats(message.getHeaders(), MessageResult::texts));
    }

    private static String[] texts(Object value) {
        return value instanceof Collection<?> several
                ? several.stream().map(String::valueOf).toArray(String[]::new)
                : new String[] {value.toString()};
    }
}
