// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro;

import io.github.natsmicro.codec.PayloadCodec;
import io.nats.client.impl.Headers;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The messages of one streamed reply. Its lock keeps them in order, and everything behind the end out. */
final class MessageStream implements ReplyStream {

    private static final byte[] END = new byte[0];

    private final Reply reply;
    private final String subject;
    private final PayloadCodec codec;

    // Held while a message is sent, so that none follows the end.
    private final ReentrantLock sending = new ReentrantLock();
    private final Readiness readiness;
    private volatile boolean open = true;
    private boolean ended;

    MessageStream(Reply reply, String subject, PayloadCodec codec, Outflow outflow, EndpointLog log) {
        this.reply = reply;
        this.subject = subject;
        this.codec = codec;
        this.readiness = new Readiness(outflow, this::isOpen, log);
    }

    @Override
    public void sendJson(@Nullable Object value) {
        send(codec.encode(value), null);
    }

    @Override
    public void send(byte[] data, @Nullable Headers headers) {
        if (data.length == 0) {
            throw new IllegalArgumentException(
                    "A message of the stream on \"%s\" is empty, which would end it. Send at least one byte."
                            .formatted(subject));
        }
        sending.lock();
        try {
            if (!open) {
                throw new ReplyException(
                        ReplyException.Reason.ALREADY_ANSWERED,
                        "The stream on \"%s\" has ended. Ask isOpen() before sending more.".formatted(subject),
                        null);
            }
            publish(data, headers);
        } finally {
            sending.unlock();
            tellIfOver();
        }
    }

    private void publish(byte[] data, @Nullable Headers headers) {
        try {
            reply.publish(data, headers);
        } catch (ReplyException ex) {
            open = false;
            throw ex;
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void end() {
        sending.lock();
        try {
            // After a message that was not sent, the handler's end brings an error instead.
            if (open) {
                publishLast(END, null);
            }
        } finally {
            sending.unlock();
            tellIfOver();
        }
    }

    @Override
    public boolean isReady() {
        return readiness.isReady();
    }

    @Override
    public void onReady(Runnable action) {
        readiness.onReady(action);
    }

    @Override
    public boolean awaitReady() throws InterruptedException {
        return readiness.await();
    }

    /** Tells those who wait for it if it is no longer open. To be called without a lock. */
    void tellIfOver() {
        readiness.tellIfOver();
    }

    /** Refuses further messages; the last one may still be sent. Those who wait are to be told afterwards. */
    void takeNoMore() {
        open = false;
    }

    /** Ends the stream with an error, unless it has ended; tells whether it did. */
    boolean fail(byte[] data, Headers headers, @Nullable Outcome causeFromOutside) {
        sending.lock();
        try {
            if (ended) {
                return false;
            }
            // The handler may end as soon as it sees that the stream is no longer open.
            reply.endsBy(causeFromOutside);
            publishLast(data, headers);
            return true;
        } finally {
            sending.unlock();
            tellIfOver();
        }
    }

    private void publishLast(byte[] data, @Nullable Headers headers) {
        publish(data, headers);
        ended = true;
        open = false;
    }

    /** Whether a message is being sent, which may take a while where the connection is congested. */
    boolean isSending() {
        return sending.isLocked();
    }

    /** Whether its last message was sent. */
    boolean hasEnded() {
        sending.lock();
        try {
            return ended;
        } finally {
            sending.unlock();
        }
    }
}
