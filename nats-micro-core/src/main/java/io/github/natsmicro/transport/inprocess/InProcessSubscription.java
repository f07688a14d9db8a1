// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport.inprocess;

import io.nats.client.Message;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A subscription as the router knows it. */
final class InProcessSubscription {

    private final InProcessSubscriptionSet set;
    private final String subject;
    private final SubjectPattern pattern;
    private final @Nullable String queueGroup;
    private final Consumer<Message> receiver;
    private volatile boolean removed;

    InProcessSubscription(
            InProcessSubscriptionSet set, String subject, @Nullable String queueGroup, Consumer<Message> receiver) {
        this.set = set;
        this.subject = subject;
        this.pattern = new SubjectPattern(subject);
        this.queueGroup = queueGroup;
        this.receiver = receiver;
    }

    InProcessSubscriptionSet set() {
        return set;
    }

    String subject() {
        return subject;
    }

    @Nullable
    String queueGroup() {
        return queueGroup;
    }

    boolean wants(String publishedTo) {
        return pattern.matches(publishedTo);
    }

    /** What is queued for it is lost from here on. */
    void markRemoved() {
        removed = true;
    }

    void receive(Parcel parcel) {
        if (!removed) {
            receiver.accept(parcel.open());
        }
    }
}
