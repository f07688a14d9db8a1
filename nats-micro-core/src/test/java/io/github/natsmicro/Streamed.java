// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Message;
import io.nats.client.Subscription;
import java.util.ArrayList;
import java.util.List;

/**
 * A reply of many messages as it came over the wire.
 *
 * @param elements the messages before the end
 * @param end the message that ended it: an empty one, or an error
 */
record Streamed(List<Message> elements, Message end) {

    static Streamed read(Subscription replies) {
        List<Message> elements = new ArrayList<>();
        Message next = Bench.next(replies);
        while (!next.isStatusMessage() && next.getData().length > 0 && Replies.errorCode(next) == null) {
            elements.add(next);
            next = Bench.next(replies);
        }
        return new Streamed(elements, next);
    }

    List<String> texts() {
        return elements.stream().map(Replies::text).toList();
    }

    void assertProperEnd() {
        Replies.assertNoError(end);
        assertThat(end.getData()).isEmpty();
    }
}
