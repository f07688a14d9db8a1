// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.transport.inprocess;

import io.github.natsmicro.transport.TransportException;
import io.github.natsmicro.wire.Grammar;
import io.nats.client.impl.Headers;
import io.nats.client.support.IncomingHeadersProcessor;
import io.nats.client.support.Status;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way. It holds copies, and every receiver gets copies, so that neither sees what another does to them;
 * headers go through the bytes that a connection would carry.
 */
final class Parcel {

    private final String subject;
    private final @Nullable String replyTo;
    private final byte[] headers;
    private final byte[] body;
    private final @Nullable Status status;

    Parcel(String subject, @Nullable String replyTo, @Nullable Headers headers, byte[] body) {
        this(subject, replyTo, headers, body, null);
    }

    private Parcel(
            String subject, @Nullable String replyTo, @Nullable Headers headers, byte[] body, @Nullable Status status) {
        try {
            this.subject = Grammar.subject(subject);
        } catch (IllegalArgumentException ex) {
            throw new TransportException("The message could not be published. " + ex.getMessage(), ex);
        }
        this.replyTo = replyTo;
        this.headers = headers == null || headers.isEmpty() ? new byte[0] : headers.getSerialized();
        this.body = body.clone();
        this.status = status;
    }

    /** What a server tells who waits for a reply where nobody listens. */
    static Parcel noResponders(String replyTo) {
        Status status = new Status(Status.NO_RESPONDERS_CODE, Status.NO_RESPONDERS_TEXT);
        return new Parcel(replyTo, null, null, new byte[0], status);
    }

    String subject() {
        return subject;
    }

    long size() {
        return (long) headers.length + body.length;
    }

    InProcessMessage open() {
        Headers received =
                headers.length == 0 ? null : new Headers(new IncomingHeadersProcessor(headers).getHeaders(), true);
        return new InProcessMessage(subject, replyTo, received, body.clone(), status);
    }
}
