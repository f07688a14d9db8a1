// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport.inprocess;

import io.github.natsmicro.transport.SubscriptionSet;
import io.nats.client.Dispatcher;
import org.jspecify.annotations.Nullable;

/** What a {@link io.nats.client.Subscription} answers whose messages a dispatcher delivers. */
final class InProcessDispatched {

    private final Dispatcher dispatcher;
    private final String subject;
    private final @Nullable String queueGroup;
    private final SubscriptionSet.Handle handle;
    private volatile boolean active = true;

    InProcessDispatched(
            Dispatcher dispatcher, String subject, @Nullable String queueGroup, SubscriptionSet.Handle handle) {
        this.dispatcher = dispatcher;
        this.subject = subject;
        this.queueGroup = queueGroup;
        this.handle = handle;
    }

    void remove() {
        active = false;
        handle.remove();
    }

    public String getSubject() {
        return subject;
    }

    public @Nullable String getQueueName() {
        return queueGroup;
    }

    public Dispatcher getDispatcher() {
        return dispatcher;
    }

    public boolean isActive() {
        return active && dispatcher.isActive();
    }

    @Override
    public String toString() {
        return "in-process subscription to \"" + subject + "\"";
    }
}
