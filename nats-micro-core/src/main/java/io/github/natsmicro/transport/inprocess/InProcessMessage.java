// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport.inprocess;

import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.nats.client.support.Status;
import org.jspecify.annotations.Nullable;

/** A message that was received. */
final class InProcessMessage extends NatsMessage {

    private final @Nullable Status status;
    private final @Nullable Connection connection;

    InProcessMessage(
            String subject, @Nullable String replyTo, @Nullable Headers headers, byte[] body, @Nullable Status status) {
        super(subject, replyTo, headers, body);
        this.status = status;
        this.connection = null;
    }

    private InProcessMessage(InProcessMessage message, Connection connection) {
        super(message.getSubject(), message.getReplyTo(), message.getHeaders(), message.getData());
        this.status = message.status;
        this.connection = connection;
    }

    /** The same message as one that came on a connection. */
    InProcessMessage on(Connection connection) {
        return new InProcessMessage(this, connection);
    }

    @Override
    public boolean isStatusMessage() {
        return status != null;
    }

    @Override
    public @Nullable Status getStatus() {
        return status;
    }

    @Override
    public @Nullable Connection getConnection() {
        return connection;
    }
}
